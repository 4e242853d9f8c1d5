"""What somebody chose for a list stays with them, and with nobody else."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import preferences
from accounts.models import TablePreference
from tables.choice import Choice

WIDE = Choice(columns=("title", "-price"), sort="-title", page_size=50)


@pytest.fixture
def asked_by(rf):
    def make(person=None, session=None):
        request = rf.get("/")
        request.user = person or AnonymousUser()
        request.session = {} if session is None else session
        return request

    return make


def test_without_a_choice_a_list_begins_as_it_was_made(asked_by, alice):
    assert preferences.load(asked_by(alice), "orders") == Choice()
    assert preferences.load(asked_by(), "orders") == Choice()


def test_a_choice_is_kept_per_person_and_list(asked_by, alice, charlie):
    preferences.keep(asked_by(alice), "orders", WIDE)

    assert preferences.load(asked_by(alice), "orders") == WIDE
    assert preferences.load(asked_by(alice), "bookings") == Choice()
    assert preferences.load(asked_by(charlie), "orders") == Choice()


def test_a_second_choice_takes_the_place_of_the_first(asked_by, alice):
    preferences.keep(asked_by(alice), "orders", WIDE)
    preferences.keep(asked_by(alice), "orders", Choice(sort="number"))

    assert TablePreference.objects.get().choice["sort"] == "number"


def test_going_back_forgets_only_this_list(asked_by, alice):
    preferences.keep(asked_by(alice), "orders", WIDE)
    preferences.keep(asked_by(alice), "bookings", WIDE)

    preferences.keep(asked_by(alice), "orders", None)

    assert preferences.load(asked_by(alice), "orders") == Choice()
    assert preferences.load(asked_by(alice), "bookings") == WIDE


@pytest.mark.django_db
def test_a_visitor_s_choice_stays_in_the_session_and_out_of_the_database(asked_by):
    session = {}
    preferences.keep(asked_by(session=session), "catalog", WIDE)

    assert preferences.load(asked_by(session=session), "catalog") == WIDE
    assert preferences.load(asked_by(), "catalog") == Choice()
    assert not TablePreference.objects.exists()

    preferences.keep(asked_by(session=session), "catalog", None)
    assert preferences.load(asked_by(session=session), "catalog") == Choice()


@pytest.mark.parametrize("nonsense", [None, [], "x", {"columns": 7, "sort": [], "page_size": "x"}])
def test_nonsense_that_was_stored_is_no_choice(asked_by, alice, nonsense):
    TablePreference.objects.create(person=alice, table="orders", choice=nonsense or {})

    assert preferences.load(asked_by(alice), "orders") == Choice()
    assert preferences.load(asked_by(session={"tables": nonsense}), "orders") == Choice()


def test_loading_costs_a_person_one_statement_and_a_visitor_none(
    asked_by, alice, django_assert_num_queries
):
    with django_assert_num_queries(1):
        preferences.load(asked_by(alice), "orders")
    with django_assert_num_queries(0):
        preferences.load(asked_by(), "orders")
