"""The ways out: cancelling with and without a fee, and taking access away."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts import history
from accounts.models import Message
from accounts.refusal import Conflict, Refusal
from bookings import actions
from bookings.models import BookingOrder, Participation
from tests.cast import book, enter_by_hand, make_offer, make_order, make_resource


def begins_in(days: int, alice, **terms) -> BookingOrder:
    begin = timezone.localdate() + timedelta(days=days)
    resource = make_resource("Wound care", begin=begin, max_participants=5)
    return book(make_offer(resource, method="invoice", **terms), alice)


def again(order: BookingOrder) -> BookingOrder:
    return BookingOrder.objects.with_details().get(pk=order.pk)


def test_cancelling_in_time_costs_nothing_and_frees_the_seat(alice):
    order = begins_in(30, alice)

    actions.cancel(order=order, by=alice)

    after = again(order)
    assert (after.status, after.cancellation_fee) == ("cancelled", None)
    assert (after.participation.status, after.resource.seats_taken) == ("cancelled", 0)


def test_cancelling_late_charges_the_fee_agreed(alice):
    order = begins_in(3, alice)

    actions.cancel(order=order, by=alice)

    after = again(order)
    assert (after.status, after.cancellation_fee) == ("cancelled_fee", Decimal(120))
    assert (after.cancellation_fee_original, after.is_adjusted) == (Decimal(120), False)


def test_staff_may_waive_the_fee_and_the_original_stays(alice, bob):
    order = begins_in(3, alice)

    actions.cancel(order=order, by=bob, fee=Decimal(0), note="She is ill.")

    after = again(order)
    assert (after.status, after.cancellation_fee_original) == ("cancelled", Decimal(120))
    assert after.is_adjusted
    line = history.of(order).last()
    assert (line.verb, line.by, line.note) == ("cancelled", bob, "She is ill.")


def test_a_fee_is_never_above_a_lowered_price(alice):
    order = begins_in(3, alice)
    BookingOrder.objects.filter(pk=order.pk).update(price=50)

    actions.cancel(order=order, by=alice)

    assert again(order).cancellation_fee == Decimal(50)


@pytest.mark.parametrize(("fee", "said"), [("-1", "zero or more"), ("490.01", "above the price")])
def test_an_impossible_fee_cancels_nothing(alice, bob, fee, said):
    order = begins_in(3, alice)

    with pytest.raises(Refusal, match=said):
        actions.cancel(order=order, by=bob, fee=Decimal(fee))

    assert (again(order).state, again(order).participation.status) == ("open", "active")


def test_a_second_cancelling_is_told(alice, bob):
    order = begins_in(3, alice)
    actions.cancel(order=order, by=alice)

    with pytest.raises(Conflict):
        actions.cancel(order=order, by=bob, fee=Decimal(0))

    assert again(order).cancellation_fee == Decimal(120)


def test_cancelling_leaves_access_that_was_entered_by_hand(alice):
    order = begins_in(30, alice)
    actions.remove(participation=order.participation, by=alice)
    by_hand = enter_by_hand(order.resource, alice)

    actions.cancel(order=again(order), by=alice)

    by_hand.refresh_from_db()
    assert by_hand.status == "active"
    assert again(order).participation.status == "removed"
    assert again(order).resource.seats_taken == Participation.objects.live().count() == 1


@pytest.mark.parametrize(
    ("words", "mails"), [("", ["cancelled"]), ("Sorry!", ["cancelled"]), (None, [])]
)
def test_staff_choose_whether_the_person_is_told(alice, bob, words, mails):
    order = begins_in(30, alice, receipt=False)

    actions.cancel(order=order, by=bob, words=words)

    sent = Message.objects.filter(person=alice)
    assert [one.event for one in sent] == mails
    assert all(one.context["words"] == words for one in sent)


def test_removing_keeps_the_money_as_it_is(alice, bob):
    order = make_order(alice, method="invoice")

    actions.remove(participation=order.participation, by=bob, note="Did not come.")

    after = again(order)
    assert (after.state, after.participation.status) == ("open", "removed")
    assert after.resource.seats_taken == 0
    assert history.of(order).last().note == "Did not come."


def test_nobody_is_removed_twice(alice, bob):
    order = make_order(alice, method="free")
    actions.remove(participation=order.participation, by=bob)

    with pytest.raises(Conflict):
        actions.remove(participation=order.participation, by=bob)

    assert again(order).resource.seats_taken == 0
