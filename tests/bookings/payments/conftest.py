"""Alice books by PayPal, Ada keeps the payments; PayPal's stand-in answers over HTTP."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import BookingOrder, Participation, PaypalSetting
from bookings.payments import paying
from bookings.paypal.standin.post import WEBHOOK_ID
from tests.cast import book, make_offer, make_resource

PRICE = Decimal("50.00")
TERMS = {"method": "paypal", "price": PRICE, "currency": "CHF"}


@pytest.fixture
def paypal(db, standin) -> PaypalSetting:
    """Switched on, with the stand-in in PayPal's place; webhooks wait until released."""
    standin.control.webhooks(when="never")
    return PaypalSetting.objects.create(
        pk=1, enabled=True, environment="standin", webhook_id=WEBHOOK_ID
    )


@pytest.fixture
def course(paypal):
    return make_resource("Reanimation", max_participants=2)


@pytest.fixture
def offer(course):
    return make_offer(course, **TERMS)


@pytest.fixture
def order(offer, alice) -> BookingOrder:
    """Alice's, with her seat held and the way to PayPal known."""
    made = book(offer, alice)
    lead(made)
    return made


def lead(order: BookingOrder):
    payment = paying.begin(order=order, by=order.person)
    paying.lead_there(payment, "en")
    return payment


def payment_of(order: BookingOrder):
    return order.payments.order_by("-pk").first()


def approve(standin, order: BookingOrder, **more: str) -> None:
    standin.control.approve(payment_of(order).checkout_id, **more)


def come_back(client, order: BookingOrder):
    """As PayPal sends the payer back."""
    client.force_login(order.person)
    url = reverse("payments:back", kwargs={"token": payment_of(order).token})
    return client.get(url, follow=True)


def pay(standin, order: BookingOrder) -> None:
    approve(standin, order)
    paying.look(payment_of(order))


def post_event(client, standin, event: dict, raw: bytes | None = None):
    """One webhook, as PayPal sends it."""
    body = raw or json.dumps(event).encode()
    headers = standin.account.post.signed(body)
    return client.post(
        reverse("payments:webhook"), body, content_type="application/json", headers=headers
    )


def lapse(order: BookingOrder) -> None:
    """The time to pay has run out, as it does."""
    past = timezone.now() - timedelta(minutes=1)
    Participation.objects.filter(order=order).update(confirm_until=past)
    order.payments.exclude(next_look_at=None).update(next_look_at=past)


def states(order: BookingOrder) -> tuple[str, str]:
    """Of the money and of the access."""
    fresh = BookingOrder.objects.select_related("participation").get(pk=order.pk)
    return fresh.state, fresh.participation.status
