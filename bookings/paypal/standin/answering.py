"""PayPal's addresses, and what stands behind each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bookings.paypal.standin import money, notices, refusals, tokens
from bookings.paypal.standin.asked import Answer, Asked, Refused


def answer_to(method: str, asked: Asked) -> tuple[str, Callable[[], Answer]] | None:
    """The operation and the work behind it; None where PayPal has nothing either."""
    for name, (verb, pattern, work) in ADDRESSES.items():
        if verb == method and (found := pattern.fullmatch(asked.path)):
            named = replace(asked, id=found.groupdict().get("id", ""))
            return name, partial(_answered, name, work, named)
    return None


def _answered(name: str, work: Callable[[Asked], Answer], asked: Asked) -> Answer:
    if name != "token" and not asked.account.knows(asked.headers.get("authorization", "")):
        return 401, refusals.error(401)
    request_id = asked.headers.get("paypal-request-id", "")
    done = (asked.path, request_id)
    with asked.account.books.lock:
        if request_id and done in asked.account.answered:
            return asked.account.answered[done]
        try:
            answer = work(asked)
        except Refused as refused:
            return refused.status, refusals.error(refused.status, refused.issue)
        if request_id:
            asked.account.answered[done] = answer
    # Without the lock: whoever gets the events asks us what they mean.
    asked.account.send_events()
    return answer


_ID = "(?P<id>[A-Za-z0-9-]+)"
ADDRESSES = {
    name: (verb, re.compile(path), work)
    for name, verb, path, work in [
        ("token", "POST", "/v1/oauth2/token", tokens.token),
        ("create", "POST", "/v2/checkout/orders", money.create),
        ("get_checkout", "GET", f"/v2/checkout/orders/{_ID}", money.get_checkout),
        ("capture", "POST", f"/v2/checkout/orders/{_ID}/capture", money.capture),
        ("get_capture", "GET", f"/v2/payments/captures/{_ID}", money.get_capture),
        ("refund", "POST", f"/v2/payments/captures/{_ID}/refund", money.refund),
        ("get_refund", "GET", f"/v2/payments/refunds/{_ID}", money.get_refund),
        ("verify", "POST", "/v1/notifications/verify-webhook-signature", notices.verify),
        ("webhooks", "GET", "/v1/notifications/webhooks", notices.webhooks),
        ("webhook", "GET", f"/v1/notifications/webhooks/{_ID}", notices.webhook),
        ("events", "GET", "/v1/notifications/webhooks-events", notices.events),
        ("resend", "POST", f"/v1/notifications/webhooks-events/{_ID}/resend", notices.resend),
    ]
}
