"""Webhooks: whether an event is genuine, which ones there are, and what was sent to them."""

from __future__ import annotations

import json
import secrets
from urllib.parse import parse_qs

from bookings.paypal.standin import papers
from bookings.paypal.standin.asked import Answer, Asked, Json, Refused
from bookings.paypal.standin.post import WEBHOOK_ID

EVENT_NAMES = (
    "CHECKOUT.ORDER.APPROVED",
    "PAYMENT.CAPTURE.COMPLETED",
    "PAYMENT.CAPTURE.DENIED",
    "PAYMENT.CAPTURE.PENDING",
    "PAYMENT.CAPTURE.REFUNDED",
    "PAYMENT.CAPTURE.REVERSED",
    "PAYMENT.REFUND.FAILED",
    "PAYMENT.REFUND.PENDING",
)


def verify(asked: Asked) -> Answer:
    """The bytes of the event as they were sent to us, not what they mean."""
    said = asked.body
    right = asked.account.post.signature(
        str(said.get("transmission_id")),
        str(said.get("transmission_time")),
        str(said.get("webhook_id")),
        _event_as_sent(asked.raw.decode()),
    )
    same = secrets.compare_digest(right.encode(), str(said.get("transmission_sig")).encode())
    return 200, {"verification_status": "SUCCESS" if same else "FAILURE"}


def _event_as_sent(text: str) -> bytes:
    _before, named, rest = text.partition('"webhook_event":')
    if not named:
        raise Refused(400, "MISSING_REQUIRED_PARAMETER")
    rest = rest.lstrip()
    _event, end = json.JSONDecoder().raw_decode(rest)
    return rest[:end].encode()


def webhooks(asked: Asked) -> Answer:
    return 200, {"webhooks": [_webhook(asked)]}


def _webhook(asked: Asked) -> Json:
    url = asked.account.post.url or "https://nobody.example.org/"
    return papers.webhook(asked.account.home, WEBHOOK_ID, url, EVENT_NAMES)


def webhook(asked: Asked) -> Answer:
    if asked.id != WEBHOOK_ID:
        raise Refused(404, "INVALID_RESOURCE_ID")
    return 200, _webhook(asked)


def events(asked: Asked) -> Answer:
    """Newest first, page by page, with a link to the next one."""
    query = {name: values[0] for name, values in parse_qs(asked.query).items()}
    since, until = query.get("start_time", ""), query.get("end_time", "~")
    size, start = int(query.get("page_size", 10)), int(query.get("start_id", 0))
    found = [e for e in asked.account.books.events if since <= e["create_time"] <= until]
    page = found[::-1][start : start + size]
    path = "/v1/notifications/webhooks-events"
    further = (
        f"{path}?page_size={size}&start_id={start + size}&start_time={since}&end_time={until}"
    )
    wanted = [(further, "next", "GET")] if start + size < len(found) else []
    said = {"events": page, "count": len(page)}
    return 200, said | {"links": papers.links(asked.account.home, *wanted)}


def resend(asked: Asked) -> Answer:
    for event in asked.account.books.events:
        if event["id"] == asked.id:
            asked.account.post.dispatch(event)
            return 202, event
    raise Refused(404, "INVALID_RESOURCE_ID")
