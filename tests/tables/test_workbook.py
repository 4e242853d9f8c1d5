"""Workbooks read back cell by cell: what was stored, as what it is."""

import datetime
import io
import re
import subprocess
import tracemalloc
import zipfile
from decimal import Decimal
from zipfile import BadZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from tables import workbook
from tables.cells import LONGEST_TEXT
from tables.columns import CHOICE, CODE, COUNTRY, DATE, DATETIME, MONEY, NUMBER, TEXT
from tables.shell import sheet_name
from tables.workbook import SheetColumn
from tests.tables.books import NOON, about, book
from tests.tables.lists import cells, read
from tests.tables.nasty import CONTROL, HOSTILE

local = datetime.datetime.fromisoformat


def column(kind, values) -> list:
    """The cells of the only column, without its head."""
    return list(read(book([kind], values)).worksheets[0]["A"])[1:]


@pytest.mark.parametrize("kind", [TEXT, CODE, CHOICE, COUNTRY])
def test_text_comes_back_as_it_was_whatever_it_begins_with(kind):
    found = column(kind, HOSTILE)
    assert [cell.value for cell in found] == HOSTILE
    assert {cell.data_type for cell in found} == {"s"}
    assert {cell.number_format for cell in found} == {"@"}


def test_text_like_a_formula_stays_text_when_it_is_edited():
    found = {cell.value: cell.quotePrefix for cell in column(TEXT, HOSTILE)}
    assert all(found[text] for text in HOSTILE[:19])
    assert not any(found[text] for text in HOSTILE[19:])


@pytest.mark.parametrize(("typed", "written"), CONTROL.items())
def test_control_characters_use_the_workbooks_own_escape(typed, written):
    (cell,) = column(TEXT, [typed])
    assert cell.value == written
    if "\ufffd" not in written and "\0" not in typed:
        assert unescape(cell.value) == typed


def test_text_too_long_for_a_cell_is_cut_with_a_mark():
    (cell,) = column(TEXT, ["y" * 40_000])
    assert cell.value == "y" * (LONGEST_TEXT - 1) + "…"


def test_length_is_counted_as_spreadsheets_count():
    (cell,) = column(TEXT, ["🎓" * 20_000])
    assert cell.value.endswith("🎓…")
    assert len(cell.value.encode("utf-16-le")) // 2 <= LONGEST_TEXT


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1)))
def test_any_text_comes_back(texts):
    expected = [text.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_") for text in texts]
    found = column(TEXT, texts)
    assert [cell.value for cell in found] == expected


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(categories=["Cc", "Cs", "Cn", "Lu"])))
def test_no_text_breaks_the_workbook(text):
    read(book([TEXT], [text]))


def test_dates_are_dates_and_datetimes_local():
    rows = [
        (datetime.date(2026, 11, 21), datetime.datetime(2026, 6, 30, 22, 30, tzinfo=datetime.UTC))
    ]
    row = read(book([DATE, DATETIME], rows)).worksheets[0][2]
    assert row[0].value == local("2026-11-21")
    assert row[1].value == local("2026-07-01T00:30")
    assert all(cell.is_date for cell in row)
    assert (row[0].number_format, row[1].number_format) == ("mm-dd-yy", "m/d/yy h:mm")


def test_moment_in_a_column_of_dates_is_its_local_day():
    late = datetime.datetime(2026, 6, 30, 22, 30, tzinfo=datetime.UTC)
    (cell,) = column(DATE, [late])
    assert cell.value == local("2026-07-01")


@settings(max_examples=40, deadline=None)
@given(st.datetimes(local("1900-03-01"), local("9999-12-31")))
def test_any_moment_comes_back_to_the_second(moment):
    (cell,) = column(DATETIME, [moment])
    assert abs(cell.value - moment.replace(microsecond=0)) < datetime.timedelta(seconds=1)


def test_days_before_spreadsheets_can_count_are_text():
    found = column(
        DATE, [datetime.date(1900, 3, 1), datetime.date(1900, 2, 28), datetime.date.min]
    )
    assert [cell.data_type for cell in found] == ["d", "s", "s"]
    assert [cell.value for cell in found][1:] == ["1900-02-28", "0001-01-01"]
    (old,) = column(DATETIME, [local("1850-01-02T03:04")])
    assert old.value == "1850-01-02 03:04:00"


def test_amounts_are_numbers_with_two_decimals():
    found = column(MONEY, [Decimal("1290.00"), Decimal("-0.05"), Decimal("1E+3"), Decimal(0)])
    assert [cell.value for cell in found] == [1290, -0.05, 1000, 0]
    assert {cell.data_type for cell in found} == {"n"}
    assert {cell.number_format for cell in found} == {"#,##0.00"}


def test_numbers_a_spreadsheet_would_round_are_text():
    values = [10**14 + 1, 12345678901234567890, Decimal("1234567890123456.78")]
    assert [cell.data_type for cell in column(NUMBER, values)] == ["n", "s", "s"]
    assert column(NUMBER, values)[1].value == "12345678901234567890"


@pytest.mark.parametrize(
    "value", [Decimal("NaN"), Decimal("Infinity"), float("inf"), float("nan")]
)
def test_what_is_no_number_is_text(value):
    (cell,) = column(MONEY, [value])
    assert (cell.data_type, cell.value) == ("s", str(value))


def test_choices_are_written_by_their_label():
    sheet = [SheetColumn("Status", CHOICE, {"open": "Offen", True: "Ja"})]
    rows = cells(read(book(sheet, ["open", True, "unknown", None])))
    assert [row[0] for row in rows] == ["Status", "Offen", "Ja", "unknown"]


@pytest.mark.parametrize("kind", [TEXT, CODE, DATE, DATETIME, MONEY, NUMBER, CHOICE, COUNTRY])
def test_empty_values_are_empty_cells(kind):
    sheet = read(book([kind, NUMBER], [(None, 1), ("", 2)])).worksheets[0]
    assert [cell.value for cell in sheet["A"]][1:] == [None, None]


def test_sheet_has_a_head_that_stays_and_filters():
    sheet = read(book([TEXT, DATE], [("a", None)] * 450)).worksheets[0]
    assert (sheet.title, sheet.freeze_panes) == ("Orders", "A2")
    assert sheet.auto_filter.ref == "A1:B451"
    assert sheet.max_row == 451
    assert all(cell.font.b for cell in sheet[1])
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width > 8


def test_width_can_be_given():
    sheet = read(book([SheetColumn("A", TEXT, width=77)], [])).worksheets[0]
    assert sheet.column_dimensions["A"].width == 77


def test_head_made_by_users_is_text():
    heads = ["=1+1", "_x000D_", "a\x07b", "Größe <&>", ""]
    found = cells(read(book([SheetColumn(head, TEXT) for head in heads], [])))
    assert found[0] == ["=1+1", "_x000D_", "ab", "Größe <&>", None]


def test_last_sheet_and_properties_say_what_it_is():
    workbook = read(book([TEXT], ["a", "b"]))
    assert workbook.sheetnames == ["Orders", "About"]
    assert cells(workbook, 1) == [
        ["What", "Orders"],
        ["When", local("2026-11-21T12:00")],
        ["Status", "=Open"],
        ["Rows", 2],
    ]
    properties = workbook.properties
    assert (properties.title, properties.creator) == ("Orders", "Bob")
    assert properties.description == "Status: Open"
    assert properties.created == NOON.astimezone(datetime.UTC).replace(tzinfo=None)


def test_list_without_rows_is_a_head():
    assert cells(read(book([TEXT, DATE], []))) == [["text", "date"]]


def test_rows_continue_on_further_sheets():
    workbook = read(book([NUMBER], range(1, 1001), rows_per_sheet=400))
    assert workbook.sheetnames == ["Orders", "Orders (2)", "Orders (3)", "About"]
    found = [row[0] for sheet in range(3) for row in cells(workbook, sheet)[1:]]
    assert found == list(range(1, 1001))
    assert all(cells(workbook, sheet)[0] == ["number"] for sheet in range(3))
    assert workbook.worksheets[2].auto_filter.ref == "A1:A201"
    assert cells(workbook, 3)[-1] == ["Rows", 1000]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Orders [2026]: a/b\\c*?", "Orders  2026   a b c"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * 31),
        ("", "Sheet"),
        ("\x07\ud800", "Sheet"),
    ],
)
def test_sheet_name_is_one_that_spreadsheets_accept(title, name):
    assert sheet_name(title) == name
    assert read(book([TEXT], [], title=title)).sheetnames[0] == name


def test_second_sheet_keeps_its_number_in_31_characters():
    assert sheet_name("x" * 40, 12) == "x" * 26 + " (12)"


def test_list_called_about_leaves_the_name_to_its_rows():
    assert read(book([TEXT], [], title="about")).sheetnames == ["about", "About (2)"]


def test_texts_of_about_never_break_the_workbook():
    odd = about(title="\x07=\ud800", by="\0", subject="\x1b", lines=[("\x01", "=\x02")])
    assert cells(read(book([TEXT], [], about=odd)), 1)[0] == [None, "="]


def test_text_is_stored_once_while_it_is_remembered():
    content = b"".join(book([TEXT], ["Spital Thurmatt"] * 1000))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("xl/sharedStrings.xml").count(b"Spital") == 1
        assert archive.testzip() is None
        assert archive.namelist()[-1] == "[Content_Types].xml"


def broken_off():
    yield from (("a",) for _ in range(1000))
    raise OSError("the database went away")


def test_broken_off_workbook_is_none():
    sent = []
    with pytest.raises(OSError, match="went away"):
        sent.extend(book([TEXT], broken_off()))
    assert sent
    with pytest.raises(BadZipFile):
        load_workbook(io.BytesIO(b"".join(sent)))


def test_first_bytes_come_before_the_first_row():
    asked = []
    chunks = book([NUMBER], (asked.append(1) or 1 for _ in range(10)))
    assert next(chunks)
    assert not asked


def test_memory_does_not_grow_with_the_rows():
    def peak(rows: int) -> int:
        tracemalloc.start()
        values = ((f"KB-{number}", "Spital", NOON) for number in range(rows))
        for _chunk in book([CODE, TEXT, DATETIME], values):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert peak(20_000) < peak(1_000) + 2 * 1024 * 1024


@pytest.fixture(scope="module")
def through_libreoffice(soffice, tmp_path_factory):
    """The nasty texts, opened by LibreOffice and saved again."""
    folder = tmp_path_factory.mktemp("office")
    columns = [TEXT, CODE, DATE, DATETIME, MONEY]
    texts = [text for text in (*HOSTILE, *CONTROL) if "\0" not in text]
    row = (datetime.date(2026, 11, 21), NOON, Decimal("1290.50"))
    (folder / "in.xlsx").write_bytes(
        b"".join(book(columns, [(text, text, *row) for text in texts]))
    )
    command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless",
               "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder / "out",
               folder / "in.xlsx"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return texts, load_workbook(folder / "out" / "in.xlsx")


def test_libreoffice_keeps_every_text(through_libreoffice):
    texts, workbook = through_libreoffice
    sheet = workbook.worksheets[0]
    # LibreOffice knows one kind of line break; every other character comes back.
    breaks = re.compile("\r\n?")
    expected = [breaks.sub("\n", text.replace("\ud83d", "\ufffd")) for text in texts]
    for name in "AB":
        found = [
            # openpyxl undoes the escape of what was typed so, and no other.
            cell.value if "_x" in text else breaks.sub("\n", unescape(cell.value))
            for cell, text in zip(sheet[name][1:], texts, strict=True)
        ]
        assert found == expected
        assert {cell.data_type for cell in sheet[name]} == {"s"}


def test_libreoffice_keeps_types_head_and_about(through_libreoffice):
    _texts, workbook = through_libreoffice
    sheet = workbook.worksheets[0]
    row = [cell.value for cell in sheet[2]][2:]
    assert row == [local("2026-11-21"), NOON.replace(tzinfo=None), 1290.5]
    assert workbook.sheetnames == ["Orders", "About"]
    assert sheet.auto_filter.ref.startswith("A1:E")


def test_who_waits_has_a_turn_after_every_fifty_rows(monkeypatch):
    turns = []
    monkeypatch.setattr(workbook, "sleep", turns.append)

    b"".join(book([TEXT], ("x" for _row in range(120))))

    assert turns == [0, 0, 0]
