"""A list of learning resources, as a room would declare one; and how workbooks are read."""

import io
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.http import QueryDict
from openpyxl import Workbook, load_workbook

from catalog.models import LearningResource
from tables.columns import CHOICE, CODE, DATE, NUMBER, Column
from tables.table import Preset, Table


class Resources(Table):
    name = "resources"
    title = "Resources"
    search_hint = "Title"
    empty = "There are no resources yet."
    columns = (
        Column("title", "Title", "title", sort="title_folded", locked=True, css="title"),
        Column("reference", "Reference", "reference", CODE, needs="see references"),
        Column("status", "Status", "status", CHOICE, choices={"confirmed": "Confirmed <b>"}),
        Column("begin", "Begin", "begin", DATE, sort="begin"),
        Column("seats", "Seats", "max_participants", NUMBER, sort="max_participants"),
        Column("school", "School", "organisation__name", default=False),
        Column(
            "signature",
            "Signature",
            Concat("organisation__identifier", Value("/"), F("title")),
            default=False,
        ),
    )
    default_sort = "title"
    extras = ("kind",)


class TabbedResources(Resources):
    name = "tabbed"
    presets = (
        Preset("", "All", Q()),
        Preset("small", "Small", Q(max_participants__lt=10)),
        Preset("large", "Large", Q(max_participants__gte=10)),
    )


def allowed(_verb: str) -> bool:
    return True


def resources(query: str = "", *, kind: type[Table] = Resources, **options: Any) -> Table:
    return kind(LearningResource.objects.all(), query=QueryDict(query), **options)


def titles(table: Table) -> list[str]:
    return [row.data["title"] for row in table.rows]


def read(content: Iterable[bytes]) -> Workbook:
    return load_workbook(io.BytesIO(b"".join(content)))


def cells(book: Workbook, sheet: int = 0) -> list[list[Any]]:
    """The values of a sheet, header included."""
    return [[cell.value for cell in row] for row in book.worksheets[sheet].iter_rows()]
