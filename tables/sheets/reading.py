"""Files as rows of text: .csv and .xlsx give the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .problems import UnreadableError
from .workbook import hidden_sheets, open_workbook, read_rows

Line = tuple[int, list[str]]


@dataclass(frozen=True)
class Limits:
    """How much is read; a larger file is refused. Megabytes as it comes, and unpacked."""

    size: int = 50
    unpacked: int = 200
    rows: int = 100_000


FROM_DISK = Limits()


@dataclass(frozen=True)
class Sheet:
    """`rows` have their number in the file; blank ones are left out, cells end with the last
    that is filled in. `hidden` are the names of sheets that were not looked at."""

    header: list[str]
    rows: list[Line]
    hidden: list[str] = field(default_factory=list)


def read(path: Path, limits: Limits = FROM_DISK) -> Sheet:
    _refuse_others(path.name)
    try:
        _refuse_large(path.stat().st_size, limits)
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            _("{name} cannot be read: {reason}.").format(name=path.name, reason=error.strerror)
        ) from error
    return read_content(path.name, content, limits)


def read_content(name: str, content: bytes, limits: Limits = FROM_DISK) -> Sheet:
    """Of a file that is called so. Raises UnreadableError."""
    _refuse_others(name)
    _refuse_large(len(content), limits)
    if name.lower().endswith(".csv"):
        return _sheet(_read_csv(name, content), limits)
    book = open_workbook(content, limits.unpacked)
    return _sheet(read_rows(book), limits, hidden_sheets(book))


def _refuse_others(name: str) -> None:
    if not name.lower().endswith((".csv", ".xlsx")):
        raise UnreadableError(
            _("{name} is neither .xlsx nor .csv. Save it as one of them.").format(name=name)
        )


def _refuse_large(size: int, limits: Limits) -> None:
    if size > limits.size * 1024 * 1024:
        raise UnreadableError(
            _("The file is larger than {size} MB. Split it.").format(size=limits.size)
        )


def _read_csv(name: str, content: bytes) -> Iterable[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            _("{name} is not UTF-8. Save it as “CSV UTF-8”.").format(name=name)
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


def _sheet(lines: Iterable[Line], limits: Limits, hidden: list[str] | None = None) -> Sheet:
    rows: list[Line] = []
    for number, cells in lines:
        filled = _stripped(cells)
        if filled:
            rows.append((number, filled))
        if len(rows) > limits.rows + 1:
            most = number_format(limits.rows, force_grouping=True)
            raise UnreadableError(
                _("The file has more than {rows} rows. Split it.").format(rows=most)
            )
    if not rows or rows[0][0] != 1:
        raise UnreadableError(_("The first row does not name the columns."))
    return Sheet(header=rows[0][1], rows=rows[1:], hidden=hidden or [])


def _stripped(cells: list[str]) -> list[str]:
    """Without blanks around, and without the empty cells at the end of a row."""
    filled = [cell.strip() for cell in cells]
    while filled and not filled[-1]:
        filled.pop()
    return filled
