"""Files as they should not be: each is refused with a sentence, and nothing is stored."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from accounts.models import AddressImport, BillingAddress
from tests.accounts.addresses.files import HEAD, found, row, saved, upload, warned, workbook
from tests.accounts.addresses.pages import says, url

GOOD = workbook(row(1))
MEGABYTE = 1024 * 1024
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # as .xls files begin


@pytest.fixture
def bring(client, admin, care):
    client.force_login(admin)
    return lambda content, name="addresses.xlsx": upload(client, care, content, name)


def packed(name: str, content: bytes = b"") -> bytes:
    """A good workbook with something more in it."""
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return file.getvalue()


def swapped(name: str, old: bytes, new: bytes) -> bytes:
    """A good workbook in which one part says something else."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as whole, zipfile.ZipFile(file, "w") as package:
        for part in whole.namelist():
            content = whole.read(part)
            package.writestr(part, content.replace(old, new) if part == name else content)
    return file.getvalue()


def with_doctype() -> bytes:
    entity = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return swapped("xl/worksheets/sheet1.xml", b"<worksheet", entity + b"<worksheet")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xls", OLD, "a.xls is neither .xlsx nor .csv."),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "not an Excel workbook, whatever its name",
        ),
        ("a.xlsx", b"<html><table><tr><td>x", "not an Excel workbook, whatever its name"),
        ("a.xlsx", GOOD[: len(GOOD) // 2], "not an Excel workbook, whatever its name"),
        ("a.xlsx", packed("x")[:4] + b"\0" * 100, "not an Excel workbook, whatever its name"),
        ("a.xlsm", GOOD, "a.xlsm is neither .xlsx nor .csv."),
        ("a.exe", b"MZ", "a.exe is neither .xlsx nor .csv."),
        ("a.xlsx", packed("xl/vbaProject.bin", b"Sub"), "The workbook holds macros."),
        ("a.xlsx", packed("bomb.xml", b" " * 61 * MEGABYTE), "larger than 60 MB when unpacked"),
        ("a.xlsx", b"x" * (10 * MEGABYTE + 1), "The file is larger than 10 MB."),
        ("a.csv", b"x" * (10 * MEGABYTE + 1), "The file is larger than 10 MB."),
        ("a.xlsx", b"", "Choose a file that is not empty."),
        ("a.xlsx", with_doctype(), "The workbook is broken."),
        ("a.xlsx", workbook(head=[""]), "The first row does not name the columns."),
        ("a.csv", b'"never closed', "The CSV is broken near line"),
        ("a.csv", b"x\n" * 25_002, "The file has more than 25,000 rows."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_taken_says_why(bring, name, content, sentence):
    page = bring(content, name)

    assert says(page, "Nothing was imported.", sentence)
    assert not AddressImport.objects.exists()


def test_no_file_at_all_is_asked_for(client, admin, care):
    client.force_login(admin)

    page = client.post(url(care, "import"), {"file": "a.xlsx"})

    assert says(page, "Choose a file that is not empty.")


def test_a_formula_keeps_all_out(bring):
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(row(1, City="=A1"))

    page = bring(saved(book))

    assert found(page) == [(2, "City", "This is a formula or an error. Paste the value instead.")]
    assert not BillingAddress.objects.exists()


def test_a_formula_in_a_cell_that_may_be_empty_keeps_all_out_as_well(bring):
    book = load_workbook(io.BytesIO(workbook(row(1), row(2))))
    book.active.cell(2, 4).value = "=1+1"

    assert [error[:2] for error in found(bring(saved(book)))] == [(2, "House number")]


def test_a_formula_that_is_text_is_text(bring):
    book = load_workbook(io.BytesIO(workbook(row(1))))
    cell = book.active.cell(2, 2)
    cell.value, cell.data_type = "=1+1", "s"

    assert found(bring(saved(book))) == []


def test_hidden_sheets_are_not_read_and_that_is_said(bring):
    book = load_workbook(io.BytesIO(GOOD))
    hidden = book.create_sheet("Old", 0)
    hidden.append(["nonsense"])
    hidden.sheet_state = "hidden"

    page = bring(saved(book))

    assert warned(page) == [(1, "", "The sheet “Old” is hidden. It was not read.")]
    assert found(page) == []


def test_further_sheets_are_left_alone(bring):
    book = load_workbook(io.BytesIO(GOOD))
    book.create_sheet("Help").append(["=1+1"])

    page = bring(saved(book))

    assert (found(page), warned(page)) == ([], [])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_is_read_as_well(bring, delimiter):
    lines = [HEAD, row(1, **{"Name / company": "Zürich"})]
    text = "\n".join(delimiter.join(map(str, line)) for line in lines)

    assert found(bring(text.encode("utf-8-sig"), "addresses.csv")) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.xlsx", "a\u202excod.xlsx", "x" * 400 + ".xlsx", "=1+1.xlsx"]
)
def test_odd_names_of_files_do_no_harm(bring, name):
    page = bring(GOOD, name)

    kept = page.context["checked"].file_name
    assert "/" not in kept
    assert len(kept) <= 255
    assert re.search(r"Import 1 address", page.content.decode())
