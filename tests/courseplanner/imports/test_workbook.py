"""Workbooks as they come: the template filled in, cells of every type, encodings of CSV."""

import codecs
import datetime

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


def test_a_line_break_in_a_line_is_read_as_a_blank_with_a_warning(run):
    done = run([ROW | {"title": "Wund\nversorgung"}], "--commit")

    assert "Row 2, title: a line break was read as a blank" in done
    assert LearningResource.objects.get().title == "Wund versorgung"


def test_the_command_speaks_german(run):
    done = run([ROW | {"title": ""}], "--language", "de")

    assert "Zeile 2, title: fehlt." in done
    assert done.refusal == "Es gibt Fehler. Es wurde nichts importiert."
