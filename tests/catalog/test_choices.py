"""The offers of one resource as choices."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from catalog.choices import in_order
from tests.cast import make_offer, make_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def resource(root):
    return make_resource(max_participants=5)


def choices(resource, now=None):
    return in_order(resource.offers.all(), now or timezone.now())


def test_free_offers_come_first_then_codes_then_prices(resource):
    for method, price in [("invoice", 900), ("invoice", 100), ("code", 0), ("free", 0)]:
        make_offer(resource, method=method, price=price)

    told = [(choice.title, choice.price) for choice in choices(resource)]
    assert told == [
        ("Freely available", None),
        ("Access code", None),
        ("Invoice 1", Decimal(100)),
        ("Invoice 2", Decimal(900)),
    ]


def test_the_internal_label_is_not_told(resource):
    make_offer(resource, label="Only for us")
    [choice] = choices(resource)
    assert "Only for us" not in choice.title + choice.text


def test_the_only_bookable_offer_is_chosen_already(resource):
    make_offer(resource, method="invoice")
    make_offer(resource, valid_from=timezone.now() + timedelta(days=1))

    assert [(one.title, one.is_preselected) for one in choices(resource)] == [
        ("Freely available", False),
        ("Invoice", True),
    ]


def test_nobody_chooses_between_two_offers_but_the_reader(resource):
    make_offer(resource, method="invoice")
    make_offer(resource)
    assert [one.is_preselected for one in choices(resource)] == [False, False]


def test_a_closed_offer_is_never_chosen(resource):
    make_offer(resource, valid_until=timezone.now())
    [choice] = choices(resource)
    assert (choice.is_closed, choice.is_preselected) == (True, False)


def test_choice_says_when_it_opens_and_ends(resource):
    now = timezone.datetime(2026, 11, 20, 12, tzinfo=timezone.get_current_timezone())
    later = now + timedelta(days=2)
    make_offer(resource, valid_from=later)
    make_offer(resource, valid_until=now)
    make_offer(resource, valid_until=later, description="For nurses.")

    assert [choice.text for choice in choices(resource, now)] == [
        "Opens on 22 Nov 2026, 12:00.",
        "Ended on 20 Nov 2026, 12:00.",
        "For nurses.\nBookable until 22 Nov 2026, 12:00.",
    ]


def test_choice_says_that_it_is_full_or_not_available(resource):
    offer = make_offer(resource)
    offer.resource.seats_taken = 5
    offer.resource.save()
    assert [choice.text for choice in choices(resource)] == ["Fully booked"]

    offer.resource.status = "cancelled"
    offer.resource.save()
    assert [choice.text for choice in choices(resource)] == ["Not available"]


def test_choice_says_that_the_place_has_to_be_confirmed(resource):
    make_offer(resource, confirmation=True)
    [choice] = choices(resource)
    assert choice.text == "Your place is confirmed by the organisers."
