"""The empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from courseplanner.imports.columns import COLUMNS


def write_template(path: Path) -> None:
    """Columns as text, so that Excel does not take `0012` for a number."""
    book = Workbook()
    sheet, notes = book.active, book.create_sheet("Columns")
    sheet.title = "Catalog"
    sheet.append(list(COLUMNS))
    sheet.freeze_panes = "A2"
    for place, column in enumerate(COLUMNS.values(), start=1):
        sheet.cell(1, place).font = Font(bold=True)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(14, len(column.key) + 2)
        sheet.column_dimensions[letter].number_format = "@"
    notes.append(["column", "needed", "note"])
    for column in COLUMNS.values():
        notes.append([column.key, "yes" if column.needed else "", column.note])
    for letter in "AC":
        notes.column_dimensions[letter].width = 40
    book.save(path)
