"""What an import would do: compared with itself and with what is there already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from courseplanner.imports.existing import facts, products, resources
from courseplanner.imports.mapping import Mapping
from courseplanner.imports.rows import Entry, Known, Reader
from courseplanner.imports.subjects import Path, SubjectTree
from courseplanner.models import Product
from tables.sheets.problems import Problem
from tables.sheets.reading import Sheet

Key = tuple[str, int]
AT_ONCE = 500
Progress = Callable[[int, int], None]


@dataclass
class Plan:
    rows: int
    tree: SubjectTree
    problems: list[Problem]
    new: list[Entry] = field(default_factory=list)
    unchanged: int = 0
    new_subjects: list[Path] = field(default_factory=list)
    # Titles by key; the ids of the new ones follow when they are written.
    new_products: dict[Key, str] = field(default_factory=dict)
    products: dict[Key, Product] = field(default_factory=dict)

    @property
    def errors(self) -> list[Problem]:
        return sorted(problem for problem in self.problems if not problem.is_warning)

    @property
    def warnings(self) -> list[Problem]:
        return sorted(problem for problem in self.problems if problem.is_warning)


def read_entries(sheet: Sheet, mapping: Mapping) -> tuple[list[Entry], list[Problem]]:
    """The rows that are right by themselves. A header that is not right stops here."""
    problems = mapping.problems(sheet.header) + _nameless(sheet)
    if problems:
        return [], problems
    reader = Reader(mapping, sheet.header, mapping.places(sheet.header), Known.load())
    read = [reader.entry(row, cells) for row, cells in sheet.rows]
    entries = [entry for entry in read if entry is not None]
    return entries, reader.problems + sheet.problems


def _nameless(sheet: Sheet) -> list[Problem]:
    """Columns with a value in most rows but no heading; in a few rows, those are at fault."""
    filled = Counter(
        place
        for _row, cells in sheet.rows
        for place, cell in enumerate(cells)
        if cell and not "".join(sheet.header[place : place + 1])
    )
    said = _("this column has no heading; one that spans several columns names only the first")
    most = len(sheet.rows) / 2
    return [Problem(1, sheet.named(place), said) for place in filled if filled[place] > most]


def nobody_waits(_done: int, _rows: int) -> None:
    """No progress is told."""


def make_plan(sheet: Sheet, mapping: Mapping, tell: Progress = nobody_waits) -> Plan:
    """`tell` hears how many rows are compared, of how many."""
    entries, problems = read_entries(sheet, mapping)
    plan = Plan(len(sheet.rows), SubjectTree(), problems)
    once = _without_repeats(entries, mapping, plan.problems)
    compared = 0
    for chunk in _chunks(once):
        _compare(chunk, mapping, plan)
        compared += len(chunk)
        tell(compared, len(once))
    paths = [path for entry in plan.new for path in entry.values["subjects"]]
    plan.new_subjects = plan.tree.missing(paths)
    return plan


def _without_repeats(
    entries: list[Entry], mapping: Mapping, problems: list[Problem]
) -> list[Entry]:
    first: dict[Key, Entry] = {}
    for entry in entries:
        earlier = first.setdefault(entry.key, entry)
        if earlier is entry:
            continue
        different = [key for key in entry.values if entry.values[key] != earlier.values[key]]
        if different:
            said = _("has the reference of row {row}, but says something else")
            problems += [
                Problem(entry.row, mapping.named(key), said.format(row=earlier.row))
                for key in different
            ]
        else:
            said = _("repeats row {row}; it is imported once").format(row=earlier.row)
            problems.append(Problem(entry.row, mapping.named("reference"), said, is_warning=True))
    return list(first.values())


def _chunks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while chunk := list(islice(rest, AT_ONCE)):
        yield chunk


def _compare(chunk: list[Entry], mapping: Mapping, plan: Plan) -> None:
    found = resources(entry.key for entry in chunk)
    plan.products |= products(entry.product_key for entry in chunk)
    for entry in chunk:
        if entry.key not in found:
            _add(entry, mapping, plan)
            continue
        there = facts(found[entry.key], entry, plan.tree)
        different = [key for key in there if key in entry.given and there[key] is False]
        plan.unchanged += not different
        plan.problems += [
            Problem(entry.row, mapping.named(key), _("differs from what was imported already"))
            for key in different
        ]


def _add(entry: Entry, mapping: Mapping, plan: Plan) -> None:
    plan.new.append(entry)
    if not entry.is_implementation:
        return
    there, wanted = plan.products.get(entry.product_key), entry.values["product_title"]
    title = there.title if there else plan.new_products.setdefault(entry.product_key, wanted)
    if "product_title" in entry.given and wanted != title:
        said = _("the product is called “{title}” already").format(title=title)
        plan.problems.append(Problem(entry.row, mapping.named("product_title"), said))
