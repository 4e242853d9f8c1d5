"""Workbooks as they come: the template filled in, cells of every type, encodings of CSV."""

import codecs
import datetime
import subprocess

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from catalog.models import LearningResource, Offer
from courseplanner.imports.columns import COLUMNS
from tests.courseplanner.imports.conftest import ROW, as_csv, as_workbook


@pytest.fixture
def template(tmp_path):
    file = tmp_path / "template.xlsx"
    call_command("import_catalog", "--template", str(file), verbosity=0)
    return file


def test_the_template_has_every_column_and_explains_it(template):
    book = load_workbook(template)

    assert [cell.value for cell in book["Catalog"][1]] == list(COLUMNS)
    explained = {row[0]: row[1] for row in book["Columns"].iter_rows(2, values_only=True)}
    assert list(explained) == list(COLUMNS)
    assert explained["title"] == "yes"


def test_the_template_filled_in_is_imported(template, run):
    book = load_workbook(template)
    sheet = book["Catalog"]
    given = ROW | {"title": "0012", "offer_type": "free", "external": "yes", "priority": "3"}
    for place, name in enumerate(COLUMNS, start=1):
        sheet.cell(2, place).value = given.get(name)
    book.save(template)

    run(template, "--commit")

    made = LearningResource.objects.get()
    assert (made.title, made.priority) == ("0012", 3)
    assert Offer.objects.get().external


def test_the_empty_template_imports_nothing(template, run):
    done = run(template, "--commit")

    assert "Rows: 0" in done
    assert done.refusal == ""


@pytest.mark.parametrize(
    ("column", "cell", "kept"),
    [
        ("reference", 12, "12"),
        ("reference", 1e15, "1000000000000000"),
        ("reference", 0.1 + 0.2, "0.3"),
        ("reference", "0012", "0012"),
        ("reference", "1E5", "1E5"),
        ("begin", datetime.date(2027, 3, 31), datetime.date(2027, 3, 31)),
        # Excel knows no day without a time.
        ("begin", datetime.datetime(2027, 3, 31), datetime.date(2027, 3, 31)),  # noqa: DTZ001
        ("begin", "31.03.2027", datetime.date(2027, 3, 31)),
        # A date whose cell has lost its format, and as text.
        ("begin", 46477, datetime.date(2027, 3, 31)),
        ("begin", "46477", datetime.date(2027, 3, 31)),
        ("max_participants", 12, 12),
        ("max_participants", 12.0, 12),
    ],
)
def test_a_cell_counts_as_what_one_would_have_typed(run, tmp_path, column, cell, kept):
    row = ROW | {column: cell}
    file = as_workbook(tmp_path / "courses.xlsx", [list(row), list(row.values())])

    run(file, "--commit")

    assert getattr(LearningResource.objects.get(), column) == kept


def test_truth_is_read_as_excel_writes_it(run, tmp_path):
    row = ROW | {"offer_type": "free", "internal": True, "external": False}
    file = as_workbook(tmp_path / "courses.xlsx", [list(row), list(row.values())])

    run(file, "--commit")

    offer = Offer.objects.get()
    assert (offer.internal, offer.external) == (True, False)


def test_blank_rows_are_left_out_and_do_not_shift_the_numbers(run, tmp_path):
    rows = [list(ROW), [None] * 4, ["PF-9", "", "course", "bza"]]

    done = run(as_workbook(tmp_path / "courses.xlsx", rows))

    assert "Row 3, title: is missing." in done


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_may_be_separated_in_every_usual_way(run, delimiter):
    run(as_csv([ROW | {"title": "Wunden, Stoma; Naht"}], delimiter), "--commit")

    assert LearningResource.objects.get().title == "Wunden, Stoma; Naht"


def test_the_byte_order_mark_of_excel_is_no_part_of_the_first_name(run, tmp_path):
    file = tmp_path / "courses.csv"
    file.write_bytes(codecs.BOM_UTF8 + as_csv([ROW]).encode())

    assert run(file, "--commit").refusal == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_a_csv_file_may_come_in_every_encoding_that_says_what_it_is(run, tmp_path, encoding):
    file = tmp_path / "courses.csv"
    file.write_bytes(as_csv([ROW | {"title": "Büro, 日本"}]).encode(encoding))

    done = run(file, "--commit")

    assert "Warnings: 0" in done
    assert LearningResource.objects.get().title == "Büro, 日本"


def test_what_excel_writes_in_the_west_is_read_with_a_warning(run, tmp_path):
    file = tmp_path / "courses.csv"
    file.write_bytes(as_csv([ROW | {"title": "Büro – “A”"}], ";").encode("cp1252"))

    done = run(file, "--commit")

    assert "Row 1, –: The file is not UTF-8. It was read as Windows-1252" in done
    assert LearningResource.objects.get().title == "Büro – “A”"


@pytest.mark.parametrize(
    ("typed", "price"),
    [("12,5", "12.50"), ("1'490.50", "1490.50"), ("1’490,5", "1490.50"), ("0,00", "0.00")],
)
def test_amounts_may_be_written_as_here(run, typed, price):
    row = ROW | {"kind": "implementation", "offer_type": "invoice", "price": typed}

    run(as_csv([row], ";"), "--commit")

    assert str(Offer.objects.get().price) == price


def test_hidden_sheets_are_named_and_not_read(run, tmp_path):
    file = as_workbook(tmp_path / "courses.xlsx", [list(ROW), list(ROW.values())])
    book = load_workbook(file)
    book.create_sheet("Old").sheet_state = "hidden"
    book.save(file)

    assert "The sheet “Old” is hidden. It was not read." in run(file)


def test_of_a_long_list_it_is_said_how_far_it_is(run, capsys):
    rows = [ROW | {"reference": f"P-{number}"} for number in range(5_001)]

    run(rows)

    assert "5000 of 5001 rows compared\n5001 of 5001 rows compared\n" in capsys.readouterr().err


# Corrected through the workbook of errors


@pytest.fixture
def marked(run, tmp_path):
    """The file as it comes back: the second row names no kind, the third is right."""
    rows = [ROW | {"kind": "Kurs", "title": "=1+1"}, ROW | {"reference": "0012"}]
    run(rows, "--errors", str(tmp_path / "errors.xlsx"))
    return tmp_path / "errors.xlsx"


def test_the_faulty_cell_is_marked_and_says_why(marked):
    sheet = load_workbook(marked)["Catalog"]

    assert [cell.value for cell in sheet[1]] == list(ROW)
    assert sheet["C2"].fill.start_color.rgb == "FFF4C7C3"
    assert "“Kurs” is unknown" in sheet["C2"].comment.text
    assert sheet["C3"].comment is None
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


def test_the_faults_are_listed_on_a_second_sheet(marked):
    _head, *listed = load_workbook(marked)["Errors"].iter_rows(values_only=True)

    assert [row[:3] for row in listed] == [(2, "kind", "Error")]


def test_corrected_it_is_imported_as_it_stands(marked, run):
    book = load_workbook(marked)
    book["Catalog"]["C2"].value = "course"
    book.save(marked)

    done = run(marked, "--commit")

    assert done.refusal == ""
    titles = LearningResource.objects.order_by("reference").values_list("reference", "title")
    assert list(titles) == [("0012", ROW["title"]), (ROW["reference"], "=1+1")]


def test_rows_stay_where_they_stood(run, tmp_path):
    rows = [list(ROW), [None], [None], ["P-9", "A", "?", "bza"]]

    run(as_workbook(tmp_path / "courses.xlsx", rows), "--errors", str(tmp_path / "errors.xlsx"))

    assert load_workbook(tmp_path / "errors.xlsx")["Catalog"]["C4"].comment


def test_libreoffice_keeps_the_corrected_file_as_it_is(marked, run, soffice, tmp_path):
    book = load_workbook(marked)
    book["Catalog"]["C2"].value = "course"
    book.save(marked)
    out = tmp_path / "again"
    subprocess.run(
        [soffice, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(marked)],
        check=True,
        capture_output=True,
        timeout=120,
    )

    assert run(out / "errors.xlsx", "--commit").refusal == ""
    assert LearningResource.objects.filter(reference="0012").exists()


def test_a_line_break_in_a_line_is_read_as_a_blank_with_a_warning(run):
    done = run([ROW | {"title": "Wund\nversorgung"}], "--commit")

    assert "Row 2, title: a line break was read as a blank" in done
    assert LearningResource.objects.get().title == "Wund versorgung"


def test_the_command_speaks_german(run):
    done = run([ROW | {"title": ""}], "--language", "de")

    assert "Zeile 2, title: fehlt." in done
    assert done.refusal == "Es gibt Fehler. Es wurde nichts importiert."
