"""Files as rows of text: .csv and .xlsx give the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from .problems import UnreadableError
from .workbook import read_workbook

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 100_000

Line = tuple[int, list[str]]


@dataclass(frozen=True)
class Sheet:
    """`rows` have their number in the file; blank ones are left out."""

    header: list[str]
    rows: list[Line]


def read(path: Path) -> Sheet:
    content = _content(path)
    lines = read_workbook(content) if path.suffix.lower() == ".xlsx" else _read_csv(path, content)
    return _sheet(lines)


def _content(path: Path) -> bytes:
    if path.suffix.lower() not in {".csv", ".xlsx"}:
        raise UnreadableError(
            _("{name} is neither .xlsx nor .csv. Save it as one of them.").format(name=path.name)
        )
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(_("The file is larger than 50 MB. Split it."))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            _("{name} cannot be read: {reason}.").format(name=path.name, reason=error.strerror)
        ) from error


def _read_csv(path: Path, content: bytes) -> Iterable[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            _("{name} is not UTF-8. Save it as “CSV UTF-8”.").format(name=path.name)
        ) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    # Strict: a quote never closed would swallow the rest of the file as one cell.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [(number, cells) for number, cells in enumerate(lines, start=1)]
    except csv.Error as error:
        raise UnreadableError(
            _("The CSV is broken near line {line}: {reason}.").format(
                line=lines.line_num, reason=error
            )
        ) from error


def _sheet(lines: Iterable[Line]) -> Sheet:
    rows = []
    for number, cells in lines:
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            rows.append((number, stripped))
        if len(rows) > MAX_ROWS + 1:
            raise UnreadableError(_("The file has more than 100,000 rows. Split it."))
    if not rows or rows[0][0] != 1:
        raise UnreadableError(_("The first row does not name the columns."))
    return Sheet(header=rows[0][1], rows=rows[1:])
