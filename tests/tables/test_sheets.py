"""Files of unknown origin as rows of text, and the workbook to fill in."""

import datetime
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tables.sheets import reading
from tables.sheets.problems import Problem, UnreadableError
from tables.sheets.template import Explained, write_template


@pytest.fixture
def sheet(tmp_path):
    """The file with these rows, as it is read."""

    def sheet(*rows: list[object]) -> reading.Sheet:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "file.xlsx")
        return reading.read(tmp_path / "file.xlsx")

    return sheet


@pytest.fixture
def template(tmp_path) -> Path:
    columns = [Explained("ZIP", "yes", "As text"), Explained("City")]
    file = tmp_path / "template.xlsx"
    head = ["Column", "Needed", "Note"]
    write_template(file, title="Rows", columns=columns, notes_title="Help", notes_head=head)
    return file


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("01234", "01234"),
        ("1E5", "1E5"),
        (" around ", "around"),
        (None, ""),
        (8000, "8000"),
        (8000.0, "8000"),
        (100000000000000.0, "100000000000000"),
        (0.1 + 0.2, "0.3"),
        (True, "true"),
        (datetime.date(2027, 3, 31), "2027-03-31"),
        (datetime.datetime(2027, 3, 31, 8, 30), "2027-03-31 08:30"),  # noqa: DTZ001
        (datetime.time(8, 30), "08:30:00"),
    ],
)
def test_a_cell_is_read_as_one_would_type_it(sheet, typed, read):
    assert sheet(["A", "B"], [typed, "x"]).rows == [(2, [read, "x"])]


def test_blank_rows_are_left_out_and_do_not_shift_the_numbers(sheet):
    read = sheet(["A"], [None], ["x"], ["  "], ["y"])

    assert read.header == ["A"]
    assert read.rows == [(3, ["x"]), (5, ["y"])]


def test_a_file_without_a_first_row_is_refused(sheet):
    with pytest.raises(UnreadableError, match="first row does not name the columns"):
        sheet([None], ["x"])


def test_a_formula_holds_no_value_and_is_named_by_row_and_column(sheet):
    read = sheet(["A", ""], ["=1+1", "=2"])

    assert [(one.row, one.column) for one in read.problems] == [(2, "A"), (2, "B")]
    assert "formula" in read.problems[0].reason


def test_a_csv_file_gives_the_same_rows(tmp_path):
    file = tmp_path / "file.csv"
    file.write_text("A;B\n01234;x\n\n1E5;y\n", encoding="utf-8-sig")

    read = reading.read(file)

    assert read.header == ["A", "B"]
    assert read.rows == [(2, ["01234", "x"]), (4, ["1E5", "y"])]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0", "is neither .xlsx nor .csv"),
        ("old.xlsx", b"\xd0\xcf\x11\xe0", "not an Excel workbook, whatever its name"),
        ("page.xlsx", b"<html><table>", "not an Excel workbook, whatever its name"),
        ("latin.csv", b"Z\x81rich", "is in no encoding we know"),
        ("open.csv", b'A\n"never closed\n', "broken near line"),
        ("empty.csv", b"", "does not name the columns"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, content, sentence):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(UnreadableError, match=sentence):
        reading.read(tmp_path / name)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def packed(**files: bytes) -> bytes:
    """A workbook with more in it than openpyxl would write."""
    file = io.BytesIO(saved(Workbook()))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(f"xl/{name}.bin", content)
    return file.getvalue()


def test_a_file_may_be_refused_for_its_size_before_it_is_looked_at():
    with pytest.raises(UnreadableError, match="larger than 1 MB"):
        reading.read_content("a.xlsx", b"x" * (1024 * 1024 + 1), reading.Limits(size=1))


def test_a_file_may_be_refused_for_its_rows():
    content = b"A\n" + b"x\n" * 1001

    with pytest.raises(UnreadableError, match="more than 1,000 rows"):
        reading.read_content("a.csv", content, reading.Limits(rows=1000))
    assert len(reading.read_content("a.csv", content[:-2], reading.Limits(rows=1000)).rows) == 1000


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked():
    with pytest.raises(UnreadableError, match="larger than 1 MB when unpacked"):
        reading.read_content(
            "a.xlsx", packed(bomb=b" " * 2 * 1024 * 1024), reading.Limits(unpacked=1)
        )


def test_a_workbook_with_macros_is_refused():
    with pytest.raises(UnreadableError, match="holds macros"):
        reading.read_content("a.xlsx", packed(vbaProject=b"Sub"))


def test_a_workbook_whose_xml_explodes_is_refused():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    rows = "<worksheet><sheetData>&l9;</sheetData></worksheet>"
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lollollol">{lol}]>{rows}'
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(Workbook()))) as whole,
        zipfile.ZipFile(file, "w") as package,
    ):
        for name in whole.namelist():
            sheet = name == "xl/worksheets/sheet1.xml"
            package.writestr(name, bomb if sheet else whole.read(name))

    with pytest.raises(UnreadableError, match="is broken"):
        reading.read_content("a.xlsx", file.getvalue())


def test_hidden_sheets_are_not_read_and_named():
    book = Workbook()
    book.active.append(["secret"])
    book.active.title, book.active.sheet_state = "Old prices", "hidden"
    book.create_sheet("Prices").append(["A"])

    read = reading.read_content("a.xlsx", saved(book))

    [said] = read.problems
    assert read.header == ["A"]
    assert said.is_warning
    assert "“Old prices” is hidden" in said.reason


def test_problems_stand_in_the_order_of_the_file():
    late, early = Problem(12, "A", "is missing"), Problem(3, "B", "is missing")

    assert sorted([late, early]) == [early, late]


def test_the_template_names_its_columns_and_explains_them(template):
    rows, notes = load_workbook(template).worksheets

    assert (rows.title, notes.title) == ("Rows", "Help")
    assert [cell.value for cell in rows[1]] == ["ZIP", "City"]
    assert list(notes.values) == [
        ("Column", "Needed", "Note"),
        ("ZIP", "yes", "As text"),
        ("City", None, None),
    ]


def test_the_columns_of_the_template_are_text_below_the_head_as_well(template):
    rows = load_workbook(template).worksheets[0]

    assert {rows.column_dimensions[letter].number_format for letter in "AB"} == {"@"}


def test_the_empty_template_has_no_row(template):
    assert reading.read(template).rows == []
