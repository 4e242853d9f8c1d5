"""The accounting workbook: by a real server, and against the shortest code that writes it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone
from openpyxl.utils import get_column_letter

from accounts.models import User
from benchmarks.measure import held, side_by_side, table
from benchmarks.serving import fetch, memory, server
from benchmarks.statements import EXPORT, signed_in
from courseplanner import orders
from courseplanner.accounting import AccountingReport
from tables.cells import clean
from tables.columns import CHOICE, COUNTRY, DATE, DATETIME, MONEY
from tables.download import workbook
from tables.workbook import LEVEL

ROUNDS = 3
DAY_ZERO = 693594


def report() -> None:
    _by_a_server()
    ours, bare = side_by_side(_ours, _bare, times=3)
    rows = AccountingReport(orders.seen_by(None)).workbook_rows().count()
    each = f"{ours.median / rows * 1e6:.0f}"
    table(
        "| rows | workbook, ms | shortest code, ms | µs a row | ratio |",
        [[rows, ours.ms, bare.ms, each, held(ours.median / bare.median, 2)]],
    )


def _by_a_server() -> None:
    email, path = EXPORT
    cookie, rows = signed_in(email).cookies["sessionid"].value, []
    with server() as (port, worker):
        fetch(port, "/healthz", cookie)
        calm = memory(worker, "VmRSS")
        for number in range(1, ROUNDS + 1):
            first, whole, size = fetch(port, path, cookie)
            figures = f"{first:.2f}", f"{whole:.2f}", f"{size / 2**20:.1f}"
            rows.append([number, *figures, f"{calm}, {memory(worker, 'VmHWM')}"])
    table("| export | first bytes s | whole s | MiB file | worker before, peak MiB |", rows)


def _report() -> AccountingReport:
    return AccountingReport(orders.seen_by(None), may=lambda _verb: True)


def _ours() -> int:
    return sum(map(len, workbook(_report(), by=User.objects.earliest("pk"))))


def _bare() -> int:
    """One statement into sheet XML: the same cells, references, styles and compression."""
    report, zone = _report(), timezone.get_current_timezone()
    columns = report.workbook_columns
    labels = [one.labels() if one.kind in (CHOICE, COUNTRY) else {} for one in columns]
    starts = [f'<c r="{get_column_letter(place)}' for place in range(1, len(columns) + 1)]
    kinds = [column.kind for column in columns]
    texts: dict[str, int] = {}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet, _rows(report) as rows:
            for number, row in enumerate(rows, start=2):
                cells = []
                for start, kind, known, value in zip(starts, kinds, labels, row, strict=False):
                    if value is None or value == "":
                        continue
                    if kind == MONEY:
                        cells.append(f'{start}{number}" s="5"><v>{value}</v></c>')
                    elif kind == DATE:
                        days = value.toordinal() - DAY_ZERO
                        cells.append(f'{start}{number}" s="3"><v>{days}</v></c>')
                    elif kind == DATETIME:
                        local = value.astimezone(zone)
                        seconds = local.hour * 3600 + local.minute * 60 + local.second
                        days = local.toordinal() - DAY_ZERO + seconds / 86400
                        cells.append(f'{start}{number}" s="4"><v>{days!r}</v></c>')
                    else:
                        text = clean(known.get(value, value))
                        place = texts.setdefault(text, len(texts))
                        cells.append(f'{start}{number}" s="1" t="s"><v>{place}</v></c>')
                sheet.write(f'<row r="{number}">{"".join(cells)}</row>'.encode())
        archive.writestr(
            "xl/sharedStrings.xml", "".join(f"<si><t>{one}</t></si>" for one in texts)
        )
    return len(file.getvalue())


@contextmanager
def _rows(report: AccountingReport) -> Iterator[Iterator[tuple[object, ...]]]:
    """The values of the statement, in the order of the columns."""
    rows = report.workbook_rows()
    keys = [column.key for column in report.workbook_columns]
    if connection.vendor == "postgresql":
        with transaction.atomic():
            yield rows.values_list(*keys).iterator(chunk_size=500)
    else:
        yield rows.values_list(*keys).iterator(chunk_size=500)
