"""What PayPal's answers say, read strictly: what is not understood is Unknown, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bookings.paypal import reading
from bookings.paypal.errors import Unknown

Json = dict[str, Any]

# As PayPal's own files have it; no exponent, no NaN, no infinity, nothing that is not a string.
AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,2})?", re.ASCII)
CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
CAPTURE_STATUS = {
    *("COMPLETED", "PENDING", "DECLINED", "FAILED", "REFUNDED", "PARTIALLY_REFUNDED"),
}
CHECKOUT_STATUS = {
    *("CREATED", "SAVED", "APPROVED", "VOIDED", "COMPLETED", "PAYER_ACTION_REQUIRED"),
}
REFUND_STATUS = {"CANCELLED", "FAILED", "PENDING", "COMPLETED"}


@dataclass(frozen=True)
class Money:
    """In an answer also nothing or less: whether it is right is for the reader to compare."""

    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Capture:
    id: str
    status: str
    # Why it is pending or was taken back; empty where PayPal gives no reason.
    reason: str
    amount: Money
    fee: Money | None
    custom_id: str
    invoice_id: str
    payee_id: str
    payee_email: str
    checkout_id: str


@dataclass(frozen=True)
class RefundAnswer:
    id: str
    status: str
    amount: Money
    capture_id: str
    # The request id of the refund, if we made it; empty or foreign if it was made elsewhere.
    custom_id: str


@dataclass(frozen=True)
class Checkout:
    id: str
    status: str
    approve_url: str
    captures: tuple[Capture, ...]
    refunds: tuple[RefundAnswer, ...]
    custom_id: str
    invoice_id: str
    amount: Money | None
    # Whose account is paid: ours, if nothing is wrong.
    payee_id: str
    payee_email: str
    payer_email: str


def checkout(said: Json) -> Checkout:
    own = reading.text(said, "id", needed=True)
    unit = reading.first(said.get("purchase_units"))
    payments = reading.an_object(unit.get("payments"))
    payee = _payee(unit)
    return Checkout(
        id=own,
        status=reading.one_of(CHECKOUT_STATUS, said),
        approve_url=reading.link(said, "payer-action") or reading.link(said, "approve"),
        captures=tuple(
            capture(each, own, payee) for each in reading.objects(payments.get("captures"))
        ),
        refunds=tuple(refund(each) for each in reading.objects(payments.get("refunds"))),
        custom_id=reading.text(unit, "custom_id"),
        invoice_id=reading.text(unit, "invoice_id"),
        amount=money(unit["amount"]) if "amount" in unit else None,
        **payee,
        payer_email=_payer_email(said),
    )


def _payee(said: Json) -> dict[str, str]:
    payee = reading.an_object(said.get("payee"))
    return {
        "payee_id": reading.text(payee, "merchant_id"),
        "payee_email": reading.text(payee, "email_address"),
    }


def _payer_email(said: Json) -> str:
    wallet = reading.an_object(reading.an_object(said.get("payment_source")).get("paypal"))
    return reading.text(wallet, "email_address") or reading.text(
        reading.an_object(said.get("payer")), "email_address"
    )


def capture(said: Json, checkout_id: str = "", payee: dict[str, str] | None = None) -> Capture:
    """Inside a checkout, its id and its payee stand around the capture."""
    related = reading.an_object(
        reading.an_object(said.get("supplementary_data")).get("related_ids")
    )
    fee = reading.an_object(said.get("seller_receivable_breakdown")).get("paypal_fee")
    return Capture(
        id=reading.text(said, "id", needed=True),
        status=reading.one_of(CAPTURE_STATUS, said),
        reason=reading.text(reading.an_object(said.get("status_details")), "reason"),
        amount=money(said.get("amount")),
        fee=money(fee) if fee is not None else None,
        custom_id=reading.text(said, "custom_id"),
        invoice_id=reading.text(said, "invoice_id"),
        checkout_id=reading.text(related, "order_id")
        or checkout_id
        or reading.last_part(reading.link(said, "up")),
        **(payee if payee and "payee" not in said else _payee(said)),
    )


def refund(said: Json, *, capture_id: str = "") -> RefundAnswer:
    return RefundAnswer(
        id=reading.text(said, "id", needed=True),
        status=reading.one_of(REFUND_STATUS, said),
        amount=money(said.get("amount")),
        capture_id=reading.last_part(reading.link(said, "up")) or capture_id,
        custom_id=reading.text(said, "custom_id"),
    )


def money(said: object) -> Money:
    read = reading.an_object(said)
    value, currency = read.get("value"), read.get("currency_code")
    if not (isinstance(value, str) and AMOUNT.fullmatch(value)):
        raise Unknown("garbled")
    if not (isinstance(currency, str) and CURRENCY.fullmatch(currency)):
        raise Unknown("garbled")
    return Money(Decimal(value), currency)
