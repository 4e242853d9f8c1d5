"""The empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path

from courseplanner.imports.columns import COLUMNS
from tables.sheets import template


def write_template(path: Path) -> None:
    template.write_template(
        path,
        title="Catalog",
        columns=[
            template.Explained(one.key, "yes" if one.needed else "", one.note)
            for one in COLUMNS.values()
        ],
        notes_title="Columns",
        notes_head=["column", "needed", "note"],
    )
