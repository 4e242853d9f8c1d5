"""A workbook as a stream of bytes: as little memory for a million rows as for one.

The rows' XML is written here, into a zip archive that is given away as it grows; everything
around them is made by openpyxl (shell.py). An archive without its end is no workbook, so what
breaks off in the middle cannot be taken for complete: nothing is ever written after an error.
"""

import datetime
import io
import zipfile
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from time import sleep
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter

from .cells import Texts, Writer, Writers
from .columns import Kind
from .shell import About, Heading, Leaf, Shell

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

Values = Sequence[Any]
Plan = list[tuple[str, Writer]]

ROWS_PER_SHEET = 1_048_575  # and the header
BYTES_PER_SHEET = 1 << 30  # from 2 GiB on, archives need an extension that not all can read
LEVEL = 3  # measured: a quarter smaller than 1 for a twentieth more time, 6 doubles the work
_TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_BATCH = 50  # rows between two turns of who waits: a few milliseconds
_CHUNK = 1 << 16


@dataclass(frozen=True)
class SheetColumn:
    """A column with everything that depends on language already said."""

    label: str
    kind: Kind
    labels: Mapping[Any, str] = field(default_factory=dict)
    width: float | None = None


class _Sink(io.RawIOBase):
    """Takes what the archive writes until the response fetches it."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[bytes] = []

    def write(self, data: "ReadableBuffer", /) -> int:
        self.parts.append(bytes(data))
        return len(self.parts[-1])

    def take(self) -> bytes:
        data = b"".join(self.parts)
        self.parts.clear()
        return data


@dataclass(frozen=True)
class List:
    """One list of a workbook; it has a sheet to itself, and further ones where it is long."""

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Values]


def stream(
    title: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Values],
    about: About,
    *,
    zone: datetime.tzinfo,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> Iterator[bytes]:
    """A workbook of one list."""
    only = [List(title, columns, rows)]
    return stream_lists(only, about, zone=zone, rows_per_sheet=rows_per_sheet)


def stream_lists(
    lists: Sequence[List],
    about: About,
    *,
    zone: datetime.tzinfo,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> Iterator[bytes]:
    """The bytes of a workbook, the first before the first row is asked for."""
    sink = _Sink()
    archive = zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
    book = _Book(archive, lists, about, zone, rows_per_sheet)
    for _step in book.write():
        if data := sink.take():
            yield data
    archive.close()
    yield sink.take()


def _leaf(one: List) -> Leaf:
    return Leaf(one.title, [Heading(c.label, c.kind, c.width) for c in one.columns])


class _Book:
    """Writes part after part; each step of its iterators may leave bytes to fetch."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        lists: Sequence[List],
        about: About,
        zone: datetime.tzinfo,
        rows_per_sheet: int,
    ) -> None:
        self.archive, self.lists, self.rows_per_sheet = archive, lists, rows_per_sheet
        self.shell = Shell([_leaf(one) for one in lists], about)
        self.start = self.shell.parts([(0, 0)])
        self.texts = Texts()
        self.writers = Writers(self.texts, self.start.styles, zone)
        self.sheets: list[tuple[int, int]] = []  # as the shell wants them
        self.done: set[str] = set()

    def write(self) -> Iterator[None]:
        for name in ("xl/styles.xml", "xl/theme/theme1.xml"):
            self._file(name, self.start.files[name])
            yield
        for place, one in enumerate(self.lists):
            plan = self._plan(one.columns)
            batches = _batches(one.rows, min(_BATCH, self.rows_per_sheet))
            batch = next(batches)
            is_new = True
            while batch or is_new:
                batch, is_new = (yield from self._sheet(place, plan, batch, batches)), False
        yield from self._end()

    def _plan(self, columns: Sequence[SheetColumn]) -> Plan:
        """How each column's cells begin, and who writes the rest."""
        return [
            (f'<c r="{get_column_letter(at)}', self.writers.of(column.kind, column.labels))
            for at, column in enumerate(columns, start=1)
        ]

    def _end(self) -> Iterator[None]:
        """What is known only now: the texts, About with the number of rows, the workbook."""
        parts, about = self.shell.parts(self.sheets), len(self.sheets) + 1
        self._file(f"xl/worksheets/sheet{about}.xml", parts.whole_sheet(about, self.texts))
        yield from self._texts()
        for name, content in parts.files.items():
            if name not in self.done:
                self._file(name, content)
                yield

    def _sheet(
        self, place: int, plan: Plan, batch: list[Values], batches: Iterator[list[Values]]
    ) -> Generator[None, None, list[Values]]:
        """Fills one sheet; gives back the first batch that had no room."""
        self.sheets.append((place, 0))
        number, rows, size = len(self.sheets), 0, 0
        name = f"xl/worksheets/sheet{number}.xml"
        with self.archive.open(name, "w") as file:
            file.write(self.shell.parts(self.sheets).before_rows(number, self.texts))
            while batch and rows + len(batch) <= self.rows_per_sheet and size < BYTES_PER_SHEET:
                size += file.write(_rows(plan, batch, rows + 2))
                rows += len(batch)
                self.texts.put_away()
                sleep(0)  # whoever waits for a page of the same process comes first
                yield
                batch = next(batches)
            self.sheets[-1] = (place, rows)
            file.write(self.shell.parts(self.sheets).after_rows(number))
        self.done.add(name)
        return batch

    def _texts(self) -> Iterator[None]:
        name = "xl/sharedStrings.xml"
        with self.archive.open(name, "w") as file:
            file.write(_TEXTS)
            self.texts.put_away()
            self.texts.spool.seek(0)
            while chunk := self.texts.spool.read(_CHUNK):
                file.write(chunk)
                yield
            file.write(b"</sst>")
        self.texts.spool.close()
        self.done.add(name)

    def _file(self, name: str, content: bytes) -> None:
        self.archive.writestr(name, content)
        self.done.add(name)


def _rows(plan: Plan, batch: list[Values], number: int) -> bytes:
    lines = []
    for row_number, row in enumerate(batch, start=number):
        cells = [
            f"{start}{row_number}{cell}"
            for (start, write), value in zip(plan, row, strict=True)
            if (cell := write(value))
        ]
        lines.append(f'<row r="{row_number}">{"".join(cells)}</row>')
    return "".join(lines).encode()


def _batches(rows: Iterable[Values], size: int) -> Iterator[list[Values]]:
    """Lists of rows; after the last an empty one, for ever."""
    rows = iter(rows)
    while True:
        yield list(islice(rows, size))
