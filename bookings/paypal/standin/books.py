"""What the stand-in knows: checkouts, captures, refunds.

In memory, behind one lock. It decides nothing about HTTP; `papers.py` writes the documents.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from threading import RLock
from typing import Any

Json = dict[str, Any]

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
MERCHANT = "KURSBUCHDEM22"
# Orders nobody pays within PayPal's three hours are gone; here somebody has to say so.
GONE = "VOIDED"


def new_id() -> str:
    """As long as PayPal's, and as little guessable."""
    return "".join(secrets.choice(ALPHABET) for _ in range(17))


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def number(text: str) -> Decimal:
    """Nothing for what is no number: the stand-in can be told to answer such things."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return value if value.is_finite() else Decimal(0)


@dataclass
class Outcome:
    """How a capture turns out: well, unless something is said. Empty means: as asked for."""

    status: str = "COMPLETED"
    reason: str = ""
    # With an issue nothing is captured.
    issue: str = ""
    amount: str = ""
    currency: str = ""
    payee: str = ""
    custom_id: str = ""
    invoice_id: str = ""


@dataclass
class Refund:
    capture: Capture
    amount: str
    custom_id: str = ""
    note: str = ""
    # REFUND, or CHARGEBACK: taken back by the payer's bank.
    kind: str = "REFUND"
    status: str = "COMPLETED"
    id: str = field(default_factory=new_id)
    at: str = field(default_factory=now)


@dataclass
class Capture:
    checkout: Checkout
    amount: str
    currency: str
    payee: str
    custom_id: str
    invoice_id: str
    status: str
    reason: str
    # Whether the money has ever been there.
    is_received: bool = False
    refunds: list[Refund] = field(default_factory=list)
    id: str = field(default_factory=new_id)
    at: str = field(default_factory=now)

    @property
    def rest(self) -> Decimal:
        taken = (number(each.amount) for each in self.refunds if each.status in LASTING)
        return number(self.amount) - sum(taken, Decimal(0))

    def settle(self) -> None:
        """The status that follows from what has been paid back."""
        done = any(each.status == "COMPLETED" for each in self.refunds)
        if done:
            self.status = "PARTIALLY_REFUNDED" if self.rest else "REFUNDED"
        elif self.status in {"PARTIALLY_REFUNDED", "REFUNDED"}:
            self.status = "COMPLETED"


LASTING = {"COMPLETED", "PENDING"}


@dataclass
class Checkout:
    unit: Json
    context: Json
    status: str
    outcome: Outcome | None = None
    is_approved: bool = False
    captures: list[Capture] = field(default_factory=list)
    id: str = field(default_factory=new_id)
    at: str = field(default_factory=now)


class Books:
    """Every method is called with the lock held; `lock` is for whoever calls several."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.checkouts: dict[str, Checkout] = {}
        self.captures: dict[str, Capture] = {}
        self.refunds: dict[str, Refund] = {}
        self.events: list[Json] = []

    def open(self, unit: Json, context: Json) -> Checkout:
        checkout = Checkout(unit, context, "PAYER_ACTION_REQUIRED" if context else "CREATED")
        self.checkouts[checkout.id] = checkout
        return checkout

    def capture(self, checkout: Checkout, outcome: Outcome) -> Capture:
        asked = checkout.unit
        capture = Capture(
            checkout,
            amount=outcome.amount or asked["amount"]["value"],
            currency=outcome.currency or asked["amount"]["currency_code"],
            payee=outcome.payee or MERCHANT,
            custom_id=outcome.custom_id or asked.get("custom_id", ""),
            invoice_id=outcome.invoice_id or asked.get("invoice_id", ""),
            status=outcome.status,
            reason=outcome.reason,
            is_received=outcome.status == "COMPLETED",
        )
        checkout.status = "COMPLETED"
        checkout.captures.append(capture)
        self.captures[capture.id] = capture
        return capture

    def has_invoice(self, invoice_id: str) -> bool:
        """PayPal takes money once for an invoice, unless the account says otherwise."""
        return any(
            each.invoice_id == invoice_id and each.status != "DECLINED"
            for each in self.captures.values()
        )

    def settle_capture(self, capture: Capture, *, completed: bool) -> None:
        capture.status, capture.reason = ("COMPLETED" if completed else "DECLINED"), ""
        capture.is_received = capture.is_received or completed

    def refund(self, refund: Refund) -> None:
        self.refunds[refund.id] = refund
        refund.capture.refunds.append(refund)
        refund.capture.settle()

    def settle_refund(self, refund: Refund, status: str) -> None:
        refund.status = status
        refund.capture.settle()
