"""One implementation at a glance: what it says is what the lists say."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from bookings import actions
from bookings.models import BookingOrder
from courseplanner.overview import figures
from tests.bookings.pages import says
from tests.browser import LOOKS, assert_well_made
from tests.cast import book, make_offer, make_person, make_resource


@pytest.fixture
def run(root):
    begin = timezone.localdate() + timedelta(days=10)
    limits = {"min_participants": 4, "max_participants": 5}
    return make_resource("Wound care", begin=begin, **limits).implementation


@pytest.fixture
def desk(client, bob):
    client.force_login(bob)
    return client


def fill(run, number: int, **offer) -> list[BookingOrder]:
    offer = make_offer(run.resource, method="invoice", label=f"O-{number}", **offer)
    people = [make_person(f"Person{number}x{one}") for one in range(number)]
    return [book(offer, person) for person in people]


def test_orders_are_counted_and_summed_by_status(desk, run):
    orders = fill(run, 3)
    actions.cancel(order=orders[0], by=None)
    actions.mark_paid(order=orders[1], by=None)
    BookingOrder.objects.filter(pk=orders[2].pk).update(price="0.10")

    groups = {group.status: group for group in figures.orders(run)}

    assert groups["open"].sums == [(Decimal("0.10"), "CHF")]
    assert groups["paid"].sums == [(Decimal(490), "CHF")]
    assert groups["cancelled_fee"].sums == [(Decimal(120), "CHF")]
    assert says(desk.get(run.get_absolute_url()), "?status=cancelled_fee", "?status=open")


def test_what_needs_a_decision_is_said(desk, run, care):
    orders = fill(run, 2, confirmation=True, confirmation_days=3)
    orders[0].address.source = "proposal"
    orders[0].address.save()

    page = desk.get(run.get_absolute_url())

    assert says(page, "Begins in 10 days, and 4 are missing to the minimum of 4.")
    assert says(page, "2 participations to confirm", "The first place is given up on")
    assert says(page, "1 address proposal to check")


def test_pending_people_do_not_fill_the_minimum(desk, run):
    fill(run, 4, confirmation=True)
    assert says(desk.get(run.get_absolute_url()), "4 missing to the minimum of 4")


def test_a_run_in_order_asks_for_nothing(desk, run):
    fill(run, 4)
    assert says(desk.get(run.get_absolute_url()), "Nothing at the moment.", "minimum of 4 reached")


def test_more_than_the_maximum_is_pointed_out(desk, run):
    fill(run, 5)
    run.resource.max_participants = 4
    run.resource.save(update_fields=["max_participants"])
    page = desk.get(run.get_absolute_url())
    assert says(page, "1 person more than the maximum.", "Overbooked")


def test_an_offer_that_waits_for_a_date_is_pointed_out(desk, run):
    make_offer(run.resource, label="O-09", is_undated=True)
    assert says(desk.get(run.get_absolute_url()), "1 offer waits for a date of the implementation")


def test_a_run_without_offers_says_that_nobody_can_book(desk, run):
    assert says(desk.get(run.get_absolute_url()), "There is no offer yet, so nobody can book.")


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_the_same_with_many_orders(desk, run, django_assert_max_num_queries, number):
    run.resource.max_participants = None
    run.resource.save()
    fill(run, number, confirmation=True)
    desk.get(run.get_absolute_url())
    with django_assert_max_num_queries(12):
        desk.get(run.get_absolute_url())


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_page_is_well_made(page, live_server, sign_in, look, bob, run, size, theme, language):
    fill(run, 2, confirmation=True)
    look(size, theme, language)
    sign_in(bob)
    page.goto(live_server.url + run.get_absolute_url())
    assert_well_made(page)
