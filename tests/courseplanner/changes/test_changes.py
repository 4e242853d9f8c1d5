"""What a planner changes on one order, through the pages."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Message
from bookings import actions
from bookings.models import BookingOrder
from tests.bookings.pages import says
from tests.browser import LOOKS, assert_well_made
from tests.cast import make_order


@pytest.fixture
def order(alice) -> BookingOrder:
    return make_order(alice, method="invoice", receipt=False)


@pytest.fixture
def desk(client, bob):
    client.force_login(bob)
    return client


def url(order: BookingOrder, name: str) -> str:
    return reverse(f"courseplanner:{name}", kwargs={"number": order.number})


def again(order: BookingOrder) -> BookingOrder:
    return BookingOrder.objects.with_details().get(pk=order.pk)


def test_a_price_is_changed_and_both_are_seen(desk, order):
    page = desk.post(
        url(order, "price"),
        {"seen": "490.00", "amount": "1'250,50", "note": "Two days"},
        follow=True,
    )
    assert says(page, f"The price of {order.number} is changed.")
    assert again(order).price == Decimal("1250.50")

    shown = desk.get(url(order, "order"))
    assert says(shown, "Price (original)", "490.00", "1,250.50", "Price changed", "Two days")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("NaN", "This is no amount."),
        ("1e9", "This is no amount."),
        ("-1", "An amount is zero or more."),
        ("12.345", "An amount has at most two decimals."),
        ("", "Enter an amount."),
    ],
)
def test_a_faulty_price_is_told_and_stays_as_typed(desk, order, typed, said):
    page = desk.post(url(order, "price"), {"seen": "490", "amount": typed, "note": "My note"})
    assert says(page, said, f'value="{typed}"' if typed else "", "My note")
    assert again(order).price == 490


def test_the_second_of_two_planners_is_told_and_keeps_what_was_typed(desk, order, admin):
    actions.change_price(order=order, price=Decimal(60), seen=Decimal(490), by=admin)

    page = desk.post(url(order, "price"), {"seen": "490.00", "amount": "50", "note": "Mine"})

    assert says(page, "Somebody else has changed the amount to CHF\xa060.00", "Mine")
    assert says(page, 'value="60.00"')
    assert again(order).price == 60
    desk.post(url(order, "price"), {"seen": "60.00", "amount": "50"})
    assert again(order).price == 50


@pytest.mark.parametrize("name", ["price", "write_off"])
def test_a_paid_order_says_why_it_stays(desk, order, bob, name):
    actions.mark_paid(order=order, by=bob)
    page = desk.get(url(order, name), follow=True)
    assert says(page, order.number, "Paid" if name == "write_off" else "is paid")


def test_an_order_is_written_off_and_the_seat_stays(desk, order):
    page = desk.get(url(order, "write_off"))
    assert says(page, "keeps the seat and the access. This cannot be undone.")
    page = desk.post(url(order, "write_off"), {"note": "Bankrupt"}, follow=True)
    assert says(page, "is written off.")
    assert (again(order).status, again(order).participation.status) == ("written_off", "active")


def test_an_order_is_cancelled_for_what_staff_decide(desk, order, alice):
    BookingOrder.objects.filter(pk=order.pk).update(free_until_days=None)
    assert says(desk.get(url(order, "cancel")), "CHF\xa0120.00 is due today.", 'value="120.00"')

    desk.post(url(order, "cancel"), {"fee": "20", "tell": "own", "words": "Get well!"})

    after = again(order)
    assert (after.status, after.cancellation_fee) == ("cancelled_fee", 20)
    mail = Message.objects.get(person=alice)
    assert (mail.event, mail.context["words"]) == ("cancelled", "Get well!")


@pytest.mark.parametrize("fee", ["490.01", "-1", "x"])
def test_an_impossible_fee_cancels_nothing(desk, order, fee):
    page = desk.post(url(order, "cancel"), {"fee": fee, "tell": "none", "note": "My note"})
    assert says(page, 'role="alert"', "My note")
    assert again(order).state == "open"


def test_a_fee_is_lowered_afterwards(desk, order, bob):
    BookingOrder.objects.filter(pk=order.pk).update(free_until_days=None)
    actions.cancel(order=again(order), by=bob)
    assert says(desk.get("/planner/orders/"), "Change cancellation fee…")

    page = desk.post(url(order, "fee"), {"seen": "120.00", "amount": "500"})
    assert says(page, "The fee is above the price of the order.")
    desk.post(url(order, "fee"), {"seen": "120.00", "amount": "0"})
    assert again(order).status == "cancelled"


def test_what_is_over_cannot_be_cancelled_again(desk, order, bob):
    actions.cancel(order=order, by=bob)
    page = desk.post(url(order, "cancel"), {"fee": "5", "tell": "none"}, follow=True)
    assert says(page, "cannot be cancelled. Nothing was changed.")


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_dialogs_are_well_made(
    page, live_server, sign_in, look, bob, order, size, theme, language
):
    look(size, theme, language)
    sign_in(bob)
    for name in ("price", "cancel"):
        page.goto(live_server.url + url(order, name))
        assert_well_made(page)
