"""The workbook of a table, as a response or as a file. Called by views and by export commands."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from .at_once import Held, Places
from .shell import About
from .spooling import Tell, spooled
from .sums import Sums
from .table import Table
from .workbook import List, SheetColumn, Values, stream_lists

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_STATEMENT = "120s"
RETRY_AFTER = 10
PLACES = Places()
_ROWS_AT_ONCE = 500
_UNFIT_FOR_FILES = re.compile(
    r'[\x00-\x1f\x7f-\x9f"*/:<>?\\|\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]'
)


def workbook(
    table: Table,
    *,
    by: object,
    filters: Sequence[tuple[object, object]] = (),
    tell: Tell | None = None,
) -> Iterator[bytes]:
    """Labels, language and zone are taken now; the rows are read when the bytes are.

    filters: label and value of each, for the sheet About.
    tell: hears how far it is; the rows are then read to their end first.
    """
    zone = timezone.get_current_timezone()
    one, sums = _list(table, tell)
    about = replace(_about(table, by, filters), sums=sums.lines)
    return stream_lists([one], about, zone=zone)


def workbook_of_several(tables: Sequence[Table], *, title: str, by: object) -> Iterator[bytes]:
    """A sheet for each, with all its columns."""
    zone = timezone.get_current_timezone()
    lists = [_list(table)[0] for table in tables]
    return stream_lists(lists, _described(title, by, ()), zone=zone)


def _list(table: Table, tell: Tell | None = None) -> tuple[List, Sums]:
    columns = table.workbook_columns
    sums = Sums(columns)
    sheet = [SheetColumn(str(c.label), c.kind, c.labels(), c.width) for c in columns]
    values = _values(table.workbook_rows(), [column.key for column in columns])
    rows = sums.passing(spooled(values, tell) if tell else values)
    return List(str(table.title), sheet, rows), sums


def workbook_response(
    table: Table, *, by: object, filename: str, filters: Sequence[tuple[object, object]] = ()
) -> HttpResponseBase:
    return limited_response(workbook(table, by=by, filters=filters), filename, by=by)


def limited_response(
    content: Iterator[bytes], filename: str, *, by: object, places: Places = PLACES
) -> HttpResponseBase:
    """The download, or a page that asks to wait for those under way."""
    who = getattr(by, "pk", None) or str(by)
    if not places.take(who):
        page = render_to_string("tables/too_many.html", {"most": places.most})
        return HttpResponse(page, status=429, headers={"Retry-After": RETRY_AFTER})
    return xlsx_response(Held(content, places, who), filename)


def xlsx_response(content: Iterable[bytes], filename: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(content, content_type=XLSX)
    name = f"{safe_filename(filename)}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def write_workbook(content: Iterator[bytes], path: Path) -> None:
    """All or nothing: until the last byte is written, the file keeps another name."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def safe_filename(name: str) -> str:
    """Without what separates folders, ends a header or turns the reading direction."""
    plain = _UNFIT_FOR_FILES.sub(" ", name.removesuffix(".xlsx"))
    return " ".join(plain.split()).strip(". ")[:100].strip() or "export"


def _values(rows: QuerySet[Any, dict[str, Any]], keys: list[str]) -> Iterator[Values]:
    """The columns of each row, read inside a transaction of their own."""
    pick = itemgetter(*keys) if len(keys) > 1 else lambda row: (row[keys[0]],)
    with _one_moment(rows.db):
        for row in rows.iterator(chunk_size=_ROWS_AT_ONCE):
            yield pick(row)


def _one_moment(using: str) -> AbstractContextManager[None]:
    """PostgreSQL hands rows over one by one only inside a transaction; SQLite always does, and
    there a transaction would keep everybody else from writing."""
    connection = connections[using]
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return nullcontext()
    return _reading(using)


@contextmanager
def _reading(using: str) -> Iterator[None]:
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute(
                f"SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '{LONGEST_STATEMENT}'"
            )
        yield


def _about(table: Table, by: object, filters: Sequence[tuple[object, object]]) -> About:
    said = [(str(label), str(value)) for label, value in filters if str(value)]
    shown = _("all columns") if table.query.get("columns") == "all" else _("chosen columns")
    direction = _("descending") if table.order.descending else _("ascending")
    lines = [
        *(said or [(_("Filter"), _("none"))]),
        (_("Sorted by"), f"{table.sorted_by.label}, {direction}"),
        (_("Columns"), shown),
    ]
    about = _described(str(table.title), by, lines)
    return replace(about, subject="; ".join(f"{label}: {value}" for label, value in said))


def _described(title: str, by: object, lines: Sequence[tuple[str, str]]) -> About:
    now = timezone.localtime()
    return About(
        sheet=_("About"),
        title=title,
        by=str(by),
        at=now,
        subject="",
        lines=[
            (_("What"), title),
            (_("When"), now.replace(tzinfo=None, microsecond=0)),
            (_("By whom"), str(by)),
            *lines,
        ],
        rows_label=_("Rows"),
    )
