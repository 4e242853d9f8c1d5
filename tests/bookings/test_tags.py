"""What other rooms may say about bookings, for a whole page of resources at once."""

import pytest
from django.contrib.auth.models import AnonymousUser

from bookings import actions
from bookings.templatetags.bookings import booking_of, bookings_of, of_resource
from catalog.models import LearningResource
from tests.cast import book, enter_by_hand, make_offer, make_resource

pytestmark = pytest.mark.django_db


def test_bookings_of_a_person_are_told_by_resource(alice, bob):
    active, pending, by_hand, not_mine = (make_resource(name) for name in "abcd")
    order = book(make_offer(active), alice)
    book(make_offer(pending, confirmation=True), alice)
    enter_by_hand(by_hand, alice)
    book(make_offer(not_mine), bob)

    found = bookings_of(alice, [active, pending, by_hand, not_mine])

    assert of_resource(found, active).order.number == order.number
    assert [of_resource(found, one).status for one in (active, pending, by_hand)] == [
        "active", "pending", "active",
    ]  # fmt: skip
    assert of_resource(found, by_hand).order is None
    assert of_resource(found, not_mine) is None


def test_a_booking_that_ended_is_not_told(alice, bob):
    offer = make_offer(confirmation=True)
    actions.decline(participation=book(offer, alice).participation, by=bob)
    assert booking_of(alice, offer.resource) is None


def test_visitors_have_no_bookings(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert booking_of(AnonymousUser(), LearningResource(pk=1)) is None


@pytest.mark.parametrize("number", [1, 3])
def test_bookings_of_a_page_cost_one_query(alice, django_assert_num_queries, number):
    resources = [make_resource(f"Course {place}") for place in range(number)]
    numbers = [book(make_offer(resource), alice).number for resource in resources]
    with django_assert_num_queries(1):
        found = bookings_of(alice, resources)
        told = [of_resource(found, resource).order.number for resource in resources]
    assert told == numbers
