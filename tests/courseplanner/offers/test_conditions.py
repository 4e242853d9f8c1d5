"""When an offer can be booked and by whom: typed, told on its card, and warned about."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.organisations.tree import Tree
from catalog.models import LearningResource, Offer
from courseplanner.models import Implementation
from courseplanner.offers import overlaps
from tests.cast import make_offer
from tests.courseplanner.offers.pages import adder, card, changer, fault, relative, tab
from tests.courseplanner.pages import make_run, says, sender, url

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CUSTOM = {"available": "custom", "external": "on"}


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def run(root) -> Implementation:
    return make_run(begin=date(2027, 3, 31), end=date(2027, 4, 2), organisation=root)


@pytest.fixture
def add(planner, run):
    return adder(planner, run, "free")


def only() -> Offer:
    return Offer.objects.get()


def test_absolute_days_are_hours_of_the_house(add, planner):
    add(
        **CUSTOM, statuses=["confirmed"], from_by="absolute", from_at="2026-12-01T08:00",
        until_by="absolute", until_at="31.03.2027 17:00",
    )  # fmt: skip

    made = only()
    assert made.statuses == ["confirmed"]
    assert made.valid_from == datetime(2026, 12, 1, 7, tzinfo=UTC)
    assert made.valid_until == datetime(2027, 3, 31, 15, tzinfo=UTC)
    assert card(planner, made).period == "from 1 Dec 2026, 08:00, until 31 Mar 2027, 17:00"


def test_relative_days_are_kept_as_typed_and_placed(add, planner):
    add(
        **CUSTOM, statuses=["provisional", "confirmed"],
        **relative("from", 3, "months", "before_begin"),
        **relative("until", "", "same_day", "after_end"),
    )  # fmt: skip

    made = only()
    assert made.statuses == []
    assert made.relative["from"] == {
        "amount": 3, "unit": "months", "reference": "before_begin",
    }  # fmt: skip
    assert timezone.localdate(made.valid_from) == date(2026, 12, 31)
    told = "from 31 Dec 2026 (3 months before the begin), until 2 Apr 2027 (on the day of the end)"
    assert card(planner, made).period == told
    page = planner.get(url("offer", pk=made.resource.implementation.pk, offer=made.pk))
    form = page.context["form"]
    assert [form[f"from_{part}"].value() for part in ("by", "amount", "unit", "reference")] == [
        "relative", 3, "months", "before_begin",
    ]  # fmt: skip


def test_the_standard_forgets_a_condition(add, planner):
    add(**CUSTOM, statuses=["active"], **relative("from", 3, "weeks", "before_begin"))
    made = only()
    changer(planner, made)(available="standard")

    made.refresh_from_db()
    assert (made.statuses, made.relative, made.valid_from) == ([], {}, None)


@pytest.mark.parametrize(
    ("typed", "name", "told"),
    [
        ({"statuses": []}, "statuses", "Choose at least one status."),
        ({"statuses": ["gone"]}, "statuses", "Select a valid choice"),
        ({"from_by": "absolute"}, "from_at", "Enter the day and the time."),
        ({"from_by": "absolute", "from_at": "bald"}, "from_at", "is no day with a time"),
        (relative("until", "", "days", "before_end"), "until_amount", "Enter a number"),
        (relative("until", "0", "days", "before_end"), "until_amount", "from 1 to 500"),
        (relative("until", "501", "years", "before_end"), "until_amount", "from 1 to 500"),
        (relative("until", "1", "moons", "before_end"), "until_unit", "Select a valid choice"),
        (relative("until", "1", "days", "lunch"), "until_reference", "Select a valid choice"),
        (
            {"from_by": "absolute", "from_at": "2027-05-01T08:00"}
            | relative("until", "1", "days", "before_end"),
            "until_by",
            "The offer ends before it begins.",
        ),
        (
            {"from_by": "absolute", "from_at": "2027-05-01T08:00",
             "until_by": "absolute", "until_at": "2027-05-01T08:00"},
            "until_by",
            "The offer ends before it begins.",
        ),
        (
            relative("from", "1", "days", "after_end")
            | relative("until", "1", "days", "after_begin"),
            "until_by",
            "The offer ends before it begins.",
        ),
    ],
)  # fmt: skip
def test_a_faulty_condition_is_refused_where_it_stands(add, typed, name, told):
    page = add(**{**CUSTOM, "statuses": ["confirmed"], **typed})

    assert told in fault(page, name)
    assert not Offer.objects.exists()


def test_what_does_not_count_is_not_refused(add):
    add(external="on", from_by="absolute", from_at="bald", until_amount="x")
    assert only().valid_from is None


def test_without_the_date_it_is_saved_and_warned_about(planner, root):
    run = make_run(begin=None, end=None, organisation=root)
    adder(planner, run, "free")(
        **CUSTOM, statuses=["confirmed"], **relative("until", 2, "weeks", "before_begin")
    )

    page = tab(planner, run)
    assert says(page, "Not available", "The begin is missing", "A day counts from the begin")
    assert only().is_undated

    sender(planner, url("implementation_settings", pk=run.pk))(begin="2027-03-31")

    assert not only().is_undated
    assert says(tab(planner, run), "until 17 Mar 2027 (2 weeks before the begin)")


def test_an_offer_for_another_status_is_bookable_then(planner, run, alice, client):
    """Late bookings: while the course runs already."""
    offer = make_offer(run.resource, statuses=["active"])
    assert card(planner, offer).hint == "Not bookable while the status is “Confirmed”"

    LearningResource.objects.update(status="active")

    assert card(planner, offer).state == "bookable"
    client.force_login(alice)
    page = client.get(run.resource.get_absolute_url())
    assert says(page, "Choose an offer")


def test_days_without_a_begin_are_pointed_out(planner, root):
    run = make_run(begin=None, end=None, organisation=root)
    make_offer(run.resource, method="invoice")
    assert says(tab(planner, run), "As long as there is no begin, cancelling is free of charge.")


def test_auto_booking_beside_another_offer_is_pointed_out(planner, run):
    make_offer(run.resource, auto_booking=True)
    assert not says(tab(planner, run), "Auto-booking has no effect")

    make_offer(run.resource, method="code")
    assert says(tab(planner, run), "Auto-booking has no effect")


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        ({}, {}, True),
        ({"external": False}, {}, True),
        ({"external": False, "internal": False}, {}, False),
        ({"statuses": ["active"]}, {}, False),
        ({"statuses": ["active", "confirmed"]}, {}, True),
        ({"valid_until": NOON}, {"valid_from": NOON}, False),
        ({"valid_until": NOON}, {"valid_from": NOON - timedelta(seconds=1)}, True),
        ({"valid_from": NOON}, {"valid_until": NOON + timedelta(seconds=1)}, True),
        ({"is_undated": True}, {}, False),
    ],
)
def test_offers_overlap_in_time_and_status(run, care, first, second, meet):
    one = make_offer(run.resource, organisations=[care], **first)
    other = make_offer(run.resource, organisations=[care], **second)

    assert overlaps.found([one, other], Tree.read()) == {
        one.pk: [other] if meet else [],
        other.pk: [one] if meet else [],
    }


def test_offers_overlap_where_one_organisation_stands_above_the_other(run, root, care, tech):
    def meet(first, second) -> bool:
        offers = [
            make_offer(run.resource, external=False, organisations=[one])
            for one in (first, second)
        ]
        return bool(overlaps.found(offers, Tree.read())[offers[0].pk])

    assert meet(root, care)
    assert meet(care, root)
    assert meet(care, care)
    assert not meet(care, tech)


def test_who_is_released_for_nobody_overlaps_nobody(run):
    offers = [make_offer(run.resource, external=external) for external in (True, False)]
    assert not any(overlaps.found(offers, Tree.read()).values())


def test_overlapping_offers_are_told_on_both_cards(planner, run):
    make_offer(run.resource, label="Früh")
    make_offer(run.resource, label="Spät")
    told = "The same people can book {} at the same time."
    assert says(tab(planner, run), told.format("Früh"), told.format("Spät"))
