"""Booking by PayPal: a seat that is held, an order that waits for its money."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from accounts.refusal import Refusal
from bookings.models import BookingOrder, Participation, PaypalSetting
from tests.bookings.payments.conftest import TERMS
from tests.cast import book, make_offer


@pytest.fixture
def paypal(db):
    return PaypalSetting.objects.create(pk=1, enabled=True, environment="sandbox", hold_minutes=30)


def test_a_booking_holds_its_seat_for_the_time_that_is_set(paypal, alice):
    order = book(make_offer(**TERMS), alice)
    held = Participation.objects.get(order=order)
    assert (order.state, held.status, held.confirm_by) == ("in_payment", "pending", "payment")
    assert abs(held.confirm_until - timezone.now() - timedelta(minutes=30)) < timedelta(minutes=1)


def test_no_receipt_goes_out_before_the_money_has_come(paypal, alice):
    book(make_offer(**TERMS), alice)
    assert not Message.objects.exists()


def test_what_costs_nothing_needs_no_payment(alice, db):
    order = book(make_offer(method="paypal", price=Decimal(0)), alice)
    assert (order.state, order.participation.status) == ("done", "active")


def test_nothing_is_booked_while_paypal_is_switched_off(alice, db):
    with pytest.raises(Refusal, match="switched off"):
        book(make_offer(**TERMS), alice)
    assert not BookingOrder.objects.exists()


def test_another_currency_than_that_of_the_account_is_refused(paypal, alice):
    with pytest.raises(Refusal, match="PayPal takes CHF only"):
        book(make_offer(**TERMS | {"currency": "EUR"}), alice)


def test_nobody_pays_by_paypal_for_somebody_else(client, paypal, alice, line_manager):
    offer = make_offer(**TERMS)
    url = reverse("bookings:book", kwargs={"slug": offer.resource.slug, "offer": offer.pk})
    client.force_login(line_manager)
    page = client.post(f"{url}?for={alice.pk}", {"seen": offer.terms_seen})
    assert "Only the participants themselves can pay" in page.content.decode()
    assert not BookingOrder.objects.exists()


def test_the_click_leads_to_the_payment_even_if_paypal_does_not_answer(client, paypal, alice):
    offer = make_offer(**TERMS)
    url = reverse("bookings:book", kwargs={"slug": offer.resource.slug, "offer": offer.pk})
    client.force_login(alice)
    page = client.post(url, {"seen": offer.terms_seen}, follow=True)
    assert "Pay by PayPal" in page.content.decode()
    assert BookingOrder.objects.get().state == "in_payment"
