"""Small workbooks for the tests, without any table or database."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from tables.columns import Kind
from tables.shell import About
from tables.workbook import SheetColumn, stream

ZURICH = ZoneInfo("Europe/Zurich")
NOON = datetime.datetime(2026, 11, 21, 12, 0, tzinfo=ZURICH)


def about(**changes: Any) -> About:
    given = {
        "sheet": "About",
        "title": "Orders",
        "by": "Bob",
        "at": NOON,
        "subject": "Status: Open",
        "lines": [("What", "Orders"), ("When", NOON.replace(tzinfo=None)), ("Status", "=Open")],
        "rows_label": "Rows",
    }
    return About(**given | changes)


def book(
    columns: list[SheetColumn] | list[Kind], rows: Iterable[Any], title: str = "Orders", **options
) -> Iterator[bytes]:
    """Columns may be given by their kind alone, rows of one column by their value alone."""
    sheet = [c if isinstance(c, SheetColumn) else SheetColumn(c.value, c) for c in columns]
    whole = (row if isinstance(row, tuple) else (row,) for row in rows)
    return stream(title, sheet, whole, options.pop("about", about()), zone=ZURICH, **options)
