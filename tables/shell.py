"""Everything of a workbook but its rows, made by openpyxl: styles, sheets, properties, About."""

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

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
class About:
    """What the last sheet and the document's properties say; every text already translated."""

    sheet: str
    title: str
    by: str
    at: datetime.datetime  # in the reader's zone
    subject: str
    lines: Sequence[tuple[str, str | datetime.datetime]]
    rows_label: str


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
    title: str
    headings: Sequence[Heading]
    about: About

    def parts(self, rows: Sequence[int]) -> Parts:
        """The workbook for as many sheets as there are numbers of rows."""
        workbook = Workbook()
        workbook.remove(workbook.active)
        for number, count in enumerate(rows, start=1):
            self._add_list(workbook.create_sheet(sheet_name(self.title, number)), count)
        about = workbook.create_sheet(self._about_name(len(rows)))
        self._write_about(about, sum(rows))
        styles = Styles(
            **{n: _style(about, code, guarded=n == "guarded") for n, code in _FORMATS.items()}
        )
        self._describe(workbook)
        return Parts(_unpacked(workbook), styles)

    def _add_list(self, sheet: Worksheet, rows: int) -> None:
        rule = Border(bottom=Side(style="thin"))
        for place, heading in enumerate(self.headings, start=1):
            cell = _write(sheet, 1, place, heading.label)
            cell.font, cell.border = Font(bold=True), rule
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            width = heading.width or max(_WIDTHS[heading.kind], min(len(heading.label) + 3, 28))
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.freeze_panes = "A2"
        last = get_column_letter(max(len(self.headings), 1))
        sheet.auto_filter.ref = f"A1:{last}{rows + 1}"
        sheet.page_setup.orientation = "landscape"
        sheet.print_title_rows = "1:1"

    def _about_name(self, sheets: int) -> str:
        taken = {sheet_name(self.title, number).casefold() for number in range(1, sheets + 1)}
        names = (sheet_name(self.about.sheet, number) for number in range(1, sheets + 3))
        return next(name for name in names if name.casefold() not in taken)

    def _write_about(self, sheet: Worksheet, rows: int) -> None:
        lines = [*self.about.lines, (self.about.rows_label, rows)]
        for number, (label, value) in enumerate(lines, start=1):
            _write(sheet, number, 1, label).font = Font(bold=True)
            cell = _write(sheet, number, 2, value)
            cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="left")
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80

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
