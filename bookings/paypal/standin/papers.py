"""The documents PayPal would write, as its published files describe them."""

from __future__ import annotations

import secrets
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

NAMES = {
    400: (
        "INVALID_REQUEST",
        "Request is not well-formed, syntactically incorrect, or violates schema.",
    ),
    401: (
        "AUTHENTICATION_FAILURE",
        (
            "Authentication failed due to missing authorization header, or invalid "
            "authentication credentials."
        ),
    ),
    404: ("RESOURCE_NOT_FOUND", "The specified resource does not exist."),
    422: (
        "UNPROCESSABLE_ENTITY",
        (
            "The requested action could not be performed, semantically incorrect, or failed "
            "business validation."
        ),
    ),
    500: ("INTERNAL_SERVER_ERROR", "An internal server error occurred."),
    503: ("SERVICE_UNAVAILABLE", "Service Unavailable."),
}
# PayPal's own sentences where its files fix them.
SAID = {
    "INVALID_RESOURCE_ID": (
        "Specified resource ID does not exist. Please check the resource ID and try again."
    ),
    "MALFORMED_REQUEST_JSON": "The request JSON is not well formed.",
    "MISSING_REQUIRED_PARAMETER": "A required parameter is missing.",
    "INVALID_PARAMETER_SYNTAX": "The value of a field does not conform to the expected format.",
    "PAYPAL_REQUEST_ID_REQUIRED": (
        "A PayPal-Request-Id is required if you are trying to process payment for an Order. "
        "Please specify a PayPal-Request-Id or Create the Order without a 'payment_source' "
        "specified."
    ),
    "CANNOT_BE_ZERO_OR_NEGATIVE": (
        "Must be greater than zero. If the currency supports decimals, only two decimal place "
        "precision is supported."
    ),
    "DECIMAL_PRECISION": (
        "If the currency supports decimals, only two decimal place precision is supported."
    ),
    "INVALID_CURRENCY_CODE": (
        "Currency code is invalid or is not currently supported. Please refer "
        "https://developer.paypal.com/api/rest/reference/currency-codes/ for list of supported "
        "currency codes."
    ),
    "ORDER_NOT_APPROVED": (
        "Payer has not yet approved the Order for payment. Please redirect the payer to the "
        "'rel':'approve' url returned as part of the HATEOAS links within the Create Order call "
        "or provide a valid `payment_source` in the request."
    ),
    "ORDER_ALREADY_CAPTURED": (
        "Order already captured.If 'intent=CAPTURE' only one capture per order is allowed."
    ),
    "INSTRUMENT_DECLINED": (
        "The instrument presented  was either declined by the processor or bank, or it can't be "
        "used for this payment."
    ),
    "PAYER_CANNOT_PAY": (
        "Payer cannot pay for this transaction. Please contact the payer to find other ways to "
        "pay for this transaction."
    ),
    "TRANSACTION_REFUSED": "The request was refused.",
    "DUPLICATE_INVOICE_ID": (
        "Duplicate Invoice ID detected. To avoid a potential duplicate transaction your account "
        "setting requires that Invoice Id be unique for each transaction."
    ),
    "CAPTURE_FULLY_REFUNDED": "The capture has already been fully refunded",
    "REFUND_CAPTURE_CURRENCY_MISMATCH": "Refund must be in the same currency as the capture",
    "REFUND_NOT_ALLOWED": "Capture cannot be refunded.",
    "REFUND_AMOUNT_EXCEEDED": (
        "The refund amount must be less than or equal to the capture amount that has not yet "
        "been refunded."
    ),
    "REFUND_FAILED_INSUFFICIENT_FUNDS": (
        "Capture could not be refunded due to insufficient funds. Please check to see if you "
        "have sufficient funds in your PayPal account or if the bank account linked to your "
        "PayPal account is verified and has sufficient funds."
    ),
    "PENDING_CAPTURE": (
        "Cannot initiate a refund as the capture is pending. Capture is typically pending when "
        "the payer has funded the transaction using e-check/bank funded."
    ),
}


def error(status: int, issue: str = "") -> Json:
    name, message = NAMES[status]
    said: Json = {"name": name, "message": message, "debug_id": secrets.token_hex(7)}
    if issue:
        said["details"] = [{"issue": issue, "description": SAID.get(issue, issue)}]
    return said


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
