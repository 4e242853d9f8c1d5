"""One row of a file: read, completed, and held against the rules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import CostCenter, Organisation
from courseplanner.imports.columns import COLUMNS, NAMED_AFTER_ROW
from courseplanner.imports.mapping import Mapping
from courseplanner.imports.rules import RULES
from tables.sheets.problems import FaultyError, Problem

Values = dict[str, Any]
_BREAK = re.compile(r"\s*[\r\n\t]\s*")


@dataclass(frozen=True)
class Entry:
    """A row without faults. `given` are the columns it speaks of; the others have defaults."""

    row: int
    values: Values
    given: frozenset[str]

    @property
    def key(self) -> tuple[str, int]:
        return self.values["reference"], self.values["organisation"]

    @property
    def product_key(self) -> tuple[str, int]:
        return self.values["product_reference"], self.values["organisation"]

    @property
    def is_implementation(self) -> bool:
        return bool(self.values["kind"] == "implementation")


@dataclass
class Reader:
    """Turns rows into entries, collecting what is wrong with the others."""

    mapping: Mapping
    header: list[str]
    places: dict[str, int]
    known: Known
    problems: list[Problem] = field(default_factory=list)

    def entry(self, row: int, cells: list[str]) -> Entry | None:
        named = {key: _cell(cells, place) for key, place in self.places.items()}
        filled = self.mapping.fill(named)
        self._unfold(row, filled)
        values, faults = self._parsed(filled)
        if any(cell and not name for name, cell in zip_longest(self.header, cells)):
            faults[""] = _("a cell stands under no column name")
        _complete(values)
        _apply(RULES, values, faults)
        self.problems += [
            Problem(row, self.mapping.named(key), reason) for key, reason in faults.items()
        ]
        given = frozenset(filled) | (self.places.keys() - NAMED_AFTER_ROW)
        return None if faults else Entry(row, values, given)

    def _unfold(self, row: int, filled: dict[str, str]) -> None:
        """A line break where none belongs is not lost on us: often a quote is missing."""
        for key, cell in filled.items():
            if _BREAK.search(cell) and not COLUMNS[key].has_paragraphs:
                filled[key] = _BREAK.sub(" ", cell)
                said = _("a line break was read as a blank; check the quotes in the file")
                self.problems.append(Problem(row, self.mapping.named(key), said, is_warning=True))

    def _parsed(self, filled: dict[str, str]) -> tuple[Values, dict[str, str]]:
        values: Values = {}
        faults = {}
        for key, column in COLUMNS.items():
            cell = filled.get(key, "")
            try:
                values[key] = self.known.resolve(key, column.parse(cell)) if cell else column.empty
            except FaultyError as error:
                faults[key] = str(error)
            if column.needed and not cell:
                faults[key] = _("is missing")
        return values, faults


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _complete(values: Values) -> None:
    """What is named after the row itself where nothing else is said."""
    if values.get("offer_type"):
        values["offer_label"] = values.get("offer_label") or values.get("reference", "")[:128]
    if values.get("kind") == "implementation":
        reference = values.get("product_reference") or values.get("reference", "")
        values["product_reference"] = reference
        values["product_title"] = values.get("product_title") or values.get("title", "")


def _apply(rules: list[Any], values: Values, faults: dict[str, str]) -> None:
    """A rule is not asked about values that could not be read."""
    for columns, is_broken, sentence in rules:
        readable = all(key in values and key not in faults for key in columns)
        if readable and is_broken(*[values[key] for key in columns]):
            faults[columns[0]] = str(sentence)


@dataclass
class Known:
    """The rows of other tables that a file may name, read once."""

    organisations: dict[str, int]
    cost_centers: dict[str, list[int]]

    @classmethod
    def load(cls) -> Known:
        active = Organisation.objects.filter(is_active=True).order_by()
        centers: dict[str, list[int]] = defaultdict(list)
        for pk, *names in CostCenter.objects.filter(is_active=True).values_list(
            "pk", "identifier", "name"
        ):
            for name in {name for name in names if name}:
                centers[name].append(pk)
        return cls(dict(active.values_list("identifier", "pk")), dict(centers))

    def resolve(self, key: str, value: Any) -> Any:
        resolvers: dict[str, Callable[[Any], Any]] = {
            "organisation": self._organisation,
            "released_for": lambda names: frozenset(map(self._organisation, names)),
            "cost_center": self._cost_center,
        }
        return resolvers[key](value) if key in resolvers else value

    def _organisation(self, identifier: str) -> int:
        if identifier not in self.organisations:
            raise FaultyError(
                _("there is no active organisation “{identifier}”").format(identifier=identifier)
            )
        return self.organisations[identifier]

    def _cost_center(self, name: str) -> int:
        found = self.cost_centers.get(name, [])
        if len(found) != 1:
            sentence = (
                _("several cost centers are called “{name}”; write the identifier")
                if found
                else _("there is no active cost center “{name}”")
            )
            raise FaultyError(sentence.format(name=name))
        return found[0]
