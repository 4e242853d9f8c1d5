"""Courses and offers from a file: dry run first, then all or nothing, and never twice."""

import datetime
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import CostCenter, Event
from catalog.models import LearningResource, Offer, Subject
from courseplanner.models import Implementation, Product
from tests.cast import make_resource
from tests.courseplanner.imports.conftest import ROW
from tests.tables.nasty import HOSTILE

INVOICED = ROW | {"kind": "implementation", "offer_type": "invoice", "price": "490.50"}


def nothing_is_there() -> bool:
    return not (LearningResource.objects.exists() or Subject.objects.exists())


def test_a_dry_run_says_what_it_would_do_and_does_nothing(run):
    done = run([ROW | {"offer_type": "free", "subjects": "Pflege > Wunden"}])

    assert "Would be created:" in done
    assert "- learning resources: 1" in done
    assert "- offers: 1" in done
    assert "- subjects: 2" in done
    assert "This was a dry run." in done
    assert nothing_is_there()


def test_a_row_becomes_a_learning_resource_with_everything_it_says(run, root):
    run(
        [
            INVOICED
            | {
                "teaser": "Sicher verbinden",
                "description": "Erster Tag\n\nZweiter Tag",
                "begin": "2027-03-01",
                "end": "31.03.2027",
                "status": "confirmed",
                "min_participants": "4",
                "max_participants": "12",
                "location": "Aarau",
                "format": "classroom",
                "authors": "Jörg Bächtold",
                "priority": "7",
            }
        ],
        "--commit",
    )

    made = LearningResource.objects.get()
    assert (made.title, made.reference, made.organisation) == ("Wundversorgung", "PF-1", root)
    assert (made.begin, made.end) == (datetime.date(2027, 3, 1), datetime.date(2027, 3, 31))
    assert (made.min_participants, made.max_participants, made.seats_taken) == (4, 12, 0)
    assert made.description == "Erster Tag\n\nZweiter Tag"
    assert (made.status, made.format, made.priority) == ("confirmed", "classroom", 7)


def test_an_implementation_comes_with_its_product_and_its_offer(run, root, care):
    CostCenter.objects.create(name="Weiterbildung", identifier="4500")
    terms = {
        "cancellation_fee": "120",
        "free_until_days": "14",
        "cost_center": "4500",
        "released_for": "bza-pflege",
        "valid_until": "2027-02-01",
    }

    run([INVOICED | terms], "--commit")

    made = Implementation.objects.get()
    assert (made.product.reference, made.product.title) == ("PF-1", "Wundversorgung")
    offer = Offer.objects.get()
    assert (offer.method, offer.price, offer.currency) == ("invoice", Decimal("490.50"), "CHF")
    assert (offer.cancellation_fee, offer.free_until_days) == (120, 14)
    assert offer.cost_center.name == "Weiterbildung"
    assert list(offer.organisations.all()) == [care]
    # A day without a time counts to its end, in the house's own zone.
    assert offer.valid_until.isoformat() == "2027-02-01T23:00:00+00:00"


def test_an_access_code_comes_along(run):
    run([ROW | {"offer_type": "code", "code": "FEUER-112"}], "--commit")

    assert Offer.objects.get().codes.get().code == "FEUER-112"


def test_two_implementations_share_a_product(run):
    shared = {"product_reference": "WUND", "product_title": "Wunden"}

    run([INVOICED | shared, INVOICED | shared | {"reference": "PF-2"}], "--commit")

    assert Product.objects.get().implementations.count() == 2


def test_subjects_are_found_without_case_and_accents_and_missing_ones_are_made(run):
    care = Subject.objects.create(name="Büro")

    run([ROW | {"subjects": "buro > Tabellen; Recht"}], "--commit")

    assert Subject.objects.count() == 3
    assert Subject.objects.get(name="Tabellen").parent == care


def test_one_faulty_row_in_the_middle_keeps_all_of_them_out(run):
    rows = [ROW | {"reference": f"PF-{number}"} for number in range(5)]
    rows[2] = rows[2] | {"begin": "yesterday"}

    done = run(rows, "--commit")

    assert "Row 4, begin: “yesterday” is not a date" in done
    assert done.refusal == "There are errors. Nothing was imported."
    assert nothing_is_there()


def test_the_same_file_twice_changes_nothing(run):
    rows = [INVOICED, ROW | {"reference": "PF-2", "offer_type": "free"}]
    run(rows, "--commit")
    before = list(LearningResource.objects.order_by("pk").values())
    lines = Event.objects.count()

    done = run(rows, "--commit")

    assert "Unchanged: 2" in done
    assert "- learning resources: 0" in done
    assert list(LearningResource.objects.order_by("pk").values()) == before
    assert (Offer.objects.count(), Event.objects.count()) == (2, lines)


def test_a_repeat_inside_the_file_is_a_warning(run):
    done = run([ROW, ROW | {"reference": "PF-2"}, ROW], "--commit")

    assert "Row 4, reference: repeats row 2; it is imported once." in done
    assert LearningResource.objects.count() == 2


def test_a_repeat_that_says_something_else_is_an_error(run):
    done = run([ROW, ROW | {"title": "Anders"}], "--commit")

    assert "Row 3, title: has the reference of row 2, but says something else." in done
    assert nothing_is_there()


@pytest.mark.parametrize(
    ("column", "value"),
    [("title", "Neu"), ("price", "500"), ("begin", "2027-05-01"), ("subjects", "Recht")],
)
def test_a_row_that_differs_from_what_was_imported_is_an_error(run, column, value):
    run([INVOICED], "--commit")

    done = run([INVOICED | {column: value}], "--commit")

    assert f"Row 2, {column}: differs from what was imported already." in done
    assert LearningResource.objects.get().title == "Wundversorgung"


def test_columns_that_a_file_does_not_speak_of_may_have_changed_since(run):
    run([INVOICED], "--commit")
    LearningResource.objects.update(teaser="Written by the planner", location="Bern")

    assert "Unchanged: 1" in run([INVOICED], "--commit")


def test_the_same_reference_of_another_organisation_is_another_course(run, elsewhere):
    make_resource("Fremd", reference="PF-1", organisation=elsewhere)

    assert "- learning resources: 1" in run([ROW], "--commit")


@pytest.mark.parametrize("text", [one for one in HOSTILE if len(one) < 200])
def test_text_stays_what_it_is(run, text):
    """Blanks around it go; a line break in one line becomes a blank, with a warning."""
    done = run([ROW | {"title": text}], "--commit")

    wanted = re.sub(r"\s*[\r\n\t]\s*", " ", text.strip())
    made = LearningResource.objects.values_list("title", flat=True).first()
    assert made == wanted or "Row 2, title:" in done


def test_history_names_file_and_row_and_who(run, admin):
    run([ROW], "--commit", "--as", admin.email.upper())

    line = Event.objects.get(subject_type="learningresource")
    assert (line.verb, line.note, line.by) == ("imported", "courses.csv: 2", admin)


def test_statements_do_not_grow_with_rows(run):
    def statements(number: int) -> int:
        rows = [INVOICED | {"reference": f"{number}-{row}"} for row in range(number)]
        with CaptureQueriesContext(connection) as asked:
            run(rows, "--commit")
        return len(asked)

    assert statements(2) == statements(20)
