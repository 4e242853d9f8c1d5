"""How one value becomes one cell: a writer per column, made once, called for every row.

A writer gives what follows the cell's reference in the sheet's XML, or "" for no cell at all.
"""

import datetime
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from tempfile import TemporaryFile
from typing import IO, Any
from xml.sax.saxutils import escape

from .columns import CHOICE, CODE, COUNTRY, DATE, DATETIME, MONEY, NUMBER, TEXT, Kind

Writer = Callable[[Any], str]

LONGEST_TEXT = 32_767  # of one cell, in UTF-16 units
PRECISE_DIGITS = 15
FIRST_DAY = datetime.date(1900, 3, 1)  # before, Excel counts a 29 February that never was
_DAY_ZERO = datetime.date(1899, 12, 30).toordinal()
_REMEMBERED = 1024
_SHORT = 100

# Text that a spreadsheet could take for a formula when somebody edits the cell.
_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff']*[=+\-@|%;＝＋－＠]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPECIAL = re.compile("[\0-\x08\x0b-\x1f&<>\ud800-\udfff\ufffe\uffff]|_x")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Styles:
    """Numbers of the cell formats in the workbook's styles."""

    text: int
    guarded: int  # as text, with the mark that keeps it text when it is edited
    date: int
    datetime: int
    amount: int
    number: int


@dataclass
class Texts:
    """The workbook's texts, each stored once for as long as it is remembered.

    They go to a file on disk as they come, so memory stays flat; readers that do not know
    inline strings find every text in the usual place.
    """

    number: int = 0
    waiting: list[str] = field(default_factory=list)
    spool: IO[bytes] = field(default_factory=TemporaryFile)

    def add(self, text: str) -> int:
        self.waiting.append(f'<si><t xml:space="preserve">{text}</t></si>')
        self.number += 1
        return self.number - 1

    def put_away(self) -> None:
        """To the file, after each batch of rows."""
        self.spool.write("".join(self.waiting).encode())
        self.waiting.clear()


def clean(text: str) -> str:
    """As XML: all characters kept, by the workbook's own escape where XML has none.

    NUL goes, half a surrogate pair becomes the replacement character; what is too long for a
    cell is cut with a mark.
    """
    if len(text) <= _SHORT and not _SPECIAL.search(text):
        return text
    text = _SURROGATES.sub("\ufffd", _cut(text).replace("\0", ""))
    text = escape(as_typed(text), {"\r": "&#13;"})
    return _FORBIDDEN.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def as_typed(text: str) -> str:
    """What looks like the workbook's escape but was typed so."""
    return _ESCAPED.sub("_x005F_", text)


def _cut(text: str) -> str:
    if len(text) <= LONGEST_TEXT // 2:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def text_writer(texts: Texts, styles: Styles) -> Writer:
    def written(text: str) -> str:
        plain = text[0].isalnum() or not _FORMULA.match(text)
        style = styles.text if plain else styles.guarded
        return f'" s="{style}" t="s"><v>{texts.add(clean(text))}</v></c>'

    remembered = lru_cache(_REMEMBERED)(written)

    def write(value: Any) -> str:
        if value is None or value == "":
            return ""
        text = value if type(value) is str else str(value)
        return remembered(text) if len(text) <= _SHORT else written(text)

    return write


def choice_writer(labels: Mapping[Any, str], as_text: Writer) -> Writer:
    def write(value: Any) -> str:
        return as_text(labels.get(value, value))

    return write


def number_writer(style: int, as_text: Writer) -> Writer:
    """What a spreadsheet would round or cannot count stays text, to the last digit."""

    def write(value: Any) -> str:
        if value is None or value == "":
            return ""
        if not _is_precise(value):
            return as_text(str(value))
        figures = f"{value:f}" if isinstance(value, Decimal) else repr(value)
        return f'" s="{style}"><v>{figures}</v></c>'

    return write


def _is_precise(value: Any) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite() and len(value.normalize().as_tuple().digits) <= PRECISE_DIGITS
    if isinstance(value, float):
        return math.isfinite(value)
    return type(value) is int and abs(value) < 10**PRECISE_DIGITS


def date_writer(style: int, as_text: Writer, zone: datetime.tzinfo) -> Writer:
    def write(value: Any) -> str:
        if isinstance(value, datetime.datetime):
            value = _local(value, zone).date()
        if not isinstance(value, datetime.date) or value < FIRST_DAY:
            return as_text(value)
        return f'" s="{style}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'

    return write


def datetime_writer(style: int, as_text: Writer, zone: datetime.tzinfo) -> Writer:
    def write(value: Any) -> str:
        if not isinstance(value, datetime.datetime):
            return as_text(value)
        local = _local(value, zone)
        if local.date() < FIRST_DAY:
            return as_text(local.isoformat(" ", "seconds"))
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return f'" s="{style}"><v>{local.toordinal() - _DAY_ZERO + seconds / 86400!r}</v></c>'

    return write


def _local(value: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    return value if value.tzinfo is None else value.astimezone(zone)


@dataclass(frozen=True)
class Writers:
    """Makes the writer of each column; the zone is fixed, whatever is active later."""

    texts: Texts
    styles: Styles
    zone: datetime.tzinfo

    def of(self, kind: Kind, labels: Mapping[Any, str]) -> Writer:
        styles = self.styles
        as_text = text_writer(self.texts, styles)
        makers: dict[Kind, Callable[[], Writer]] = {
            TEXT: lambda: as_text,
            CODE: lambda: as_text,
            CHOICE: lambda: choice_writer(labels, as_text),
            COUNTRY: lambda: choice_writer(labels, as_text),
            NUMBER: lambda: number_writer(styles.number, as_text),
            MONEY: lambda: number_writer(styles.amount, as_text),
            DATE: lambda: date_writer(styles.date, as_text, self.zone),
            DATETIME: lambda: datetime_writer(styles.datetime, as_text, self.zone),
        }
        return makers[kind]()
