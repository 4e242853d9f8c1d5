"""Workbooks of unknown origin as rows of text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from .problems import UnreadableError

MAX_COLUMNS = 200
_MACROS = "xl/vbaProject.bin"
_ELSEWHERE = "xl/externalLinks/"
# Where a part of a workbook would declare entities, before anything else it says.
_HEAD = 1024


class Unread(str):
    """In place of a cell that holds no value: a formula, or an error."""

    __slots__ = ()


def open_workbook(content: bytes, megabytes: int) -> Any:
    """An openpyxl workbook that is read as it is asked for; at most so large when unpacked."""
    _refuse_package(content, megabytes)
    try:
        return load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    # Whatever openpyxl trips over in a broken file: it has no exception of its own for that.
    except Exception as error:
        raise _broken() from error


def hidden_sheets(book: Any) -> list[str]:
    return [one.title for one in book.worksheets if one.sheet_state != "visible"]


def read_rows(book: Any) -> Iterator[tuple[int, list[str]]]:
    """The first sheet that is not hidden. Raises UnreadableError, also while it is read."""
    try:
        sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
        # What a file says about its own size is not to be trusted.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
            yield number, [_text(cell) for cell in cells]
    except UnreadableError:
        raise
    except Exception as error:
        raise _broken() from error


def _broken() -> UnreadableError:
    return UnreadableError(_("The workbook is broken. Save it anew as .xlsx."))


def _refuse_package(content: bytes, megabytes: int) -> None:
    """What is no workbook, a bomb, or holds programs; nothing is unpacked to find out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(member.file_size for member in package.infolist())
            names = set(package.namelist())
            declares = any(_declares(package, name) for name in names)
    except zipfile.BadZipFile as error:
        raise _no_workbook() from error
    if "[Content_Types].xml" not in names:
        raise _no_workbook()
    if unpacked > megabytes * 1024 * 1024:
        raise UnreadableError(
            _("The workbook is larger than {size} MB when unpacked. Split it.").format(
                size=megabytes
            )
        )
    if _MACROS in names:
        raise UnreadableError(_("The workbook holds macros. Save it as .xlsx, without them."))
    if declares:
        raise _broken()
    if any(name.startswith(_ELSEWHERE) for name in names):
        raise UnreadableError(
            _("The workbook refers to other files. Paste the values into a new one.")
        )


def _declares(package: zipfile.ZipFile, name: str) -> bool:
    """Whether a part declares entities, which can name files or grow without end."""
    if not name.endswith((".xml", ".rels")):
        return False
    with package.open(name) as part:
        return b"<!DOCTYPE" in part.read(_HEAD)


def _no_workbook() -> UnreadableError:
    return UnreadableError(
        _("This is not an Excel workbook, whatever its name. Save it as .xlsx.")
    )


def _text(cell: Any) -> str:
    if cell.value is None:
        return ""
    if cell.data_type in {"f", "e"}:
        return Unread()
    return _written(cell.value)


def _written(value: object) -> str:
    """As one would type it: no exponent, no time where there is none."""
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            # Fifteen digits are what Excel shows and keeps.
            return f"{Decimal(f'{value:.15g}'):f}"
        case datetime():
            midnight = value.time() == time()
            return value.date().isoformat() if midnight else f"{value:%Y-%m-%d %H:%M}"
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value)
