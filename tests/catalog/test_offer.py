"""Offers: in which state they are at which second, and what a person agrees to."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from catalog.models import AccessCode, Offer
from catalog.states import OFFER
from tests.cast import make_offer, make_resource

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def offered(*, status="confirmed", taken=0, **fields) -> Offer:
    resource = make_resource(status=status, max_participants=2, seats_taken=taken)
    return make_offer(resource, **fields)


def test_offer_without_a_period_is_bookable_at_any_time():
    assert offered().state_at(NOON) == "bookable"


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (NOON - SECOND, "planned"),
        (NOON, "bookable"),
        (NOON + SECOND, "bookable"),
        (NOON + timedelta(hours=1) - SECOND, "bookable"),
        (NOON + timedelta(hours=1), "ended"),
        (NOON + timedelta(hours=1) + SECOND, "ended"),
    ],
)
def test_offer_opens_and_ends_to_the_second(now, state):
    offer = offered(valid_from=NOON, valid_until=NOON + timedelta(hours=1))
    assert offer.state_at(now) == state


@pytest.mark.parametrize(("taken", "state"), [(1, "bookable"), (2, "full"), (3, "full")])
def test_offer_is_full_when_every_seat_is_taken(taken, state):
    assert offered(taken=taken).state_at(NOON) == state


@pytest.mark.parametrize("status", ["preparation", "active", "finished", "cancelled"])
def test_offer_is_unavailable_while_the_resource_cannot_be_booked(status):
    assert offered(status=status).state_at(NOON) == "unavailable"


def test_offer_may_name_its_own_states():
    assert offered(status="active", statuses=["active"]).state_at(NOON) == "bookable"
    assert offered(status="confirmed", statuses=["provisional"]).state_at(NOON) == "unavailable"
    assert offered(status="cancelled", statuses=["cancelled"]).state_at(NOON) == "unavailable"


def test_the_reason_told_is_the_one_that_lasts():
    """An ended offer of a full, cancelled course has ended; it does not come back with a seat."""
    past, future = NOON - SECOND, NOON + SECOND
    assert offered(status="cancelled", taken=2, valid_until=past).state_at(NOON) == "ended"
    assert offered(status="cancelled", taken=2, valid_from=future).state_at(NOON) == "unavailable"
    assert offered(taken=2, valid_from=future).state_at(NOON) == "planned"


def test_every_state_has_a_label():
    assert set(OFFER) == {"bookable", "planned", "full", "ended", "unavailable"}


def test_not_ended_agrees_with_the_state():
    for until in (None, NOON, NOON + SECOND):
        offer = offered(valid_until=until)
        there = Offer.objects.not_ended(NOON).filter(pk=offer.pk).exists()
        assert there == (offer.state_at(NOON) != "ended")


def test_terms_seen_name_all_that_is_agreed():
    offer = make_offer(method="invoice")
    assert offer.terms_seen == "490.00|CHF|yes|120.00|14"
    assert make_offer(method="free").terms_seen == "0.00|CHF|yes||"


@pytest.mark.parametrize(
    "change",
    [
        {"price": Decimal("490.05")},
        {"currency": "EUR"},
        {"cancellable": False},
        {"cancellation_fee": Decimal("120.50")},
        {"free_until_days": 15},
        {"free_until_days": None},
        {"cancellation_fee": None, "free_until_days": None},
        {"cancellation_fee": Decimal(0)},
    ],
)
def test_terms_seen_change_with_every_term(change):
    offer = make_offer(method="invoice")
    before = offer.terms_seen
    Offer.objects.filter(pk=offer.pk).update(**change)
    assert Offer.objects.get(pk=offer.pk).terms_seen != before


def test_terms_seen_are_the_same_before_and_after_the_database():
    offer = make_offer(method="invoice", price=Decimal(490))
    assert Offer.objects.get(pk=offer.pk).terms_seen == offer.terms_seen


def test_free_cancellation_counts_back_from_the_begin():
    resource = make_resource(begin=date(2027, 3, 1))
    assert make_offer(resource, method="invoice").free_until == date(2027, 2, 15)
    assert make_offer(resource, method="free").free_until is None


def test_free_cancellation_has_no_day_while_there_is_no_begin():
    assert make_offer(make_resource(begin=None), method="invoice").free_until is None


def test_offer_tells_its_label_and_type():
    assert str(make_offer(label="O-01", method="invoice")) == "O-01 · Invoice"
    assert str(make_offer(label="O-01", method="shells")) == "O-01 · shells"


@pytest.mark.parametrize("typed", ["aare-2026", "AARE-2026", "  Aare-2026 ", "ÄARE-2026"])
def test_codes_are_compared_without_case_accents_and_blanks(typed):
    assert AccessCode.folded(typed) == "aare-2026"


def test_codes_never_grow_beyond_their_column():
    assert len(AccessCode.folded("ß" * 64)) == 64
