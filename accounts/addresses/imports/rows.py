"""Rows of a file as addresses: read by the fields of the form, so that the same rules hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django_countries import countries

from accounts.addresses import postal, tables
from accounts.addresses.forms import AddressForm
from accounts.addresses.imports.columns import COLUMNS, STATUS, in_every_language, places
from accounts.addresses.twins import letters
from tables.folding import variants
from tables.sheets.problems import FaultyError, Problem
from tables.sheets.reading import Line, Sheet

Values = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One row without faults: a value for every column of the file."""

    row: int
    values: Values


@dataclass
class Reader:
    """Turns rows into entries, collecting what is wrong with the others."""

    header: list[str]
    places: dict[str, int]
    fields: dict[str, forms.Field]
    problems: list[Problem] = field(default_factory=list)

    def entry(self, line: Line) -> Entry | None:
        row, cells = line
        before = len(self.problems)
        values = {key: self._value(row, key, cells) for key in self.places}
        if len(cells) > len(self.header):
            self._fault(row, "", _("A cell stands under no column name."))
        self._doubt_zip(row, values)
        faults = [one for one in self.problems[before:] if not one.is_warning]
        return None if faults else Entry(row, values)

    def _value(self, row: int, key: str, cells: list[str]) -> Any:
        place = self.places[key]
        cell = cells[place] if place < len(cells) else ""
        try:
            return self._read(key, cell)
        except ValidationError as error:
            self._fault(row, self.header[place], " ".join(error.messages))
        except FaultyError as error:
            self._fault(row, self.header[place], str(error))
        return None

    def _read(self, key: str, cell: str) -> Any:
        if key == STATUS:
            return status(cell)
        if key == "country":
            return country(cell)
        asked = self.fields[key]
        return asked.clean(cell) if cell or asked.required else ""

    def _doubt_zip(self, row: int, values: Values) -> None:
        """Near by a wrong ZIP is a fault; from afar it is pointed out."""
        code, where = values.get("zip"), values.get("country")
        if code and where and (sentence := postal.doubt(where, code)):
            name = self.header[self.places["zip"]]
            warns = not postal.is_wall(where)
            said = _("“{cell}”: {reason}").format(cell=code[:40], reason=sentence)
            self.problems.append(Problem(row, name, said, warns))

    def _fault(self, row: int, column: str, reason: str) -> None:
        self.problems.append(Problem(row, column, reason))


def read_entries(sheet: Sheet, *, customer_numbers: bool) -> tuple[list[Entry], list[Problem]]:
    """The rows that are right by themselves. A first row that is not right stops here."""
    where, problems = places(sheet.header, customer_numbers=customer_numbers)
    if problems:
        return [], problems
    fields = {key: one for key, one in AddressForm().fields.items() if key in COLUMNS}
    reader = Reader(sheet.header, where, fields)
    entries = [entry for line in sheet.rows if (entry := reader.entry(line))]
    return entries, sheet.problems + _beside(sheet.problems, reader.problems)


def _beside(known: list[Problem], found: list[Problem]) -> list[Problem]:
    """A cell that could not be read is not called empty as well."""
    named = {(one.row, one.column) for one in known}
    return [one for one in found if (one.row, one.column) not in named]


def status(cell: str) -> bool:
    if not cell:
        return True
    if letters(cell) not in _statuses():
        raise FaultyError(_("“{cell}” is neither active nor inactive.").format(cell=cell[:40]))
    return _statuses()[letters(cell)]


def country(cell: str) -> str:
    """Its ISO code, from a code or a name in either language."""
    if not cell:
        raise FaultyError(_("Enter a country."))
    code = _countries().get(letters(cell))
    if code is None:
        raise FaultyError(
            _("“{cell}” is no country known here. Write its code, such as CH.").format(
                cell=cell[:40]
            )
        )
    return code


@cache
def _statuses() -> dict[str, bool]:
    return {
        name: is_active
        for is_active, label in tables.ACTIVE.items()
        for name in in_every_language(label)
    }


@cache
def _countries() -> dict[str, str]:
    names = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names |= {
                letters(form): code for code, name in countries for form in variants(str(name))
            }
    for code, _name in countries:
        names |= {letters(code): code, letters(countries.alpha3(code)): code}
    return names
