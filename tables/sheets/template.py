"""An empty workbook to fill in, which explains its columns on a second sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter


@dataclass(frozen=True)
class Explained:
    """One column: its head, whether it must be filled in, and what to write there."""

    name: str
    needed: str = ""
    note: str = ""


def write_template(
    file: Path | IO[bytes],
    *,
    title: str,
    columns: Sequence[Explained],
    notes_title: str,
    notes_head: Sequence[str],
) -> None:
    """Columns as text, so that Excel does not take `0012` for a number."""
    book = Workbook()
    _write_heads(book.active, title, columns)
    _write_notes(book.create_sheet(notes_title), columns, notes_head)
    book.save(file)


def _write_heads(sheet: Any, title: str, columns: Sequence[Explained]) -> None:
    sheet.title = title
    sheet.append([column.name for column in columns])
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        width = sheet.column_dimensions[get_column_letter(place)]
        width.width, width.number_format = max(14, len(column.name) + 2), "@"


def _write_notes(sheet: Any, columns: Sequence[Explained], head: Sequence[str]) -> None:
    sheet.append(list(head))
    for column in columns:
        sheet.append([column.name, column.needed, column.note])
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(bold=cell.row == 1)
    for letter, width in zip("ABC", (30, 12, 80), strict=True):
        sheet.column_dimensions[letter].width = width
