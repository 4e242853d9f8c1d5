"""The figures a planner sees before cancelling are those that cancelling brings about."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Count, Sum
from django.utils import timezone

from bookings import actions as bookings
from bookings.models import BookingOrder
from courseplanner.status import actions, figures, work
from tests.cast import book, enter_by_hand, make_offer, make_person, make_resource


@pytest.fixture
def run(root):
    begin = timezone.localdate() + timedelta(days=3)
    return make_resource("Wound care", begin=begin).implementation


def fill(run, number: int, **terms) -> list[BookingOrder]:
    offer = make_offer(run.resource, method="invoice", **terms)
    return [book(offer, make_person(f"P{offer.pk}x{one}")) for one in range(number)]


def test_fees_are_added_up_by_currency(run):
    fill(run, 2)
    fill(run, 1, price=Decimal("80.10"), cancellation_fee=Decimal("20.05"), currency="EUR")

    assert figures.fees_due(run) == [(Decimal(240), "CHF"), (Decimal("20.05"), "EUR")]


def test_what_is_free_of_charge_today_is_no_sum(run):
    fill(run, 1, free_until_days=1)
    assert figures.fees_due(run) == []


def test_a_begin_that_was_put_off_is_the_better_one_for_people(run):
    fill(run, 1)
    run.resource.begin = run.resource.end = timezone.localdate() + timedelta(days=60)
    run.resource.save()

    assert figures.fees_due(run) == []


def test_a_fee_above_a_lowered_price_counts_as_the_price(run, bob):
    [order] = fill(run, 1)
    bookings.change_price(order=order, price=Decimal(50), seen=order.price, by=bob)

    assert figures.fees_due(run) == [(Decimal(50), "CHF")]


def test_the_sum_shown_is_the_sum_charged(run, bob):
    orders = fill(run, 3) + fill(run, 2, cancellation_fee=Decimal("99.95"))
    bookings.cancel(order=orders[0], by=bob, fee=Decimal(0), words=None)
    [(shown, _currency)] = figures.fees_due(run)

    actions.move(
        implementation=run, to="cancelled", seen="confirmed", by=bob, words=None, waive=False
    )

    charged = BookingOrder.objects.aggregate(sum=Sum("cancellation_fee"))["sum"]
    assert shown == charged == Decimal("439.90")


def test_what_was_paid_is_added_up_exactly(run, bob):
    paid = fill(run, 3, price=Decimal("0.10"), cancellation_fee=None, free_until_days=None)
    for order in paid:
        bookings.mark_paid(order=order, by=bob)
    fill(run, 1)

    assert figures.paid_already(run) == [(Decimal("0.30"), "CHF")]


def test_everybody_who_loses_something_is_counted(run, bob, alice):
    first, second = fill(run, 2)
    fill(run, 1, confirmation=True)
    run.resource.refresh_from_db()
    enter_by_hand(run.resource, alice)
    bookings.remove(participation=first.participation, by=bob, words=None)
    bookings.write_off(order=second, by=bob)
    shown = figures.concerned(run, "run_cancelled")
    assert (shown.people, shown.active, shown.pending, shown.orders) == (4, 2, 1, 2)

    actions.move(implementation=run, to="cancelled", seen="confirmed", by=bob)

    ended = BookingOrder.objects.filter(state="cancelled").aggregate(number=Count("pk"))
    assert ended["number"] == shown.orders
    assert not work.affected(run.resource_id).exists()


def test_where_nobody_was_there_is_nothing_to_do(run, bob):
    shown = figures.concerned(run, "run_cancelled")
    assert (shown.people, shown.is_many) == (0, False)

    job = actions.move(implementation=run, to="cancelled", seen="confirmed", by=bob)

    assert job is None


@pytest.mark.parametrize("number", [1, 25])
def test_the_figures_cost_the_same_with_many(run, django_assert_num_queries, number):
    fill(run, number)
    with django_assert_num_queries(3):
        figures.concerned(run, "run_cancelled")
        figures.fees_due(run)
        figures.paid_already(run)
