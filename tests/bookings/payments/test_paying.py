"""From the seat that is held to the receipt, at a stand-in reached over HTTP."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts import history
from accounts.models import Message
from accounts.refusal import Refusal
from bookings import actions
from bookings.models import UnassignedMoney
from bookings.payments import desk, paying, refunds
from tests.bookings.payments.conftest import (
    approve,
    come_back,
    lapse,
    lead,
    pay,
    payment_of,
    states,
)
from tests.cast import book, make_order


def test_a_seat_is_held_while_its_payer_is_at_paypal(order):
    assert states(order) == ("in_payment", "pending")
    assert order.participation.confirm_by == "payment"


def test_who_comes_back_with_an_approval_has_paid(client, standin, order):
    approve(standin, order)
    page = come_back(client, order)
    assert states(order) == ("paid", "active")
    assert "You are booked." in page.content.decode()
    assert standin.ledger()["totals"] == {"CHF": "50.00"}


def test_coming_back_twice_pays_once(client, standin, order):
    approve(standin, order)
    come_back(client, order)
    come_back(client, order)
    assert len(standin.ledger()["captures"]) == 1
    assert order.captures.count() == 1


def test_who_comes_back_without_an_approval_has_not_paid(client, order):
    page = come_back(client, order)
    assert states(order) == ("in_payment", "pending")
    assert "Continue to PayPal" in page.content.decode()


def test_who_was_declined_tries_again_under_another_number(client, standin, order):
    standin.control.decline(payment_of(order).checkout_id)
    page = come_back(client, order)
    assert "PayPal has declined the payment." in page.content.decode()
    assert states(order) == ("in_payment", "pending")
    client.post(reverse("payments:start", kwargs={"number": order.number}))
    again = payment_of(order)
    assert again.number == f"{order.number}-2"
    pay(standin, order)
    assert states(order) == ("paid", "active")
    assert standin.ledger()["totals"] == {"CHF": "50.00"}


def test_money_that_is_declined_at_once_leaves_the_seat_held(standin, order):
    standin.control.next_capture(status="DECLINED")
    pay(standin, order)
    assert payment_of(order).state == "declined"
    assert states(order) == ("in_payment", "pending")


def test_a_refund_is_told_once_however_often_it_is_looked_at(standin, order, admin):
    pay(standin, order)
    refunds.ask_back(order=order, amount=Decimal("10.00"), reason="Ill", by=admin)
    refunds.send_due()
    for _ in range(2):
        paying.look(payment_of(order))
    assert Message.objects.filter(event="refunded").count() == 1
    assert history.of(order).filter(verb="refunded").count() == 1


def test_a_payment_is_gone_on_with_while_the_seat_is_held(client, order):
    client.force_login(order.person)
    page = client.get(reverse("bookings:detail", kwargs={"number": order.number}))
    assert "Continue payment" in page.content.decode()
    page = client.get(reverse("payments:pay", kwargs={"number": order.number}))
    assert payment_of(order).approve_url in page.content.decode()


def test_what_was_not_paid_in_time_is_told_and_costs_nothing(client, order):
    lapse(order)
    call_command("tick")
    assert states(order) == ("cancelled", "expired")
    assert payment_of(order).state == "lapsed"
    assert Message.objects.get().event == "payment_lapsed"
    client.force_login(order.person)
    page = client.get(reverse("payments:pay", kwargs={"number": order.number}))
    assert "The time to pay has run out." in page.content.decode()


def test_what_was_given_up_is_never_charged(client, standin, order):
    client.force_login(order.person)
    client.post(reverse("payments:give_up", kwargs={"number": order.number}))
    approve(standin, order)
    come_back(client, order)
    assert states(order) == ("cancelled", "cancelled")
    assert standin.ledger()["totals"] == {}


def test_access_before_the_money_has_come_where_the_house_allows_it(standin, order, paypal):
    paypal.accept_pending = True
    paypal.save()
    approve(standin, order, later="1")
    paying.look(payment_of(order))
    assert states(order) == ("in_payment", "active")
    standin.control.complete(standin.ledger()["captures"][0]["id"])
    paying.look(payment_of(order))
    assert states(order) == ("paid", "active")


def test_cancelling_a_paid_booking_pays_back_what_exceeds_the_fee(client, standin, offer, alice):
    offer.cancellation_fee = Decimal("20.00")
    offer.save()
    order = book(offer, alice)
    lead(order)
    pay(standin, order)
    client.force_login(alice)
    url = reverse("bookings:cancel", kwargs={"number": order.number})
    assert "30.00 go back to you" in client.get(url).content.decode()
    client.post(url, {"seen": "20.00", "sure": "on"})
    refunds.send_due()
    assert states(order) == ("cancelled", "cancelled")
    assert standin.ledger()["totals"] == {"CHF": "20.00"}


def test_money_is_moved_to_an_invoice_of_the_same_person(standin, order, admin, alice):
    standin.control.next_capture(amount="60.00")
    pay(standin, order)
    invoice = make_order(alice, method="invoice", price=Decimal("60.00"))
    desk.move(item=UnassignedMoney.objects.get(), order=invoice, by=admin)
    assert states(invoice) == ("paid", "active")
    assert UnassignedMoney.objects.get().outcome == "moved"


def test_money_is_not_moved_to_somebody_else(standin, order, admin, charlie):
    standin.control.next_capture(amount="60.00")
    pay(standin, order)
    theirs = make_order(charlie, method="invoice", price=Decimal("60.00"))
    with pytest.raises(Refusal, match="one person only"):
        desk.move(item=UnassignedMoney.objects.get(), order=theirs, by=admin)


def test_the_price_that_was_agreed_is_paid_whatever_the_offer_says_now(standin, order):
    type(order.offer).objects.update(price=Decimal("99.00"))
    pay(standin, order)
    assert states(order) == ("paid", "active")


def test_the_price_is_not_changed_while_somebody_pays(order, bob):
    with pytest.raises(Refusal, match="Only the price of an invoice"):
        actions.change_price(order=order, price=Decimal(1), seen=order.price, by=bob)
