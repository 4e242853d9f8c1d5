"""What is said about an import."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courseplanner.imports.plan import Plan
from tables.sheets.marked import write_marked
from tables.sheets.problems import Problem
from tables.sheets.reading import Sheet

SHOWN = 50


def lines(plan: Plan, *, written: bool) -> Iterator[str]:
    yield _("Rows: {rows}").format(rows=plan.rows)
    yield (_("Created:") if written else _("Would be created:"))
    offers = sum(bool(entry.values["offer_type"]) for entry in plan.new)
    yield _("- learning resources: {number}").format(number=len(plan.new))
    yield _("- offers: {number}").format(number=offers)
    yield _("- subjects: {number}").format(number=len(plan.new_subjects))
    yield _("- products: {number}").format(number=len(plan.new_products))
    yield _("Unchanged: {number}").format(number=plan.unchanged)
    yield from _listed(_("Warnings: {number}"), plan.warnings)
    yield from _listed(_("Errors: {number}"), plan.errors)


def _listed(head: str, problems: list[Problem]) -> Iterator[str]:
    yield head.format(number=len(problems))
    for problem in problems[:SHOWN]:
        yield "  " + _("Row {row}, {column}: {reason}.").format(
            row=problem.row, column=problem.column or "–", reason=problem.reason.removesuffix(".")
        )
    if more := len(problems[SHOWN:]):
        yield "  " + ngettext(
            "… and {more} more; --errors writes all of them into a file.",
            "… and {more} more; --errors writes all of them into a file.",
            more,
        ).format(more=more)


def write_problems(plan: Plan, sheet: Sheet, path: Path) -> None:
    """As a workbook the file itself, its faulty cells marked; otherwise as a list."""
    if path.suffix.lower() == ".xlsx":
        write_marked(path, sheet, plan.problems, title="Catalog")
    else:
        _write_list(plan, path)


def _write_list(plan: Plan, path: Path) -> None:
    """With a byte order mark, so that Excel reads it as UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow([_("Row"), _("Column"), _("Kind"), _("Reason")])
        for problem in sorted(plan.problems):
            kind = _("Warning") if problem.is_warning else _("Error")
            table.writerow([problem.row, _inert(problem.column), kind, _inert(problem.reason)])


def _inert(text: str) -> str:
    """A column's name is the file's own, and must not become a formula elsewhere."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
