"""What comes to the webhook's address, from PayPal and from others."""

import json

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bookings.models import UnassignedMoney, WebhookEvent
from bookings.payments import paying, reconcile, webhooks
from bookings.paypal.gateway import Money
from tests.bookings.payments.conftest import PRICE, approve, pay, payment_of, post_event, states

URL = "/payments/paypal/webhook/"


@pytest.fixture
def event(standin, order) -> dict:
    approve(standin, order)
    [told] = standin.account.books.events
    return told


def send(client, raw: bytes, **headers: str) -> int:
    return client.post(URL, raw, content_type="application/json", headers=headers).status_code


def nothing_is_kept() -> bool:
    return not WebhookEvent.objects.exists()


def test_the_address_is_the_one_that_is_told(db):
    assert reverse("payments:webhook") == URL


def test_a_webhook_without_a_signature_is_refused(client, event):
    assert send(client, json.dumps(event).encode()) == 400
    assert nothing_is_kept()


def test_a_webhook_written_anew_is_refused(client, standin, event):
    signed = standin.account.post.signed(json.dumps(event).encode())
    assert send(client, json.dumps(event, indent=1).encode(), **signed) == 400
    assert nothing_is_kept()


def test_a_webhook_with_another_certificate_is_refused(client, standin, event):
    raw = json.dumps(event).encode()
    signed = standin.account.post.signed(raw)
    assert send(client, raw, **signed | {"PAYPAL-CERT-URL": "https://evil.example/cert"}) == 400


BAD = {
    "nothing": b"",
    "no JSON": b"hello",
    "no object": b"[]",
    "no resource": b'{"id": "WH-1", "event_type": "X"}',
    "too large": b'{"id": "' + b"x" * webhooks.LARGEST + b'"}',
    "too deep": b'{"id":"1","event_type":"x","resource":' + b'{"a":' * 30 + b"1" + b"}" * 31,
    "nested to death": b"[" * 60_000,
    "said twice": b'{"id": "1", "id": "2", "event_type": "x", "resource": {}}',
    "no text": b"\xff\xfe",
    "a number for a name": b'{"id": 1, "event_type": "x", "resource": {}}',
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_event_is_refused_before_anybody_is_asked(client, standin, paypal, kind):
    signed = standin.account.post.signed(BAD[kind])
    before = len(standin.exchanges)
    assert send(client, BAD[kind], **signed) == 400
    assert len(standin.exchanges) == before
    assert nothing_is_kept()


def test_paypal_is_told_to_come_again_while_nobody_can_tell(client, standin, event):
    standin.control.fail("verify", "503", times=9)
    assert post_event(client, standin, event).status_code == 503
    standin.control.heal()
    assert post_event(client, standin, event).status_code == 200


def test_an_answer_is_given_before_the_work_is_done(client, standin, order, event):
    assert post_event(client, standin, event).status_code == 200
    assert states(order) == ("in_payment", "pending")
    assert webhooks.work_off() == 1
    assert states(order) == ("paid", "active")


def test_the_same_id_with_another_content_changes_nothing(client, standin, order, event):
    post_event(client, standin, event)
    raw = json.dumps(event | {"event_type": "PAYMENT.CAPTURE.REFUNDED"}).encode()
    assert post_event(client, standin, event, raw).status_code == 200
    assert WebhookEvent.objects.get().kind == event["event_type"]


def test_what_an_event_says_is_not_believed(client, standin, order):
    """Genuine, but about money that PayPal does not know of."""
    lie = {
        "id": "WH-LIE",
        "event_type": "PAYMENT.CAPTURE.COMPLETED",
        "resource_type": "capture",
        "resource": {
            "id": "2GG279541U471931P",
            "status": "COMPLETED",
            "custom_id": payment_of(order).number,
            "supplementary_data": {"related_ids": {"order_id": payment_of(order).checkout_id}},
        },
    }
    assert post_event(client, standin, lie).status_code == 200
    webhooks.work_off()
    assert states(order) == ("in_payment", "pending")


@pytest.mark.parametrize(
    "resource", [{}, {"id": "../../x"}, {"id": {}}, {"supplementary_data": [1]}, {"links": [1]}]
)
@pytest.mark.parametrize("kind", ["checkout-order", "capture", "refund", "dispute"])
def test_an_event_about_nothing_we_know_is_put_aside(client, standin, paypal, kind, resource):
    strange = {"id": "WH-1", "event_type": "X.Y", "resource_type": kind, "resource": resource}
    assert post_event(client, standin, strange).status_code == 200
    webhooks.work_off()
    assert WebhookEvent.objects.get().state == "ignored"


def foreign(gateway, standin, number: str) -> None:
    """Somebody pays at our account under a number of another system."""
    made = gateway.create_checkout(
        request_id=number, number=number, title="Shop", money=Money(PRICE, "CHF"),
        return_url="http://localhost/", cancel_url="http://localhost/",
    )  # fmt: skip
    standin.control.approve(made.id)
    gateway.capture(made.id, request_id=f"{number}-c")


def test_money_of_another_system_of_the_same_account_is_not_ours(standin, paypal, gateway):
    foreign(gateway, standin, "SHOP-77")
    reconcile.run(everything=True)
    assert not UnassignedMoney.objects.exists()
    assert set(WebhookEvent.objects.values_list("state", flat=True)) == {"ignored"}


def test_money_under_a_number_of_ours_that_is_lost_comes_to_the_desk(standin, paypal, gateway):
    """F37: the database was restored from a backup, PayPal went on selling."""
    foreign(gateway, standin, "KB-2026-000999-1")
    reconcile.run(everything=True)
    assert not UnassignedMoney.objects.exists()
    long_ago = timezone.now() - webhooks.UNKNOWN_FOR * 2
    WebhookEvent.objects.update(next_try_at=long_ago, received_at=long_ago)
    reconcile.run(everything=True)
    assert UnassignedMoney.objects.get().why == "unknown"


def test_a_webhook_that_never_came_is_fetched_from_paypals_list(standin, order):
    pay(standin, order)
    [capture] = standin.ledger()["captures"]
    standin.control.refund(capture["id"], "7.00")
    reconcile.run(everything=True)
    assert str(order.captures.get().refundable) == "43.00"


def test_the_list_is_not_fetched_again_within_minutes(standin, order):
    reconcile.run()
    standin.exchanges.clear()
    reconcile.run()
    assert standin.exchanges == []


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_paypal_is_asked(client, standin, order, monkeypatch):
    from bookings.paypal.api import Api

    asked, ask = [], Api.request

    def watched(api, *args, **kwargs):
        asked.append(connection.in_atomic_block)
        return ask(api, *args, **kwargs)

    monkeypatch.setattr(Api, "request", watched)
    pay(standin, order)
    post_event(client, standin, standin.account.books.events[-1])
    webhooks.work_off()
    reconcile.run(everything=True)
    paying.look(payment_of(order))
    assert asked
    assert not any(asked)
