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
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter

from .cells import Texts, Writer, Writers
from .columns import Kind
from .shell import About, Heading, Shell

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

Values = Sequence[Any]

ROWS_PER_SHEET = 1_048_575  # and the header
BYTES_PER_SHEET = 1 << 30  # from 2 GiB on, archives need an extension that not all can read
LEVEL = 3  # measured: a quarter smaller than 1 for a twentieth more time, 6 doubles the work
_TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_BATCH = 200
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


def stream(
    title: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Values],
    about: About,
    *,
    zone: datetime.tzinfo,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> Iterator[bytes]:
    """The bytes of a workbook, the first before the first row is asked for."""
    sink = _Sink()
    archive = zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
    headings = [Heading(column.label, column.kind, column.width) for column in columns]
    book = _Book(archive, Shell(title, headings, about), columns, zone, rows_per_sheet)
    for _step in book.write(rows):
        if data := sink.take():
            yield data
    archive.close()
    yield sink.take()


class _Book:
    """Writes part after part; each step of its iterators may leave bytes to fetch."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        shell: Shell,
        columns: Sequence[SheetColumn],
        zone: datetime.tzinfo,
        rows_per_sheet: int,
    ) -> None:
        self.archive, self.shell, self.rows_per_sheet = archive, shell, rows_per_sheet
        self.start = shell.parts([0])
        self.texts = Texts()
        writers = Writers(self.texts, self.start.styles, zone)
        self.plan: list[tuple[str, Writer]] = [
            (f'<c r="{get_column_letter(place)}', writers.of(column.kind, column.labels))
            for place, column in enumerate(columns, start=1)
        ]
        self.counts: list[int] = []
        self.done: set[str] = set()

    def write(self, rows: Iterable[Values]) -> Iterator[None]:
        for name in ("xl/styles.xml", "xl/theme/theme1.xml"):
            self._file(name, self.start.files[name])
            yield
        batches = _batches(rows)
        batch = next(batches)
        while batch or not self.counts:
            batch = yield from self._sheet(batch, batches)
        yield from self._end()

    def _end(self) -> Iterator[None]:
        """What is known only now: the texts, About with the number of rows, the workbook."""
        parts, about = self.shell.parts(self.counts), len(self.counts) + 1
        self._file(f"xl/worksheets/sheet{about}.xml", parts.whole_sheet(about, self.texts))
        yield from self._texts()
        for name, content in parts.files.items():
            if name not in self.done:
                self._file(name, content)
                yield

    def _sheet(
        self, batch: list[Values], batches: Iterator[list[Values]]
    ) -> Generator[None, None, list[Values]]:
        """Fills one sheet; gives back the first batch that had no room."""
        self.counts.append(0)
        number, size = len(self.counts), 0
        name = f"xl/worksheets/sheet{number}.xml"
        with self.archive.open(name, "w") as file:
            file.write(self.shell.parts(self.counts).before_rows(number, self.texts))
            while batch and self._has_room(len(batch), size):
                data = self._rows(batch, self.counts[-1] + 2)
                size += file.write(data)
                self.counts[-1] += len(batch)
                self.texts.put_away()
                yield
                batch = next(batches)
            file.write(self.shell.parts(self.counts).after_rows(number))
        self.done.add(name)
        return batch

    def _has_room(self, rows: int, size: int) -> bool:
        return self.counts[-1] + rows <= self.rows_per_sheet and size < BYTES_PER_SHEET

    def _rows(self, batch: list[Values], number: int) -> bytes:
        plan, lines = self.plan, []
        for row_number, row in enumerate(batch, start=number):
            cells = [
                f"{start}{row_number}{cell}"
                for (start, write), value in zip(plan, row, strict=True)
                if (cell := write(value))
            ]
            lines.append(f'<row r="{row_number}">{"".join(cells)}</row>')
        return "".join(lines).encode()

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


def _batches(rows: Iterable[Values]) -> Iterator[list[Values]]:
    """Lists of rows; after the last an empty one, for ever."""
    rows = iter(rows)
    while True:
        yield list(islice(rows, _BATCH))
