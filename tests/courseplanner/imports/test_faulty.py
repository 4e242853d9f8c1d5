"""What is wrong with a file is said by row, column and reason, and nothing is imported."""

import csv
import zipfile

import pytest
from openpyxl import Workbook

from catalog.models import LearningResource, Subject
from tests.courseplanner.imports.conftest import ROW, as_csv, as_workbook

INVOICED = ROW | {"kind": "implementation", "offer_type": "invoice", "price": "490"}


@pytest.fixture(autouse=True)
def nothing_was_imported(db):
    yield
    assert not LearningResource.objects.exists()
    assert not Subject.objects.exists()


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"title": ""}, "title", "is missing"),
        ({"reference": ""}, "reference", "is missing"),
        ({"title": "x" * 256}, "title", "is 256 characters long; at most 255 are kept"),
        ({"description": "x" * 40_000}, "description", "is 40000 characters long"),
        ({"title": "a\x07b"}, "title", "holds a control character"),
        ({"kind": "Kurs"}, "kind", "“Kurs” is unknown; known are course, implementation"),
        ({"status": "confirmed"}, "status", "this kind of learning resource has no such status"),
        ({"organisation": "NOWHERE"}, "organisation", "there is no active organisation “NOWHERE”"),
        ({"begin": "31.02.2027"}, "begin", "“31.02.2027” is not a date"),
        ({"begin": "4500"}, "begin", "“4500” is not a date"),
        ({"begin": "03/31/2027"}, "begin", "“03/31/2027” is not a date"),
        ({"begin": "0001-01-01"}, "begin", "is not a date"),
        ({"begin": "2027-02-01", "end": "2027-01-01"}, "end", "the end lies before the begin"),
        ({"max_participants": "-1"}, "max_participants", "is not a whole number"),
        ({"max_participants": "12.5"}, "max_participants", "is not a whole number"),
        ({"max_participants": "٣"}, "max_participants", "is not a whole number"),
        (
            {"min_participants": "9", "max_participants": "8"},
            "min_participants",
            "the minimum of participants lies above the maximum",
        ),
        ({"format": "zoom"}, "format", "known are classroom, hybrid, virtual, self_paced"),
        ({"subjects": "A > > B"}, "subjects", "has a subject without a name"),
        ({"course_url": "javascript:alert(1)"}, "course_url", "is not a web address"),
        ({"product_reference": "P"}, "product_reference", "only an implementation has a product"),
        ({"offer_type": "barter"}, "offer_type", "“barter” is unknown; known are"),
        ({"offer_type": "invoice"}, "offer_type", "cannot be booked so"),
        ({"offer_type": "free", "price": "5"}, "price", "nothing is paid with this offer type"),
        ({"offer_type": "code"}, "code", "the offer type code has an access code"),
        ({"offer_type": "free", "code": "X"}, "code", "and no other has one"),
        (
            {"offer_type": "free", "external": "yes", "internal": "no"},
            "external",
            "what is published externally is published internally as well",
        ),
        ({"offer_type": "free", "internal": "maybe"}, "internal", "is neither yes nor no"),
        ({"offer_type": "free", "valid_from": "2027-01-01 25:00"}, "valid_from", "no such time"),
        (
            {"offer_type": "free", "valid_from": "2027-02-01", "valid_until": "2027-01-01"},
            "valid_until",
            "the offer ends before it begins",
        ),
    ],
    ids=lambda value: None if isinstance(value, dict) else str(value)[:24],
)
def test_a_faulty_cell_is_named(run, cells, column, reason):
    done = run([ROW | {"reference": "PF-0"}, ROW | cells], "--commit")

    [said] = [line for line in done.said.splitlines() if line.startswith(f"  Row 3, {column}:")]
    assert reason in said


@pytest.mark.parametrize(
    "price",
    [
        "-1",
        "12,345",
        "12.345",
        "1e3",
        "NaN",
        "CHF 490",
        "1'00",
        "1.000,5",
        "9" * 11,
        "４９０",
        "-",
    ],
)
def test_a_price_is_an_amount_with_two_decimals(run, price):
    assert "Row 2, price: “" in run([INVOICED | {"price": price}], "--commit")


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"currency": "GULDEN"}, "currency", "“GULDEN” is unknown"),
        ({"free_until_days": "14"}, "free_until_days", "a free period needs a cancellation fee"),
        ({"cost_center": "X"}, "cost_center", "there is no active cost center “X”"),
    ],
)
def test_a_faulty_term_of_an_invoice_is_named(run, cells, column, reason):
    done = run([INVOICED | cells], "--commit")

    assert f"Row 2, {column}: " in done
    assert reason in done


def test_every_fault_of_a_row_is_said_at_once(run):
    done = run([ROW | {"title": "", "begin": "soon", "format": "zoom"}], "--commit")

    assert "Errors: 3" in done


def test_only_the_first_fifty_faults_are_shown_and_the_file_has_all(run, tmp_path):
    rows = [ROW | {"reference": f"PF-{number}", "kind": "?"} for number in range(60)]
    file = tmp_path / "errors.csv"

    done = run(rows, "--errors", str(file))

    assert "… and 10 more; --errors writes all of them into a file." in done
    with file.open(encoding="utf-8-sig", newline="") as text:
        head, *told = csv.reader(text)
    assert head == ["Row", "Column", "Kind", "Reason"]
    assert [int(row) for row, *_rest in told] == list(range(2, 62))


def test_the_file_of_errors_holds_no_formula(run, tmp_path):
    file = tmp_path / "errors.csv"

    run("=1+1,reference\n1,2\n", "--errors", str(file))

    assert "'=1+1" in file.read_text(encoding="utf-8-sig")


def test_an_unknown_column_stops_before_the_rows(run):
    done = run([ROW | {"colour": "red", "kind": "?"}])

    assert "Row 1, colour: unknown column." in done
    assert "Errors: 1" in done


def test_a_column_named_twice_is_refused(run):
    assert "Row 1, title: two columns have this name." in run("title,title\nA,B\n")


def test_a_cell_beyond_the_header_is_not_dropped_silently(run):
    rows = [ROW | {"reference": f"P-{number}"} for number in range(4)]

    done = run(as_csv(rows).rstrip() + ",lost\n")

    assert "Row 5, –: a cell stands under no column name." in done


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("courses.csv", b"", "The first row does not name the columns."),
        ("courses.csv", b"\n\n", "The first row does not name the columns."),
        ("courses.csv", "title\nBüro\n".encode("utf-16-le"), "is in no encoding we know"),
        ("courses.csv", b"title\n\x81\x8d\n", "is in no encoding we know"),
        ("courses.csv", b"\xff\xfet\x00i", "is in no encoding we know"),
        ("courses.csv", b'title\n"never closed\n', "The CSV is broken near line"),
        ("courses.xlsx", b"title\nBuero\n", "This is not an Excel workbook"),
        ("courses.xlsx", b"<html><table>", "This is not an Excel workbook"),
        ("courses.xls", b"\xd0\xcf\x11\xe0", "is neither .xlsx nor .csv"),
    ],
    ids=str,
)
def test_a_file_that_cannot_be_read_says_why(run, tmp_path, name, content, sentence):
    file = tmp_path / name
    file.write_bytes(content)

    done = run(file, "--commit")

    assert sentence in done.refusal
    assert done.refusal.endswith("Nothing was imported.")


def test_a_file_that_is_not_there_says_so(run, tmp_path):
    assert "cannot be read" in run(tmp_path / "gone.csv").refusal
    (tmp_path / "folder.csv").mkdir()
    assert "cannot be read" in run(tmp_path / "folder.csv").refusal


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(run, tmp_path):
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _megabyte in range(201):
                sheet.write(b" " * 1024 * 1024)

    assert "larger than 200 MB when unpacked" in run(file).refusal


@pytest.mark.parametrize("package", ["not a workbook", "half a workbook"])
def test_a_damaged_workbook_says_so(run, tmp_path, package):
    file = tmp_path / "courses.xlsx"
    if package == "not a workbook":
        with zipfile.ZipFile(file, "w") as other:
            other.writestr("readme.txt", "hello")
    else:
        whole = as_workbook(tmp_path / "whole.xlsx", [["title"], ["A"]]).read_bytes()
        file.write_bytes(whole[: len(whole) // 2])

    assert "not an Excel workbook" in run(file).refusal


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("https://evil.example")', "=#REF!"])
def test_a_formula_is_named_by_row_and_column(run, tmp_path, formula):
    rows = [list(ROW), list(ROW.values()), ["P", formula, "course", "bza"]]

    done = run(as_workbook(tmp_path / "courses.xlsx", rows))

    assert "Row 3, title: This is a formula or an error. Paste the value instead." in done


def test_a_workbook_that_refers_to_other_files_is_refused(run, tmp_path):
    file = as_workbook(tmp_path / "courses.xlsx", [list(ROW)])
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")

    assert "refers to other files" in run(file).refusal


def test_headings_over_several_columns_are_named_once_by_their_letter(run, tmp_path):
    rows = [["reference", "title", None, "kind"], *[["P", "A", "B", "course"]] * 30]

    done = run(as_workbook(tmp_path / "courses.xlsx", rows))

    assert "Row 1, C: this column has no heading" in done
    assert "Errors: 1" in done


def test_a_sheet_that_is_hidden_is_not_read(run, tmp_path):
    book = Workbook()
    book.active.append(["nonsense"])
    book.active.sheet_state = "hidden"
    book.create_sheet("Courses").append(["colour"])
    book.save(tmp_path / "courses.xlsx")

    done = run(tmp_path / "courses.xlsx")

    assert "Row 1, colour: unknown column." in done
    assert "nonsense" not in done.said


def test_an_unknown_person_imports_nothing(run):
    assert "There is no active person" in run([ROW], "--commit", "--as", "x@example.org").refusal
