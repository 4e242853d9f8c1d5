"""At the same instant, on PostgreSQL: money is taken once, and a seat is given once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connections
from django.test import Client

from bookings import actions
from bookings.models import Capture, Payment, WebhookEvent
from bookings.payments import paying, refunds, webhooks
from tests.bookings.payments.conftest import (
    PRICE,
    approve,
    lapse,
    lead,
    pay,
    payment_of,
    post_event,
    states,
)
from tests.cast import book

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*works) -> list:
    """What each gave or raised."""

    def one(work):
        try:
            return work()
        except Exception as error:  # noqa: BLE001  a refusal is an answer, too
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_f7_webhook_and_browser_together_pay_once(standin, order):
    approve(standin, order)
    payment = payment_of(order)
    at_once(*[partial(paying.look, Payment.objects.get(pk=payment.pk)) for _ in range(8)])
    assert states(order) == ("paid", "active")
    assert (len(standin.ledger()["captures"]), Capture.objects.count()) == (1, 1)


def test_f9_fifty_webhooks_in_parallel_have_one_effect(standin, order):
    approve(standin, order)
    [told] = standin.account.books.events
    answers = at_once(*[partial(post_event, Client(), standin, told) for _ in range(50)])
    assert {answer.status_code for answer in answers} == {200}
    at_once(*[webhooks.work_off] * 4)
    assert WebhookEvent.objects.filter(state="done").count() == 1
    assert Capture.objects.count() == 1


def test_f6_two_late_payers_get_one_seat(standin, order, offer, charlie, course):
    other = book(offer, charlie)
    lead(other)
    for late in (order, other):
        lapse(late)
        approve(standin, late)
    actions.expire_lapsed(resource_id=course.pk)
    type(course).objects.filter(pk=course.pk).update(max_participants=1)
    at_once(*[partial(paying.look, payment_of(late)) for late in (order, other)])
    assert sorted([states(order), states(other)]) == [
        ("cancelled", "expired"),
        ("paid", "active"),
    ]
    assert standin.ledger()["totals"] == {"CHF": "50.00"}


def test_f16_two_refunds_at_once_give_back_what_came(standin, order, admin):
    pay(standin, order)
    ask = partial(refunds.ask_back, order=order, amount=PRICE, reason="Ill", by=admin)
    at_once(ask, ask)
    at_once(refunds.send_due, refunds.send_due)
    assert standin.ledger()["totals"] == {"CHF": "0.00"}
    assert len(standin.ledger()["refunds"]) == 1
