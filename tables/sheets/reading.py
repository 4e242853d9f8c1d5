"""Files as rows of text: .csv and .xlsx give the same."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from .problems import Problem, UnreadableError
from .workbook import Unread, hidden_sheets, open_workbook, read_rows

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
    that is filled in. `problems` are those of the file itself: cells that hold no value, sheets
    that were not looked at, an encoding that was guessed."""

    header: list[str]
    rows: list[Line]
    problems: list[Problem] = field(default_factory=list)

    def named(self, place: int) -> str:
        return _named(self.header, place)


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
        text, problems = _decoded(name, content)
        return _sheet(_read_csv(text), limits, problems)
    book = open_workbook(content, limits.unpacked)
    return _sheet(read_rows(book), limits, [_hidden(one) for one in hidden_sheets(book)])


def _hidden(name: str) -> Problem:
    said = _("The sheet “{name}” is hidden. It was not read.")
    return Problem(1, "", said.format(name=name), is_warning=True)


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


def _decoded(name: str, content: bytes) -> tuple[str, list[Problem]]:
    """UTF-8, or UTF-16 that says so; anything else is taken for what Excel writes in the West."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, [_guessed()] if encoding == "cp1252" else []
    raise UnreadableError(
        _("{name} is in no encoding we know. Save it as “CSV UTF-8”.").format(name=name)
    )


def _guessed() -> Problem:
    said = _("The file is not UTF-8. It was read as Windows-1252; check umlauts.")
    return Problem(1, "", said, is_warning=True)


def _read_csv(text: str) -> Iterable[Line]:
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


def _sheet(lines: Iterable[Line], limits: Limits, problems: list[Problem]) -> Sheet:
    rows: list[Line] = []
    for number, cells in lines:
        problems += _unread(number, cells, rows[0][1] if rows else [])
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
    return Sheet(header=rows[0][1], rows=rows[1:], problems=problems)


def _unread(row: int, cells: list[str], header: list[str]) -> list[Problem]:
    said = _("This is a formula or an error. Paste the value instead.")
    return [
        Problem(row, _named(header, place), said)
        for place, cell in enumerate(cells)
        if isinstance(cell, Unread)
    ]


def _named(header: list[str], place: int) -> str:
    """How a column is called, or its letter where it has no name."""
    name = header[place] if place < len(header) else ""
    return name or get_column_letter(place + 1)


def _stripped(cells: list[str]) -> list[str]:
    """Without blanks around, and without the empty cells at the end of a row."""
    filled = [cell.strip() for cell in cells]
    while filled and not filled[-1]:
        filled.pop()
    return filled
