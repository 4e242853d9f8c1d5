"""A file as it came, with its faulty cells marked: to be corrected and read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from .problems import Problem
from .reading import Line, Sheet

_ERROR = PatternFill("solid", start_color="FFF4C7C3")
_WARNING = PatternFill("solid", start_color="FFFFF2CC")
_BOLD = Font(bold=True)

# What is said of a cell, by its row and its place in it.
Said = dict[tuple[int, int], list[Problem]]


def write_marked(file: Path, sheet: Sheet, problems: Sequence[Problem], *, title: str) -> None:
    """Every row stands where it stood. A second sheet lists the problems."""
    book = Workbook(write_only=True)
    _write_rows(book.create_sheet(title), sheet, _by_cell(sheet, problems))
    _write_list(book.create_sheet(_("Errors")), problems)
    book.save(file)


def _by_cell(sheet: Sheet, problems: Sequence[Problem]) -> Said:
    """What names no column of the file is said of the first cell."""
    places = {sheet.named(place): place for place in reversed(range(len(sheet.header)))}
    said: Said = defaultdict(list)
    for problem in problems:
        said[problem.row, places.get(problem.column, 0)].append(problem)
    return said


def _write_rows(page: Any, sheet: Sheet, said: Said) -> None:
    page.freeze_panes = "A2"
    written = 0
    for row, cells in _with_heading(sheet):
        for _blank in range(row - written - 1):
            page.append([])
        wide = [*cells, *[""] * (len(sheet.header) - len(cells))]
        page.append([_cell(page, text, said.get((row, at), [])) for at, text in enumerate(wide)])
        written = row


def _with_heading(sheet: Sheet) -> Iterator[Line]:
    yield 1, sheet.header
    yield from sheet.rows


def _cell(page: Any, text: str, problems: list[Problem]) -> Any:
    """Text, whatever it begins with."""
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text) or None)
    cell.number_format = "@"
    if cell.value is not None:
        cell.data_type = "s"
    if problems:
        is_error = any(not one.is_warning for one in problems)
        cell.fill = _ERROR if is_error else _WARNING
        cell.comment = Comment("\n".join(one.reason for one in problems)[:2000], "Kursbuch")
    return cell


def _write_list(page: Any, problems: Sequence[Problem]) -> None:
    page.freeze_panes = "A2"
    for letter, width in zip("ABCD", (8, 28, 12, 90), strict=True):
        page.column_dimensions[letter].width = width
    page.append([_heading(page, text) for text in (_("Row"), _("Column"), _("Kind"), _("Reason"))])
    for one in sorted(problems):
        kind = _("Warning") if one.is_warning else _("Error")
        page.append([one.row, *[_cell(page, text, []) for text in (one.column, kind, one.reason)]])


def _heading(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.font = _BOLD
    return cell
