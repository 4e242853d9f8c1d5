"""Relative days of offers: when they are, what happens without a date, and how they are told."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import actions, availability
from catalog.models import LearningResource, Offer
from tests.cast import make_offer, make_resource

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
BEGIN, END = date(2027, 3, 31), date(2027, 4, 2)


def day(amount: int, unit: str, reference: str) -> dict[str, object]:
    return {"amount": amount, "unit": unit, "reference": reference}


def relative(*, begin=BEGIN, end=END, **sides) -> Offer:
    """As it is after it was saved."""
    offer = make_offer(make_resource(begin=begin, end=end))
    offer.relative = {side.removesuffix("_"): told for side, told in sides.items()}
    actions.save_offer(offer=offer, by=None)
    offer.refresh_from_db()
    return offer


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (day(0, "same_day", "before_begin"), date(2027, 3, 31)),
        (day(0, "same_day", "after_end"), date(2027, 4, 2)),
        (day(3, "days", "before_begin"), date(2027, 3, 28)),
        (day(2, "weeks", "after_begin"), date(2027, 4, 14)),
        (day(1, "months", "before_begin"), date(2027, 2, 28)),
        (day(13, "months", "before_begin"), date(2026, 2, 28)),
        (day(1, "months", "after_end"), date(2027, 5, 2)),
        (day(1, "years", "before_end"), date(2026, 4, 2)),
        (day(9, "months", "after_begin"), date(2027, 12, 31)),
    ],
)
def test_a_relative_day_counts_from_begin_or_end(told, found):
    offer = relative(from_=told)

    here = timezone.localtime(offer.valid_from)
    assert (here.date(), here.time()) == (found, time())
    assert not offer.is_undated


def test_a_leap_day_is_the_last_of_february_in_other_years():
    offer = relative(begin=date(2028, 2, 29), from_=day(1, "years", "before_begin"), end=None)

    assert timezone.localdate(offer.valid_from) == date(2027, 2, 28)


def test_days_begin_and_end_at_midnight_also_where_the_clocks_change():
    """The last Sunday of March has 23 hours here, and the days around it have their 24."""
    offer = relative(from_=day(3, "days", "before_begin"), until=day(3, "days", "before_begin"))

    assert offer.valid_from == datetime(2027, 3, 27, 23, tzinfo=UTC)
    assert offer.valid_until == datetime(2027, 3, 28, 22, tzinfo=UTC)
    assert offer.valid_until - offer.valid_from == timedelta(hours=23)


def test_the_last_day_counts_to_its_end():
    offer = relative(until=day(1, "days", "before_begin"))
    last = availability.midnight(BEGIN)

    assert offer.state_at(last - timedelta(seconds=1)) == "bookable"
    assert offer.state_at(last) == "ended"


def test_a_missing_date_makes_it_unavailable_until_there_is_one():
    offer = relative(begin=None, end=None, from_=day(2, "weeks", "before_begin"))
    assert (offer.is_undated, offer.valid_from) == (True, None)
    assert offer.state_at(NOON) == "unavailable"
    assert availability.hint(offer, NOON) == "The begin is missing"

    resource = offer.resource
    resource.begin = BEGIN
    actions.save_resource(resource=resource, by=None)

    offer.refresh_from_db()
    assert not offer.is_undated
    assert timezone.localdate(offer.valid_from) == date(2027, 3, 17)


def test_offers_follow_the_dates_of_their_resource():
    offer = relative(from_=day(1, "weeks", "before_begin"), until=day(1, "days", "after_end"))
    resource = LearningResource.objects.get(pk=offer.resource_id)
    resource.begin, resource.end = BEGIN + timedelta(days=7), END + timedelta(days=7)
    actions.save_resource(resource=resource, by=None)

    offer.refresh_from_db()
    assert timezone.localdate(offer.valid_from) == BEGIN
    assert timezone.localdate(offer.valid_until) == END + timedelta(days=9)


def test_an_absolute_date_stays_when_the_dates_change():
    offer = make_offer(make_resource(begin=BEGIN, end=END), valid_until=NOON)
    offer.resource.begin -= timedelta(days=7)
    actions.save_resource(resource=offer.resource, by=None)

    offer.refresh_from_db()
    assert offer.valid_until == NOON


def test_a_period_the_wrong_way_round_cannot_be_booked_and_loses_no_date():
    offer = relative(until=day(1, "days", "before_begin"))
    offer.valid_from = availability.midnight(BEGIN) - timedelta(days=5)
    actions.save_offer(offer=offer, by=None)
    assert offer.state_at(NOON) == "planned"

    offer.resource.begin = BEGIN - timedelta(days=30)
    actions.save_resource(resource=offer.resource, by=None)

    offer.refresh_from_db()
    assert (offer.is_undated, offer.valid_until) == (True, None)
    assert timezone.localdate(offer.valid_from) == date(2027, 3, 26)
    assert availability.hint(offer, NOON) == "It would end before it begins"


def test_undated_offers_do_not_bring_a_resource_into_the_catalog(alice):
    offer = relative(begin=None, end=None, from_=day(1, "weeks", "before_begin"))
    assert not LearningResource.objects.listed_for(alice).filter(pk=offer.resource_id)


def test_settling_costs_the_same_for_one_offer_and_for_ten():
    def cost(number: int) -> int:
        resource = make_resource(begin=BEGIN, end=END)
        for _one in range(number):
            make_offer(resource, relative={"from": day(1, "weeks", "before_begin")})
        with CaptureQueriesContext(
            connection,
        ) as found:
            availability.settle(resource)
        return len(found)

    assert cost(1) == cost(10) <= 4


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ({}, ""),
        ({"valid_from": NOON + timedelta(hours=1)}, "Starts today"),
        ({"valid_from": NOON + timedelta(hours=11)}, "Starts tomorrow"),
        ({"valid_from": NOON + timedelta(days=3)}, "Starts in 3 days"),
        ({"valid_until": NOON + timedelta(hours=1)}, "Ends today"),
        ({"valid_until": datetime(2026, 11, 20, 23, tzinfo=UTC)}, "Ends today"),
        ({"valid_until": datetime(2026, 11, 20, 23, 0, 1, tzinfo=UTC)}, "Ends tomorrow"),
        ({"valid_until": NOON + timedelta(days=9)}, "Ends in 9 days"),
        ({"valid_until": NOON - timedelta(minutes=1)}, "Ended today"),
        ({"valid_until": NOON - timedelta(days=1)}, "Ended yesterday"),
        ({"valid_until": NOON - timedelta(days=40)}, "Ended 40 days ago"),
    ],
)
def test_hints_count_days_of_the_house(period, told):
    """At noon in UTC it is one o'clock here, and midnight here is 23 o'clock there."""
    assert availability.hint(make_offer(**period), NOON) == told


def test_the_hint_names_the_status_that_stands_in_the_way():
    offer = make_offer(make_resource(status="preparation"))
    told = "Not bookable while the status is “Preparation”"
    assert availability.hint(offer, NOON) == told


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (day(0, "same_day", "after_begin"), "on the day of the begin"),
        (day(0, "same_day", "before_end"), "on the day of the end"),
        (day(1, "weeks", "before_begin"), "1 week before the begin"),
        (day(3, "months", "after_end"), "3 months after the end"),
    ],
)
def test_a_relative_day_is_told_in_words(told, words):
    assert availability.told(relative(from_=told), "from") == words
