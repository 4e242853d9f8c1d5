"""The columns a file of addresses can have, and under which names each is known.

A name is the label of either language, the field's own, or one that people use as well; only its
letters count, small or capital.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.addresses import tables
from accounts.addresses.twins import letters
from tables.folding import variants
from tables.sheets.problems import Problem

STATUS = "is_active"
CUSTOMER_NUMBER = "customer_number"
# Of the list's own workbook; they are counted, not kept.
IGNORED = (tables.NUMBER_OF_BOOKINGS.label, tables.ID.label)


@dataclass(frozen=True)
class Column:
    key: str
    label: str | Promise
    note: str | Promise = ""
    needed: bool = False
    also: tuple[str | Promise, ...] = ()


COLUMNS = {
    column.key: column
    for column in (
        Column(
            "identifier",
            tables.IDENTIFIER.label,
            gettext_lazy("Names the address within the organisation: once in the file."),
            needed=True,
        ),
        Column("name_line_1", tables.NAME.label, needed=True),
        Column("name_line_2", pgettext_lazy("column", "Addition / department")),
        Column(
            "address_line_1",
            pgettext_lazy("column", "Street"),
            gettext_lazy("With the house number, or without it if it has a column of its own."),
            needed=True,
            also=(pgettext_lazy("column", "Address line 1"),),
        ),
        Column("house_number", pgettext_lazy("column", "House number")),
        Column("address_line_2", pgettext_lazy("column", "Address line 2")),
        Column("address_line_3", pgettext_lazy("column", "Address line 3")),
        Column("address_line_4", pgettext_lazy("column", "Address line 4")),
        Column("po_box", pgettext_lazy("column", "P.O. box")),
        Column("region", pgettext_lazy("column", "Region")),
        Column(
            "zip",
            pgettext_lazy("column", "ZIP"),
            gettext_lazy("As text, so that 01234 keeps its zero."),
        ),
        Column("city", pgettext_lazy("column", "City"), needed=True),
        Column(
            "country",
            pgettext_lazy("column", "Country"),
            gettext_lazy("CH, or the name in German or English: Schweiz, Switzerland."),
            needed=True,
        ),
        Column(
            CUSTOMER_NUMBER,
            tables.CUSTOMER_NUMBER.label,
            gettext_lazy("As text. Appears in the workbook for accounting."),
        ),
        Column(
            STATUS,
            tables.STATUS.label,
            gettext_lazy("Active or inactive; empty means active."),
        ),
    )
}


def offered(*, customer_numbers: bool) -> list[Column]:
    return [one for one in COLUMNS.values() if customer_numbers or one.key != CUSTOMER_NUMBER]


def places(header: list[str], *, customer_numbers: bool) -> tuple[dict[str, int], list[Problem]]:
    """Our columns with their place in the file, and what is wrong with its first row."""
    known = _known_names()
    found = {place: known.get(letters(name)) for place, name in enumerate(header) if name}
    keys = {column.key for column in offered(customer_numbers=customer_numbers)}
    times = Counter(key for key in found.values() if key in keys)
    problems = [
        Problem(1, header[place], sentence)
        for place, key in found.items()
        if (sentence := _said(key, keys, times))
    ]
    missing = [
        Problem(1, str(one.label), _("This column is missing."))
        for one in COLUMNS.values()
        if one.needed and not times[one.key]
    ]
    return {key: place for place, key in found.items() if key in keys}, problems + missing


def _said(key: str | None, keys: set[str], times: Counter[str | None]) -> str:
    if key == CUSTOMER_NUMBER and key not in keys:
        return _("Customer numbers are switched off. Leave out this column.")
    if key is None:
        return _("This column is unknown. The template has all that are known.")
    return _("Two columns have this name.") if times[key] > 1 else ""


@cache
def _known_names() -> dict[str, str]:
    """Letters of a name → key; "" for what the list's own workbook has beside."""
    names = {form: "" for label in IGNORED for form in in_every_language(label)}
    for column in COLUMNS.values():
        names[letters(column.key)] = column.key
        for label in (*column.also, column.label):
            names |= dict.fromkeys(in_every_language(label), column.key)
    return names


def in_every_language(label: str | Promise) -> set[str]:
    """Letters only, in both ways to write them without accents."""
    said = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said |= {letters(form) for form in variants(str(label))}
    return said
