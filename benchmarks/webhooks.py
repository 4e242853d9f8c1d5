"""1,000 webhooks at once against two web workers: each answered, one effect for each event."""

from __future__ import annotations

import json
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from time import perf_counter

import requests
from django.conf import settings
from django.db import connections

from benchmarks import crowd
from benchmarks.measure import Figures, table
from benchmarks.serving import HERE, server
from bookings import actions
from bookings.models import BookingOrder, Capture, PaypalSetting, WebhookEvent
from bookings.payments import paying, webhooks
from bookings.paypal.standin.post import WEBHOOK_ID
from bookings.paypal.standin.server import Standin
from catalog.models import LearningResource, Offer

PAYERS, COPIES, AT_ONCE = 200, 5, 64


def report() -> None:
    with Standin() as standin:
        settings.PAYPAL_STANDIN = os.environ["PAYPAL_STANDIN"] = standin.url
        resource = _approved(standin)
        with server(workers=2) as (port, _pid):
            answers, spent, together = _post_all(standin, port)
        began = perf_counter()
        while webhooks.work_off():
            pass
        worked = perf_counter() - began
        _show(answers, spent, together, worked, resource)


def _approved(standin: Standin) -> LearningResource:
    """So many orders whose payers have approved, and nobody has been told."""
    standin.control.webhooks(when="never")
    PaypalSetting.objects.update_or_create(
        pk=1, defaults={"enabled": True, "environment": "standin", "webhook_id": WEBHOOK_ID}
    )
    mark = f"hooks{perf_counter():.6f}".replace(".", "")
    resource = crowd.resource(mark, seats=None)
    resource.save()
    offer = crowd.offer(resource, "paypal", "paypal")
    offer.price = Decimal("50.00")
    offer.save(force_insert=True)
    for person in crowd.people(PAYERS, mark):
        _approve(standin, offer, person)
    return resource


def _approve(standin: Standin, offer: Offer, person: object) -> None:
    answers = {"seen": offer.terms_seen}
    order = actions.book(offer=offer, person=person, by=person, answers=answers)
    payment = paying.begin(order=order, by=person)
    paying.lead_there(payment, "en")
    standin.control.approve(payment.checkout_id)


def _post_all(standin: Standin, port: int) -> tuple[Counter[int], Figures, float]:
    """Every event several times, all of them mixed."""
    raw = [json.dumps(event).encode() for event in standin.account.books.events] * COPIES
    url = f"http://{HERE}:{port}/payments/paypal/webhook/"

    def post(body: bytes) -> tuple[int, float]:
        began = perf_counter()
        signed = standin.account.post.signed(body) | {"Content-Type": "application/json"}
        status = requests.post(url, data=body, headers=signed, timeout=60).status_code
        return status, perf_counter() - began

    connections.close_all()
    began = perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(post, raw))
    together = perf_counter() - began
    return Counter(status for status, _ in told), Figures([each for _, each in told]), together


def _show(
    answers: Counter[int],
    spent: Figures,
    together: float,
    worked: float,
    resource: LearningResource,
) -> None:
    orders = BookingOrder.objects.filter(resource=resource)
    captures = Capture.objects.filter(order__in=orders).count()
    row = [
        ", ".join(f"{number} × {status}" for status, number in answers.items()),
        f"{answers.total() / together:.0f}",
        f"{spent.median * 1000:.0f}",
        f"{spent.p95 * 1000:.0f}",
        WebhookEvent.objects.count(),
        f"{captures} of {PAYERS}",
        f"{PAYERS / worked:.0f}",
    ]
    head = "| answered | per second | median ms | p95 ms | kept | paid once | worked off per s |"
    table(head, [row])
