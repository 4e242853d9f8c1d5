"""Random histories with faults: in the end our books say what PayPal's say, to the cent.

`make histories` runs 10,000; HISTORIES= another number, SEED= the one that went wrong.
"""

from __future__ import annotations

import os
import random
import secrets
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.refusal import Refusal
from bookings import actions, audit
from bookings.models import (
    BookingOrder,
    Capture,
    Payment,
    PaypalSetting,
    Refund,
    UnassignedMoney,
    WebhookEvent,
)
from bookings.payments import desk, paying, reconcile, refunds
from bookings.paypal import config
from bookings.paypal.gateway import PaypalError
from bookings.paypal.standin.books import Books
from bookings.paypal.standin.faults import KINDS
from bookings.paypal.standin.post import WEBHOOK_ID
from bookings.paypal.standin.server import Standin
from tests.bookings.payments.conftest import TERMS, lapse, lead, payment_of, post_event
from tests.cast import book, make_offer, make_resource
from tests.paypal import HASTY

HISTORIES = int(os.environ.get("HISTORIES", "200"))
SEED = int(os.environ.get("SEED", "0")) or secrets.randbelow(10**9)
# Silence takes its time, and there are many.
FAULTS = sorted(set(KINDS) - {"timeout", "hang", "slow"})
CALLS = ("create", "get_checkout", "capture", "refund", "get_refund", "verify", "events")
WRONG = (
    {"amount": "49.99"}, {"amount": "55.00"}, {"currency": "EUR"}, {"status": "PENDING"},
    {"issue": "INSTRUMENT_DECLINED"}, {"payee": "ANTHERACCNT22"},
)  # fmt: skip


@pytest.fixture
def standin(settings, monkeypatch):

    monkeypatch.setattr(config, "PATIENCE", replace(HASTY, tries=2, pause=0.001))
    settings.PLAY_MONEY = True
    with Standin() as standin:
        settings.PAYPAL_STANDIN = standin.url
        standin.control.webhooks(when="never")
        yield standin


class History:
    """One seat or two, three people, and whatever comes to somebody's mind."""

    def __init__(self, standin, client, people, by, chance: random.Random) -> None:
        self.standin, self.client, self.people, self.by = standin, client, people, by
        self.chance = chance
        self.course = make_resource(max_participants=chance.choice([1, 2, None]))
        self.offer = make_offer(
            self.course, cancellation_fee=chance.choice([None, Decimal("20.00")]), **TERMS
        )
        self.done: list[str] = []

    STEPS = (
        *("book", "book", "lead", "approve", "approve", "come_back", "come_back", "fault"),
        *("wrong", "lapse", "give_up", "cancel", "refund", "refund_outside", "chargeback"),
        *("settle", "webhook", "webhook", "tick", "desk"),
    )

    def run(self, steps: int) -> None:
        for _ in range(steps):
            step = self.chance.choice(self.STEPS)
            self.done.append(step)
            with suppress(Refusal, PaypalError, ValueError):
                getattr(self, step)()
        self.standin.control.heal()
        self.settle_everything()

    def settle_everything(self) -> None:
        for again in range(4):
            later()
            actions.expire_lapsed(resource_id=self.course.pk)
            if not reconcile.run(everything=not again):
                break

    def order(self) -> BookingOrder:
        found = list(BookingOrder.objects.filter(resource=self.course))
        if not found:
            raise Refusal("Nobody has booked yet.")
        return self.chance.choice(found)

    def book(self) -> None:
        lead(book(self.offer, self.chance.choice(self.people)))

    def lead(self) -> None:
        lead(self.order())

    def approve(self) -> None:
        with suppress(KeyError):
            self.standin.control.approve(payment_of(self.order()).checkout_id)

    def come_back(self) -> None:
        payment = payment_of(self.order())
        if payment:
            paying.look(payment)

    def fault(self) -> None:
        call, kind = self.chance.choice(CALLS), self.chance.choice(FAULTS)
        self.standin.control.fail(call, kind, times=self.chance.choice([1, 2, 3]))

    def wrong(self) -> None:
        self.standin.control.next_capture(**self.chance.choice(WRONG))

    def lapse(self) -> None:
        lapse(self.order())
        actions.expire_lapsed(resource_id=self.course.pk)

    def give_up(self) -> None:
        paying.give_up(order=self.order(), by=self.by)

    def cancel(self) -> None:
        actions.cancel(order=self.order(), by=self.by)

    def refund(self) -> None:
        amount = Decimal(self.chance.choice(["10.00", "50.00"]))
        refunds.ask_back(order=self.order(), amount=amount, reason="", by=self.by)
        refunds.send_due()

    def capture(self) -> str:
        mine = {
            payment.checkout_id for payment in Payment.objects.filter(order__resource=self.course)
        }
        found = [c["id"] for c in self.standin.ledger()["captures"] if c["checkout"] in mine]
        if not found:
            raise Refusal("Nobody has paid yet.")
        return self.chance.choice(found)

    def refund_outside(self) -> None:
        self.standin.control.refund(self.capture(), self.chance.choice(["5.00", ""]))

    def chargeback(self) -> None:
        self.standin.control.chargeback(self.capture())

    def settle(self) -> None:
        settle = self.chance.choice([self.standin.control.complete, self.standin.control.deny])
        settle(self.capture())

    def webhook(self) -> None:
        told = self.standin.account.books.events[-20:]
        if told:
            post_event(self.client, self.standin, self.chance.choice(told))

    def tick(self) -> None:
        later()
        reconcile.run(everything=self.chance.random() < 0.3)

    def desk(self) -> None:
        items = list(
            UnassignedMoney.objects.open().filter(capture__payment__order__resource=self.course)
        )
        if not items:
            return
        item = self.chance.choice(items)
        choice = self.chance.choice(["assign", "pay_back", "move", "close"])
        more = {
            "assign": {},
            "pay_back": {"reason": "Late"},
            "move": {"order": self.order()},
            "close": {"note": "Clear"},
        }[choice]
        getattr(desk, choice)(item=item, by=self.by, **more)
        refunds.send_due()


def later() -> None:
    now = timezone.now()
    Payment.objects.exclude(next_look_at=None).update(next_look_at=now)
    Payment.objects.exclude(claimed_at=None).update(claimed_at=now - paying.SILENCE * 2)
    WebhookEvent.objects.exclude(next_try_at=None).update(next_try_at=now)
    Refund.objects.exclude(next_try_at=None).update(next_try_at=now)


def our_ledger() -> dict[str, str]:
    """Orders and items, less what went back."""
    total: Counter[str] = Counter()
    for capture in Capture.objects.exclude(received_at=None).select_related("item"):
        total[capture.currency] += capture.assigned
    for item in UnassignedMoney.objects.select_related("capture"):
        total[item.capture.currency] += item.amount
    for refund in Refund.objects.filter(state="completed"):
        total[refund.currency] -= refund.amount
    return {currency: str(amount) for currency, amount in sorted(total.items())}


def test_ledgers_are_equal_after_random_histories(standin, client, alice, bob, admin, charlie):
    PaypalSetting.objects.create(pk=1, enabled=True, environment="standin", webhook_id=WEBHOOK_ID)
    sys.stdout.write(f"SEED={SEED} HISTORIES={HISTORIES}\n")
    chance = random.Random(SEED)
    for number in range(HISTORIES):
        standin.account.books = Books()
        with transaction.atomic():  # the next history begins with nothing
            history = History(standin, client, [alice, bob, charlie], admin, chance)
            history.run(chance.randint(4, 12))
            told = f"SEED={SEED}, history {number}: {history.done}"
            assert our_ledger() == standin.ledger()["totals"], told
            assert [said for check in audit.CHECKS for said in check()] == [], told
            transaction.set_rollback(True)
