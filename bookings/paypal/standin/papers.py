"""The documents PayPal would write, as its published files describe them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from bookings.paypal.standin.books import MERCHANT, Capture, Checkout, Refund, new_id, now, number

Json = dict[str, Any]

PAYER = {
    "name": {"given_name": "Noëmi", "surname": "Rüegg"},
    "email_address": "noemi.rueegg@example.org",
}
PAYER_ID = "NEMRUEGG22222"
DESK = "desk@example.org"


def money(value: str, currency: str) -> Json:
    return {"currency_code": currency, "value": value}


def links(home: str, *wanted: tuple[str, str, str]) -> list[Json]:
    return [
        {"href": f"{home}{path}", "rel": rel, "method": method} for path, rel, method in wanted
    ]


def checkout(home: str, of: Checkout) -> Json:
    path = f"/v2/checkout/orders/{of.id}"
    approve = "payer-action" if of.context else "approve"
    said: Json = {
        "id": of.id,
        "intent": "CAPTURE",
        "status": of.status,
        "create_time": of.at,
        "purchase_units": [_unit(home, of)],
        "links": links(
            home,
            (path, "self", "GET"),
            (f"/checkoutnow?token={of.id}", approve, "GET"),
            (f"{path}/capture", "capture", "POST"),
        ),
    }
    wallet = {"account_id": PAYER_ID} | PAYER
    said["payment_source"] = {"paypal": wallet if of.is_approved else {}}
    if of.is_approved:
        said["payer"] = {"payer_id": PAYER_ID} | PAYER
    return said


def _unit(home: str, of: Checkout) -> Json:
    said = of.unit | {"payee": {"merchant_id": MERCHANT, "email_address": DESK}}
    if of.captures:
        # Whoever was paid is told here; the documents of the captures have it one level up.
        said["payee"] = _payee(of.captures[0])
        said["payments"] = {"captures": [inner_capture(home, each) for each in of.captures]}
        refunds = [refund(home, each) for made in of.captures for each in made.refunds]
        if refunds:
            said["payments"]["refunds"] = refunds
    return said


def _payee(of: Capture) -> Json:
    return {"merchant_id": of.payee} | ({"email_address": DESK} if of.payee == MERCHANT else {})


def inner_capture(home: str, of: Capture) -> Json:
    """As it stands inside a checkout."""
    path = f"/v2/payments/captures/{of.id}"
    said: Json = {
        "id": of.id,
        "status": of.status,
        "amount": money(of.amount, of.currency),
        "final_capture": True,
        "seller_protection": {"status": "NOT_ELIGIBLE"},
        "custom_id": of.custom_id,
        "invoice_id": of.invoice_id,
        "create_time": of.at,
        "update_time": of.at,
        "links": links(
            home,
            (path, "self", "GET"),
            (f"{path}/refund", "refund", "POST"),
            (f"/v2/checkout/orders/{of.checkout.id}", "up", "GET"),
        ),
    }
    if of.reason:
        said["status_details"] = {"reason": of.reason}
    if of.is_received and number(of.amount) > 0:
        said["seller_receivable_breakdown"] = _receivable(of)
    return said


def _receivable(of: Capture) -> Json:
    gross = number(of.amount)
    fee = (gross * Decimal("0.034") + Decimal("0.55")).quantize(Decimal("0.01"))
    return {
        "gross_amount": money(of.amount, of.currency),
        "paypal_fee": money(str(fee), of.currency),
        "net_amount": money(str(gross - fee), of.currency),
    }


def capture(home: str, of: Capture) -> Json:
    return inner_capture(home, of) | {
        "payee": _payee(of),
        "supplementary_data": {"related_ids": {"order_id": of.checkout.id}},
    }


def refund(home: str, of: Refund) -> Json:
    path = f"/v2/payments/refunds/{of.id}"
    returned = number(of.capture.amount) - of.capture.rest
    said: Json = {
        "id": of.id,
        "status": of.status,
        "amount": money(of.amount, of.capture.currency),
        "create_time": of.at,
        "update_time": of.at,
        "seller_payable_breakdown": {
            "gross_amount": money(of.amount, of.capture.currency),
            "total_refunded_amount": money(str(returned), of.capture.currency),
        },
        "links": links(
            home,
            (path, "self", "GET"),
            (f"/v2/payments/captures/{of.capture.id}", "up", "GET"),
        ),
    }
    if of.custom_id:
        said["custom_id"] = of.custom_id
    if of.note:
        said["note_to_payer"] = of.note
    return said


def event(home: str, name: str, kind: str, resource: Json) -> Json:
    made = f"WH-{new_id()}-{new_id()}"
    return {
        "id": made,
        "event_version": "1.0",
        "create_time": now(),
        "resource_type": kind,
        "resource_version": "2.0",
        "event_type": name,
        "summary": f"{name} of {resource['id']}",
        "resource": resource,
        "links": links(home, (f"/v1/notifications/webhooks-events/{made}", "self", "GET")),
    }


def webhook(home: str, own: str, url: str, names: Iterable[str]) -> Json:
    return {
        "id": own,
        "url": url,
        "event_types": [{"name": name} for name in names],
        "links": links(home, (f"/v1/notifications/webhooks/{own}", "self", "GET")),
    }
