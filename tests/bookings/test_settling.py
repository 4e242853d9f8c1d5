"""Hundreds of invoices set as paid or open: once, told once, in few statements (F26)."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts import history
from accounts.models import Event, Message, Setting
from bookings import actions
from bookings.models import BookingOrder
from tests.cast import book, make_offer, make_order, make_person, make_resource


def invoices(number: int, **terms) -> list[BookingOrder]:
    offer = make_offer(make_resource("Wound care"), method="invoice", receipt=False, **terms)
    return [book(offer, make_person(f"P{place:03}")) for place in range(number)]


def settle(orders, by, to="paid", among=None, **more):
    among = BookingOrder.objects.all() if among is None else among
    seen = {order.pk: order.price for order in orders}
    return actions.settle(orders=among, seen=seen, to=to, by=by, **more)


def states(orders) -> list[str]:
    found = BookingOrder.objects.filter(pk__in=[order.pk for order in orders]).order_by("pk")
    return list(found.values_list("state", flat=True))


@pytest.fixture
def told(db):
    Setting(pk=1, mail_paid=True).save()


def test_a_batch_is_paid_and_each_order_remembers_who_and_why(bob):
    orders = invoices(3)

    settled = settle(orders, bob, note="Statement of May")

    assert (settled.done, settled.already, settled.refused) == (3, 0, [])
    assert states(orders) == ["paid"] * 3
    for order in orders:
        line = history.of(order).last()
        assert (line.verb, line.by, line.note) == ("marked paid", bob, "Statement of May")
        assert (line.before, line.after) == ("open", "paid")


def test_a_batch_is_taken_back(bob):
    orders = invoices(2)
    settle(orders, bob)

    assert settle(orders, bob, to="open").done == 2

    assert states(orders) == ["open"] * 2
    assert not BookingOrder.objects.filter(paid_at__isnull=False).exists()
    assert history.of(orders[0]).last().verb == "marked open"


def test_a_second_click_does_nothing_twice(bob, told):
    orders = invoices(3)
    settle(orders, bob)

    again = settle(orders, bob)

    assert (again.done, again.already, again.refused) == (0, 3, [])
    assert Event.objects.filter(verb="marked paid").count() == 3
    assert Message.objects.filter(event="paid").count() == 3


def test_each_is_told_in_their_own_words_where_the_house_wants_it(bob, told):
    orders = invoices(2)
    orders[1].person.language = "de"
    orders[1].person.save()

    settle(orders, bob)

    mails = Message.objects.filter(event="paid").order_by("person__email")
    assert [mail.language for mail in mails] == ["en", "de"]
    assert [mail.context["number"] for mail in mails] == [order.number for order in orders]


def test_nobody_is_told_otherwise(bob):
    settle(invoices(2), bob)
    assert not Message.objects.filter(event="paid").exists()


def test_taking_it_back_is_told_to_nobody_and_paying_again_is(bob, told):
    orders = invoices(1)
    for to in ("paid", "open", "paid"):
        settle(orders, bob, to=to)
    assert Message.objects.filter(event="paid").count() == 2


def test_whoever_changed_a_price_meanwhile_is_not_overruled(bob, admin):
    orders = invoices(2)
    actions.change_price(order=orders[0], price=Decimal(50), seen=Decimal(490), by=admin)

    settled = settle(orders, bob)

    assert states(orders) == ["open", "paid"]
    [why] = settled.refused
    assert orders[0].number in why
    assert "changed its price to CHF\xa050.00" in why


def test_what_cannot_be_settled_says_why_and_the_others_go_on(bob, alice):
    gone, off, good = invoices(3)
    actions.cancel(order=gone, by=bob)
    actions.write_off(order=off, by=bob)
    free = make_order(alice, method="free")

    settled = settle([gone, off, good, free], bob)

    assert states([gone, off, good, free]) == ["cancelled", "written_off", "paid", "done"]
    assert settled.done == 1
    told = "\n".join(settled.refused)
    assert f"{gone.number} is “Cancelled" in told
    assert f"{off.number} is “Written off”" in told
    assert f"{free.number}: only invoices" in told


def test_orders_out_of_reach_stay_and_are_not_even_named(bob):
    mine, foreign = invoices(2)

    settled = settle([mine, foreign], bob, among=BookingOrder.objects.filter(pk=mine.pk))

    assert states([mine, foreign]) == ["paid", "open"]
    assert len(settled.refused) == 1
    assert foreign.number not in settled.refused[0]


def test_hundreds_cost_as_many_statements_as_one(bob, told, django_assert_max_num_queries):
    one, *many = invoices(61)
    with django_assert_max_num_queries(8) as few:
        settle([one], bob)
    with django_assert_max_num_queries(len(few)):
        settle(many, bob)
    assert set(states(many)) == {"paid"}


def test_one_order_set_as_paid_by_hand_is_told_as_well(bob, alice, told):
    order = make_order(alice, method="invoice", receipt=False)

    actions.mark_paid(order=order, by=bob)

    assert [mail.event for mail in Message.objects.all()] == ["paid"]
    assert history.of(order).last().before == "open"
    assert BookingOrder.objects.get(pk=order.pk).paid_at <= timezone.now()
