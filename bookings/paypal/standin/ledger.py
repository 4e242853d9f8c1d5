"""What a statement of the account would say: the truth ours is compared with."""

from __future__ import annotations

from decimal import Decimal

from bookings.paypal.standin.books import Books, Capture, Json, Refund, number


def ledger(books: Books) -> Json:
    """What a statement of the account would say; amounts are what was really moved."""
    totals: dict[str, Decimal] = {}
    for capture in books.captures.values():
        if capture.is_received:
            _add(totals, capture.currency, number(capture.amount))
    for refund in books.refunds.values():
        if refund.status == "COMPLETED":
            _add(totals, refund.capture.currency, -number(refund.amount))
    return {
        "captures": [_told_capture(each) for each in books.captures.values()],
        "refunds": [_told_refund(each) for each in books.refunds.values()],
        "totals": {currency: str(total) for currency, total in sorted(totals.items())},
    }


def _add(totals: dict[str, Decimal], currency: str, amount: Decimal) -> None:
    totals[currency] = totals.get(currency, Decimal(0)) + amount


def _told_capture(capture: Capture) -> Json:
    return {
        "id": capture.id,
        "checkout": capture.checkout.id,
        "status": capture.status,
        "received": capture.is_received,
        "amount": capture.amount,
        "currency": capture.currency,
        "payee": capture.payee,
        "custom_id": capture.custom_id,
        "invoice_id": capture.invoice_id,
    }


def _told_refund(refund: Refund) -> Json:
    return {
        "id": refund.id,
        "capture": refund.capture.id,
        "kind": refund.kind,
        "status": refund.status,
        "amount": refund.amount,
        "currency": refund.capture.currency,
        "custom_id": refund.custom_id,
    }
