"""Everything of a workbook but its rows, made by openpyxl: styles, sheets, properties, About."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.styleable import StyleableObject
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .cells import Styles, Texts, as_typed
from .columns import Kind

SHEET_NAME = 31
_UNNAMEABLE = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff]")
_WIDTHS = {
    Kind.TEXT: 24,
    Kind.CODE: 18,
    Kind.DATE: 12,
    Kind.DATETIME: 17,
    Kind.MONEY: 13,
    Kind.NUMBER: 10,
    Kind.CHOICE: 18,
    Kind.COUNTRY: 16,
}
# Excel marks texts that look like numbers as mistakes; here they are meant.
_NO_WARNING = (
    b'<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>'
)
_INLINE = re.compile(rb't="inlineStr"><is><t(?: [^>]*)?>(.*?)</t></is>', re.DOTALL)
_TEXTS_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
_TEXTS_LINK = (
    b'<Relationship Id="texts" Target="sharedStrings.xml" Type="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)
_FORMATS = {
    "text": "@",
    "guarded": "@",
    "date": "mm-dd-yy",  # number 14: a date in the order of the reader's own system
    "datetime": "m/d/yy h:mm",  # number 22, likewise
    "amount": "#,##0.00",
    "number": "General",
}


@dataclass(frozen=True)
class Heading:
    label: str
    kind: Kind
    width: float | None = None


@dataclass(frozen=True)
class Leaf:
    """One list in a workbook: what its sheets are called, and their header."""

    title: str
    headings: Sequence[Heading]


def _nothing() -> Sequence[tuple[str, Decimal]]:
    return ()


@dataclass(frozen=True)
class About:
    """What the last sheet and the document's properties say; every text already translated.

    sums: asked when all rows have passed.
    """

    sheet: str
    title: str
    by: str
    at: datetime.datetime  # in the reader's zone
    subject: str
    lines: Sequence[tuple[str, str | datetime.datetime]]
    rows_label: str
    sums: Callable[[], Sequence[tuple[str, Decimal]]] = _nothing


def sheet_name(title: str, number: int = 1) -> str:
    """What every spreadsheet accepts as the name of a sheet."""
    suffix = f" ({number})" if number > 1 else ""
    name = _UNNAMEABLE.sub(" ", title).strip("' ")[: SHEET_NAME - len(suffix)].strip("' ")
    return (name or "Sheet") + suffix


@dataclass(frozen=True)
class Parts:
    files: dict[str, bytes]
    styles: Styles

    def before_rows(self, number: int, texts: Texts) -> bytes:
        """A sheet's XML with its head row, open for more rows."""
        head = self.whole_sheet(number, texts).partition(b"</sheetData>")[0]
        return re.sub(rb"<dimension [^>]*/>", b"", head)

    def after_rows(self, number: int) -> bytes:
        _head, end, tail = self._xml(number).partition(b"</sheetData>")
        return end + tail.replace(b"</worksheet>", _NO_WARNING + b"</worksheet>")

    def whole_sheet(self, number: int, texts: Texts) -> bytes:
        return _INLINE.sub(lambda match: _shared(match, texts), self._xml(number))

    def _xml(self, number: int) -> bytes:
        return self.files[f"xl/worksheets/sheet{number}.xml"]


def _shared(match: re.Match[bytes], texts: Texts) -> bytes:
    """openpyxl's inline text, moved to where all readers look for texts."""
    number = texts.add(as_typed(match[1].decode()))
    return b't="s"><v>%d</v>' % number


@dataclass(frozen=True)
class Shell:
    """sheets: number of the leaf and number of rows, of each sheet in order."""

    leaves: Sequence[Leaf]
    about: About

    def parts(self, sheets: Sequence[tuple[int, int]]) -> Parts:
        """The workbook for as many sheets as are named."""
        workbook = Workbook()
        workbook.remove(workbook.active)
        for (leaf, rows), name in zip(sheets, self._names(sheets), strict=True):
            self._add_list(workbook.create_sheet(name), self.leaves[leaf], rows)
        about = workbook.create_sheet(self._about_name(sheets))
        self._write_about(about, sheets)
        styles = Styles(
            **{n: _style(about, code, guarded=n == "guarded") for n, code in _FORMATS.items()}
        )
        self._write_sums(about)
        self._describe(workbook)
        return Parts(_unpacked(workbook), styles)

    def _names(self, sheets: Sequence[tuple[int, int]]) -> list[str]:
        numbers = [[one for one, _rows in sheets[: place + 1]] for place in range(len(sheets))]
        return [sheet_name(self.leaves[so[-1]].title, so.count(so[-1])) for so in numbers]

    def _add_list(self, sheet: Worksheet, leaf: Leaf, rows: int) -> None:
        rule = Border(bottom=Side(style="thin"))
        for place, heading in enumerate(leaf.headings, start=1):
            cell = _write(sheet, 1, place, heading.label)
            cell.font, cell.border = Font(bold=True), rule
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            width = heading.width or max(_WIDTHS[heading.kind], min(len(heading.label) + 3, 28))
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.freeze_panes = "A2"
        last = get_column_letter(max(len(leaf.headings), 1))
        sheet.auto_filter.ref = f"A1:{last}{rows + 1}"
        sheet.page_setup.orientation = "landscape"
        sheet.print_title_rows = "1:1"

    def _about_name(self, sheets: Sequence[tuple[int, int]]) -> str:
        taken = {name.casefold() for name in self._names(sheets)}
        names = (sheet_name(self.about.sheet, number) for number in range(1, len(sheets) + 3))
        return next(name for name in names if name.casefold() not in taken)

    def _write_about(self, sheet: Worksheet, sheets: Sequence[tuple[int, int]]) -> None:
        lines = [*self.about.lines, *self._numbers(sheets)]
        for number, (label, value) in enumerate(lines, start=1):
            _write(sheet, number, 1, label).font = Font(bold=True)
            cell = _write(sheet, number, 2, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="left")
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80

    def _write_sums(self, sheet: Worksheet) -> None:
        """After the styles, whose numbers are the same with and without sums."""
        for label, amount in self.about.sums():
            number = sheet.max_row + 1
            _write(sheet, number, 1, label).font = Font(bold=True)
            cell = _write(sheet, number, 2, amount)
            cell.number_format, cell.alignment = _FORMATS["amount"], Alignment(vertical="top")

    def _numbers(self, sheets: Sequence[tuple[int, int]]) -> list[tuple[str, int]]:
        """Of rows: one line, or one for each list where there are several."""
        label, many = self.about.rows_label, len(self.leaves) > 1
        return [
            (
                f"{label}: {leaf.title}" if many else label,
                sum(n for at, n in sheets if at == place),
            )
            for place, leaf in enumerate(self.leaves)
        ]

    def _describe(self, workbook: Workbook) -> None:
        about, properties = self.about, workbook.properties
        properties.title, properties.creator = _legal(about.title), _legal(about.by)
        properties.lastModifiedBy = properties.creator
        properties.description = _legal(about.subject)
        properties.created = about.at.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)


def _legal(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", text)


def _write(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Text stays text, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.value = _legal(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", "@"
    return cell


def _style(sheet: Worksheet, code: str, *, guarded: bool) -> int:
    """The number under which the workbook keeps a format."""
    probe = StyleableObject(sheet)
    probe.number_format = code
    probe.quotePrefix = guarded
    probe.alignment = Alignment(vertical="top")
    return int(probe.style_id)


def _unpacked(workbook: Workbook) -> dict[str, bytes]:
    file = io.BytesIO()
    workbook.save(file)
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, end, more in (
        ("[Content_Types].xml", b"</Types>", _TEXTS_TYPE),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", _TEXTS_LINK),
    ):
        files[name] = files[name].replace(end, more + end)
    return files
