"""Sums of amounts by currency, added up while the rows pass: in Decimal, on every database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from .columns import MONEY, Column
from .workbook import Values


class Sums:
    """One number per column and currency, whatever the number of rows.

    Labels are said when it is made, so in the language of the request.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        keys = [column.key for column in columns]
        self.amounts = [
            (_("Total: %(column)s") % {"column": column.label}, place, keys.index(column.currency))
            for place, column in enumerate(columns)
            if column.kind == MONEY and column.currency in keys
        ]
        self.found: dict[tuple[str, str], Decimal] = {}

    def passing(self, rows: Iterable[Values]) -> Iterator[Values]:
        for row in rows:
            for label, amount, currency in self.amounts:
                if row[amount] is not None:
                    at = label, str(row[currency])
                    self.found[at] = self.found.get(at, Decimal(0)) + row[amount]
            yield row

    def lines(self) -> list[tuple[str, Decimal]]:
        """By column in their order, then by currency."""
        order = {label: place for place, (label, _amount, _currency) in enumerate(self.amounts)}
        found = sorted(self.found.items(), key=lambda one: (order[one[0][0]], one[0][1]))
        return [(f"{label}, {currency}", total) for (label, currency), total in found]
