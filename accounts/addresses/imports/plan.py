"""What taking in a file would do: compared with itself and with what the organisation has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.addresses import twins
from accounts.addresses.imports.columns import COLUMNS
from accounts.addresses.imports.rows import Entry
from accounts.models import BillingAddress, Organisation
from tables.folding import fold
from tables.sheets.problems import Problem

Values = dict[str, Any]


@dataclass
class Plan:
    """`new` are the entries to create; `unchanged` is how many say what is stored already."""

    problems: list[Problem] = field(default_factory=list)
    new: list[Entry] = field(default_factory=list)
    unchanged: int = 0

    @property
    def outcome(self) -> list[list[int]]:
        """The rows that are new, and those with a problem: others mean that it has changed."""
        return [[one.row for one in self.new], sorted(one.row for one in self.problems)]


class Stored:
    """The addresses of an organisation, in one statement, by identifier and by what they say."""

    def __init__(self, owner: Organisation) -> None:
        self.by_identifier: dict[str, list[Values]] = defaultdict(list)
        self.by_mark: dict[tuple[str, ...], str] = {}
        rows = BillingAddress.objects.filter(organisation=owner).order_by("pk")
        for values in rows.values(*COLUMNS).iterator():
            self.by_identifier[fold(values["identifier"])].append(values)
            self.remember(values)

    def remember(self, values: Values) -> None:
        for mark in twins.marks(values):
            self.by_mark.setdefault(mark, values["identifier"])

    def twin_of(self, values: Values) -> str:
        """The identifier of an address that says the same; none if nothing does."""
        known = (self.by_mark.get(mark) for mark in sorted(twins.marks(values)))
        return next(filter(None, known), "")


def make_plan(entries: list[Entry], owner: Organisation) -> Plan:
    stored, plan = Stored(owner), Plan()
    for entry in _once(entries, plan.problems):
        known = stored.by_identifier.get(fold(entry.values["identifier"]), [])
        if known:
            _compare(entry, known, plan)
        else:
            _add(entry, stored, plan)
    return plan


def _once(entries: list[Entry], problems: list[Problem]) -> list[Entry]:
    first: dict[str, Entry] = {}
    for entry in entries:
        earlier = first.setdefault(fold(entry.values["identifier"]), entry)
        if earlier is entry:
            continue
        repeats = earlier.values == entry.values
        said = (
            _("Repeats row {row}. It is imported once.")
            if repeats
            else _("Has the identifier of row {row}, but says something else.")
        )
        reason = said.format(row=earlier.row)
        problems.append(Problem(entry.row, _label("identifier"), reason, repeats))
    return list(first.values())


def _compare(entry: Entry, known: list[Values], plan: Plan) -> None:
    """With the stored address of this identifier; with the nearest, should there be several."""
    different = min((_different(entry, values) for values in known), key=len)
    if not different:
        plan.unchanged += 1
        return
    said = _("“{identifier}” is stored already and says something else ({columns}).")
    words = {
        "identifier": known[0]["identifier"],
        "columns": ", ".join(_label(key) for key in different),
    }
    plan.problems.append(Problem(entry.row, _label("identifier"), said.format(**words)))


def _different(entry: Entry, stored: Values) -> list[str]:
    """Columns the file does not have are not compared."""
    return [key for key, value in entry.values.items() if stored[key] != value]


def _add(entry: Entry, stored: Stored, plan: Plan) -> None:
    plan.new.append(entry)
    if twin := stored.twin_of(entry.values):
        said = _("Looks like “{identifier}”: the same name, street and place.")
        problem = Problem(entry.row, _label("name_line_1"), said.format(identifier=twin), True)
        plan.problems.append(problem)
    stored.remember(entry.values)


def _label(key: str) -> str:
    return str(COLUMNS[key].label)
