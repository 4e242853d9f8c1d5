"""What a table hands to its templates: head, rows and cells, tabs and pager."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import cursor as cursors
from .columns import Column, Label
from .counting import Count
from .links import Links


@dataclass(frozen=True)
class Head:
    column: Column
    href: str = ""
    sorted: str = ""  # as aria-sort says it

    @classmethod
    def of(cls, column: Column, sort: str, links: Links) -> "Head":
        if not column.sort:
            return cls(column)
        if sort == column.name:
            return cls(column, links.sort(f"-{column.name}"), "ascending")
        is_sorted = sort == f"-{column.name}"
        return cls(column, links.sort(column.name), "descending" if is_sorted else "")


@dataclass(frozen=True)
class Cell:
    column: Column
    value: Any
    shown: Any
    currency: str = ""

    @property
    def is_empty(self) -> bool:
        return self.value is None or self.value == ""


@dataclass(frozen=True)
class Row:
    """rest: the columns that are not shown, where a list unfolds them."""

    data: dict[str, Any]
    cells: list[Cell]
    rest: list[Cell]
    called: str = ""

    @classmethod
    def of(
        cls,
        data: dict[str, Any],
        columns: Sequence[Column],
        labels: Mapping[str, dict[Any, str]],
        rest: Sequence[Column] = (),
        called: str = "",
    ) -> "Row":
        def cell(column: Column) -> Cell:
            value = data[column.key]
            shown = labels[column.name].get(value, value)
            return Cell(column, value, shown, data.get(column.currency or "", ""))

        return cls(data, list(map(cell, columns)), list(map(cell, rest)), called)

    @property
    def name(self) -> Any:
        """What tells it from the others: what it is called, or its first fixed column shows."""
        locked = (cell.shown for cell in self.cells if cell.column.locked)
        return self.called or next(locked, "")


@dataclass(frozen=True)
class Tab:
    label: Label
    href: str
    count: Count
    is_current: bool


@dataclass(frozen=True)
class Pager:
    first: str = ""
    previous: str = ""
    next: str = ""
    last: str = ""

    @property
    def is_needed(self) -> bool:
        return bool(self.previous or self.next)

    @classmethod
    def of(cls, page: cursors.Slice, order: cursors.Order, links: Links) -> "Pager":
        def beside(where: str, row: dict[str, Any]) -> str:
            return links.cursor(cursors.write(order, where, row[order.path], row["pk"]))

        back = {}
        if page.has_previous:
            back = {"first": links.here, "previous": beside("before", page.rows[0])}
        forth = {}
        if page.has_next:
            forth = {"next": beside("after", page.rows[-1]), "last": links.cursor("last")}
        return cls(**back, **forth)
