"""Somebody else's list: a mapping says what its columns mean; then it is searched and booked."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from bookings.models import BookingOrder
from catalog.models import LearningResource, Offer, Subject
from courseplanner.imports import mapping
from courseplanner.models import Implementation
from tests.cast import book, make_address
from tests.courseplanner.imports.conftest import ROW

HEADER = (
    "course_id,course_title,url,is_paid,price,num_subscribers,num_reviews,num_lectures,level,"
    "content_duration,published_timestamp,subject"
)
# In the shape of a list as a learning platform publishes it; the courses are ours.
COURSES = [
    '5001,"Büro, gut geführt",https://learn.example/buero/,True,120,9,1,12,All Levels,1.5',
    "5002,Noten lesen,https://learn.example/noten/,False,0,2000,80,9,Beginner Level,40.0",
    "5003,日本語入門,https://learn.example/nihongo/,True,200,5,0,20,All Levels,3.0",
    "5002,Noten lesen,https://learn.example/noten/,False,0,2000,80,9,Beginner Level,40.0",
]
SUBJECTS = ["Business", "Music", "Languages", "Music"]
MAPPING = Path("docs/examples/udemy.toml")


def the_list() -> str:
    stamp = "2017-01-18T20:58:58Z"
    rows = [f"{row},{stamp},{name}" for row, name in zip(COURSES, SUBJECTS, strict=True)]
    return "\n".join([HEADER, *rows, ""])


@pytest.fixture
def option(mapped):
    """The example of the documentation, for the organisation of these tests."""
    return mapped(MAPPING.read_text(encoding="utf-8").replace("BZA", "bza"))


@pytest.fixture
def imported(run, option):
    return run(the_list(), option, "--commit")


def test_the_list_comes_in_as_it_is(imported):
    assert "- learning resources: 3" in imported
    assert "Row 5, course_id: repeats row 3; it is imported once." in imported
    assert Subject.objects.count() == 3


def test_what_costs_something_is_an_implementation_on_invoice(imported):
    offer = Offer.objects.get(resource__reference="5001")

    assert (offer.method, offer.price, offer.currency) == ("invoice", 120, "USD")
    assert offer.external
    assert Implementation.objects.filter(resource=offer.resource).exists()
    assert offer.resource.workload == "1.5 hours"
    assert offer.resource.course_url == "https://learn.example/buero/"


def test_what_is_free_is_a_course_booked_freely(imported):
    offer = Offer.objects.get(resource__reference="5002")

    assert (offer.method, offer.price, offer.resource.kind) == ("free", 0, "course")


@pytest.mark.parametrize("words", ["büro", "buro", "buero", "gefuhrt bu", "business", "5001"])
def test_a_visitor_finds_it(client, imported, words):
    page = client.get(reverse("catalog:index"), {"q": words}).content.decode()

    assert "Büro, gut geführt" in page
    assert "Noten lesen" not in page


def test_a_title_without_any_letter_of_ours_has_a_page(client, imported):
    resource = LearningResource.objects.get(reference="5003")

    assert client.get(resource.get_absolute_url()).status_code == 200


def test_a_priced_row_is_booked_on_invoice_and_a_free_one_freely(imported, alice):
    make_address(person=alice)
    for offer in Offer.objects.filter(resource__reference__in=["5001", "5002"]):
        book(offer, alice)

    booked = BookingOrder.objects.order_by("resource__reference")
    assert list(booked.values_list("method", "state")) == [("invoice", "open"), ("free", "done")]


def test_it_is_imported_once(imported, run, option):
    assert "Unchanged: 3" in run(the_list(), option, "--commit")
    assert LearningResource.objects.count() == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("columns = 3", "The mapping has no part columns."),
        ("[colours]\nred = 'x'", "The mapping has no part colours."),
        ("[columns]\ncolour = 'x'", "The mapping speaks of colour, which is no column."),
        ("[offer_type_by_price]\ncheap = 'free'", "knows priced, free, not cheap"),
        ("[kind_by_offer_type]\ninvoyce = 'course'", "not invoyce"),
        ("[status_by_kind]\ncorse = 'published'", "knows course, implementation, not corse"),
        ("not toml", "cannot be read"),
    ],
)
def test_a_mapping_that_makes_no_sense_says_why(run, mapped, content, sentence):
    assert sentence in run([ROW], mapped(content)).refusal


def test_a_column_the_mapping_names_must_be_there(run, mapped):
    done = run([ROW], mapped('[columns]\nteaser = "Kurztext"'))

    assert "Row 1, Kurztext: the mapping names this column, but the file does not" in done


def test_constants_stand_where_a_cell_is_empty_and_cells_come_first(run, mapped):
    rows = [ROW | {"location": ""}, ROW | {"reference": "PF-2", "location": "Bern"}]

    run(rows, mapped('[constants]\nlocation = "Aarau"'), "--commit")

    places = LearningResource.objects.order_by("reference").values_list("location", flat=True)
    assert list(places) == ["Aarau", "Bern"]


def test_ignored_columns_are_not_read(run, mapped):
    done = run([ROW | {"stars": "*****"}], mapped('ignore = ["stars"]'), "--commit")

    assert done.refusal == ""


def test_errors_name_the_columns_of_the_file(run, mapped):
    rows = [{"Kurs": "", **{key: ROW[key] for key in ROW if key != "title"}}]

    assert "Row 2, Kurs: is missing." in run(rows, mapped('[columns]\ntitle = "Kurs"'))


def test_every_part_of_a_mapping_is_documented():
    text = Path("docs/import.md").read_text(encoding="utf-8")

    parts = mapping.Mapping.__dataclass_fields__
    assert [name for name in parts if not re.search(rf"`{name}`|`\[{name}\]`", text)] == []
