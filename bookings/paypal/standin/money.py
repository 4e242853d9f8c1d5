"""Checkouts, captures, refunds: what PayPal answers about money."""

from __future__ import annotations

import re
from decimal import Decimal

from bookings.paypal import config
from bookings.paypal.standin import papers
from bookings.paypal.standin.asked import Answer, Asked, Json, Refused
from bookings.paypal.standin.books import Capture, Checkout, Refund, number

AMOUNT = re.compile(r"((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))")
REFUND_STATUS = {"COMPLETED", "PENDING", "FAILED", "CANCELLED"}
SHORT = {"id", "status", "links", "payment_source"}


def create(asked: Asked) -> Answer:
    body = asked.body
    units = body.get("purchase_units")
    if body.get("intent") != "CAPTURE" or not isinstance(units, list) or len(units) != 1:
        raise Refused(400, "MISSING_REQUIRED_PARAMETER")
    _check_amount(units[0].get("amount") or {})
    source = body.get("payment_source", {})
    if source and "paypal-request-id" not in asked.headers:
        raise Refused(400, "PAYPAL_REQUEST_ID_REQUIRED")
    context = source.get("paypal", {}).get("experience_context", {})
    made = asked.account.books.open(units[0], context)
    return (200 if source else 201), _shown(asked, made)


def _check_amount(amount: Json) -> None:
    value, currency = amount.get("value"), amount.get("currency_code")
    if not (isinstance(value, str) and AMOUNT.fullmatch(value)):
        raise Refused(400, "INVALID_PARAMETER_SYNTAX")
    if currency not in config.CURRENCIES:
        raise Refused(422, "INVALID_CURRENCY_CODE")
    if number(value) <= 0:
        raise Refused(422, "CANNOT_BE_ZERO_OR_NEGATIVE")
    if number(value) != number(value).quantize(Decimal("0.01")):
        raise Refused(422, "DECIMAL_PRECISION")


def _shown(asked: Asked, checkout: Checkout) -> Json:
    """All of it, or what PayPal tells when nobody asked for all."""
    whole = papers.checkout(asked.account.home, checkout)
    return {name: whole[name] for name in whole if asked.wants_all or name in SHORT}


def _checkout(asked: Asked) -> Checkout:
    found = asked.account.books.checkouts.get(asked.id)
    if found is None:
        raise Refused(404, "INVALID_RESOURCE_ID")
    return found


def get_checkout(asked: Asked) -> Answer:
    return 200, papers.checkout(asked.account.home, _checkout(asked))


def capture(asked: Asked) -> Answer:
    checkout = _checkout(asked)
    if checkout.status == "COMPLETED":
        raise Refused(422, "ORDER_ALREADY_CAPTURED")
    if not checkout.is_approved:
        raise Refused(422, "ORDER_NOT_APPROVED")
    outcome = asked.account.next_outcome(checkout)
    if outcome.issue:
        raise Refused(422, outcome.issue)
    invoice_id = checkout.unit.get("invoice_id", "")
    if asked.account.is_strict and asked.account.books.has_invoice(invoice_id):
        raise Refused(422, "DUPLICATE_INVOICE_ID")
    made = asked.account.books.capture(checkout, outcome)
    asked.account.tell_of_capture(made)
    return 201, _shown(asked, checkout)


def _capture(asked: Asked) -> Capture:
    found = asked.account.books.captures.get(asked.id)
    if found is None:
        raise Refused(404, "INVALID_RESOURCE_ID")
    return found


def get_capture(asked: Asked) -> Answer:
    return 200, papers.capture(asked.account.home, _capture(asked))


def refund(asked: Asked) -> Answer:
    of, body = _capture(asked), asked.body
    amount = body.get("amount") or papers.money(str(of.rest), of.currency)
    _check_refund(of, amount)
    status = asked.account.next_refund()
    if status not in REFUND_STATUS:
        raise Refused(422, status)
    made = Refund(
        of,
        amount["value"],
        custom_id=body.get("custom_id", ""),
        note=body.get("note_to_payer", ""),
        status=status,
    )
    asked.account.books.refund(made)
    asked.account.tell_of_refund(made)
    whole = papers.refund(asked.account.home, made)
    return 201, {name: whole[name] for name in whole if asked.wants_all or name in SHORT}


def _check_refund(of: Capture, amount: Json) -> None:
    if of.status == "PENDING":
        raise Refused(422, "PENDING_CAPTURE")
    if of.status not in {"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"}:
        raise Refused(422, "REFUND_NOT_ALLOWED")
    if not of.rest:
        raise Refused(422, "CAPTURE_FULLY_REFUNDED")
    _check_amount(amount)
    if amount["currency_code"] != of.currency:
        raise Refused(422, "REFUND_CAPTURE_CURRENCY_MISMATCH")
    if number(amount["value"]) > of.rest:
        raise Refused(422, "REFUND_AMOUNT_EXCEEDED")


def get_refund(asked: Asked) -> Answer:
    found = asked.account.books.refunds.get(asked.id)
    if found is None:
        raise Refused(404, "INVALID_RESOURCE_ID")
    return 200, papers.refund(asked.account.home, found)
