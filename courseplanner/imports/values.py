"""Cells read strictly: what is not clearly one value is refused, with the reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from tables.sheets.problems import FaultyError

Parse = Callable[[str], object]

# With a decimal point or comma, thousands grouped as in Switzerland or not at all.
_PRICE = re.compile(r"(?:[0-9]{1,10}|[0-9]{1,3}(?:['’][0-9]{3}){1,3})(?:[.,][0-9]{1,2})?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_WITH_POINTS = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
# How Excel counts days where a cell has lost its format: from 1927 on.
_SERIAL = re.compile(r"[0-9]{5}")
_FIRST_SERIAL = date(1899, 12, 30)
_AS_WRITTEN_HERE = str.maketrans({"'": None, "’": None, ",": "."})
_MOMENT = re.compile(r"(\S+)[ T]([0-9]{2}):([0-9]{2})")
# Beyond these years, time zones and workbooks give up.
_YEARS = range(1900, 3000)
_YES_OR_NO = {
    **dict.fromkeys(("true", "yes", "1", "ja"), True),
    **dict.fromkeys(("false", "no", "0", "nein"), False),
}


def line(longest: int) -> Parse:
    """Text without line breaks."""

    def parse(cell: str) -> str:
        if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in cell):
            raise FaultyError(_("holds a control character"))
        if len(cell) > longest:
            raise FaultyError(
                _("is {length} characters long; at most {longest} are kept").format(
                    length=len(cell), longest=longest
                )
            )
        return cell

    return parse


def paragraphs(longest: int) -> Parse:
    one_line = line(longest)

    def parse(cell: str) -> str:
        one_line(cell.replace("\r\n", "\n").translate({10: " ", 9: " "}))
        return cell.replace("\r\n", "\n")

    return parse


def names(separator: str, longest: int) -> Parse:
    """A list in one cell, as a tuple without blanks and repeats."""
    one_line = line(longest)

    def parse(cell: str) -> tuple[str, ...]:
        parts = [str(one_line(part.strip())) for part in cell.split(separator)]
        return tuple(dict.fromkeys(part for part in parts if part))

    return parse


def paths(cell: str) -> tuple[tuple[str, ...], ...]:
    """`A > B; C`: each subject with those above it."""
    one_line = line(255)
    split = [[str(one_line(part.strip())) for part in path.split(">")] for path in cell.split(";")]
    if any(not all(path) for path in split if path != [""]):
        raise FaultyError(_("has a subject without a name; write “A > B; C”"))
    return tuple(dict.fromkeys(tuple(path) for path in split if path != [""]))


def price(cell: str) -> Decimal:
    if not _PRICE.fullmatch(cell):
        raise FaultyError(
            _("“{cell}” is not a price; write 12.50 or 12,50, without currency").format(
                cell=cell[:40]
            )
        )
    return Decimal(cell.translate(_AS_WRITTEN_HERE))


def whole(highest: int) -> Parse:
    def parse(cell: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", cell) or int(cell) > highest:
            raise FaultyError(
                _("“{cell}” is not a whole number from 0 to {highest}").format(
                    cell=cell[:40], highest=highest
                )
            )
        return int(cell)

    return parse


def yes_or_no(cell: str) -> bool:
    if cell.casefold() not in _YES_OR_NO:
        raise FaultyError(_("“{cell}” is neither yes nor no").format(cell=cell[:40]))
    return _YES_OR_NO[cell.casefold()]


def one_of(known: Callable[[], object]) -> Parse:
    """One of the keys; asked anew for each cell, as settings may decide them."""

    def parse(cell: str) -> str:
        keys = [str(key) for key in known()]  # type: ignore[attr-defined]
        if cell not in keys:
            raise FaultyError(
                _("“{cell}” is unknown; known are {keys}").format(
                    cell=cell[:40], keys=", ".join(keys)
                )
            )
        return cell

    return parse


def day(cell: str) -> date:
    if _SERIAL.fullmatch(cell):
        return _FIRST_SERIAL + timedelta(days=int(cell))
    iso, pointed = _DAY.fullmatch(cell), _DAY_WITH_POINTS.fullmatch(cell)
    parts = iso.groups() if iso else pointed.groups()[::-1] if pointed else ()
    try:
        found = date(*map(int, parts))
    except (ValueError, TypeError):
        found = None
    if found is None or found.year not in _YEARS:
        raise FaultyError(
            _("“{cell}” is not a date; write 2026-03-31 or 31.03.2026").format(cell=cell[:40])
        )
    return found


def beginning(cell: str) -> datetime:
    """A day alone begins at midnight."""
    return _moment(cell, alone=timedelta(0))


def ending(cell: str) -> datetime:
    """A day alone counts to its end."""
    return _moment(cell, alone=timedelta(days=1))


def _moment(cell: str, *, alone: timedelta) -> datetime:
    found = _MOMENT.fullmatch(cell)
    if not found:
        return _local(datetime.combine(day(cell) + alone, time()))
    try:
        clock = time(int(found[2]), int(found[3]))
    except ValueError as error:
        raise FaultyError(_("“{cell}” has no such time of day").format(cell=cell[:40])) from error
    return _local(datetime.combine(day(found[1]), clock))


def _local(moment: datetime) -> datetime:
    return timezone.make_aware(moment, timezone.get_default_timezone())


def address(cell: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(line(200)(cell))
    except ValidationError as error:
        raise FaultyError(_("“{cell}” is not a web address").format(cell=cell[:40])) from error
    return cell
