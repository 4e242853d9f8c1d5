"""Webhooks: verified, stored and answered at once; worked off after, in any order, any number.

An event only says where to look. What is true is fetched from PayPal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django_tasks import task

from bookings.models import Capture, PaypalSetting, WebhookEvent
from bookings.payments import paying, taking
from bookings.paypal.gateway import Checkout, Declined, Gateway, PaypalError, connect

Json = dict[str, Any]

LARGEST = 64 * 1024
DEEPEST = 20
SILENCE = timedelta(minutes=2)
# For so long a payment that we do not know may still be on its way into our books.
UNKNOWN_FOR = timedelta(minutes=10)
OURS = "KB-"


class Unreadable(ValueError):
    """Not an event: too large, too deep, ambiguous, or no JSON at all."""


def read(raw: bytes) -> Json:
    """The event in these bytes; Unreadable for what PayPal would never send."""
    if len(raw) > LARGEST or _depth(raw) > DEEPEST:
        raise Unreadable
    try:
        event = json.loads(raw, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    named = isinstance(event, dict) and all(_is_name(event.get(k)) for k in ("id", "event_type"))
    if not named or not isinstance(event.get("resource"), dict):
        raise Unreadable
    return dict(event)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64 and value.isprintable()  # noqa: PLR2004


def _depth(raw: bytes) -> int:
    """At most: brackets inside texts count as well."""
    deepest = depth = 0
    for byte in raw:
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _without_doubles(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable
    return found


def is_genuine(headers: Mapping[str, str], raw: bytes) -> bool:
    """Whether PayPal sent exactly these bytes; raises PaypalError while nobody can tell."""
    setting = PaypalSetting.load()
    return connect(setting.environment).verify(headers, raw, setting.webhook_id)


def keep(event: Json, raw: str, environment: str) -> None:
    """Once, however often it comes."""
    WebhookEvent.objects.bulk_create(
        [
            WebhookEvent(
                event_id=event["id"], environment=environment, kind=event["event_type"], raw=raw
            )
        ],
        ignore_conflicts=True,
    )
    work.enqueue()


@task()
def work() -> int:
    """The worker's wake-up. The rows are the truth: a lost task loses no event."""
    return work_off()


def work_off(limit: int = 200) -> int:
    """Look at what waits, oldest first; returns how many are done."""
    now = timezone.now()
    due = WebhookEvent.objects.filter(next_try_at__lte=now).order_by("next_try_at", "id")
    return sum(_work_off(event) for event in due[:limit])


def _work_off(event: WebhookEvent) -> bool:
    now = timezone.now()
    mine = WebhookEvent.objects.filter(pk=event.pk, next_try_at__lte=now, tries=event.tries)
    if not mine.update(tries=F("tries") + 1, next_try_at=now + SILENCE):
        return False
    try:
        done = _look(event)
    except Declined:
        return _end(event, WebhookEvent.State.IGNORED)
    except PaypalError:
        done = None
    if done is None:
        later = now + paying.pause(event.tries)
        WebhookEvent.objects.filter(pk=event.pk).update(next_try_at=later)
        return False
    return _end(event, WebhookEvent.State.DONE if done else WebhookEvent.State.IGNORED)


def _end(event: WebhookEvent, state: str) -> bool:
    WebhookEvent.objects.filter(pk=event.pk).update(state=state, next_try_at=None)
    return True


def _look(event: WebhookEvent) -> bool | None:
    """Fetch what the event is about: True done, False not ours, None not yet."""
    gateway = connect(event.environment)
    checkout_id = _checkout_of(gateway, json.loads(event.raw))
    if not checkout_id:
        return False
    checkout = gateway.get_checkout(checkout_id)
    payment = taking.payment_of(event.environment, checkout)
    if payment and not payment.checkout_id:
        taking.take_in(event.environment, checkout)
        payment.refresh_from_db()
    if payment:
        paying.follow(gateway, payment, checkout)
        return True
    return _strange(event, checkout)


def _strange(event: WebhookEvent, checkout: Checkout) -> bool | None:
    """Money under one of our numbers that we do not know is not lost; other money is not ours."""
    if not checkout.custom_id.startswith(OURS):
        return False
    if timezone.now() - event.received_at < UNKNOWN_FOR:
        return None
    taking.take_in(event.environment, checkout)
    return True


def _checkout_of(gateway: Gateway, event: Json) -> str:
    resource = event["resource"]
    if event.get("resource_type") == "checkout-order":
        return _text(resource.get("id"))
    if event.get("resource_type") == "refund":
        return _checkout_behind(gateway, _last_of_link(resource))
    related = resource.get("supplementary_data") or {}
    ids = related.get("related_ids") if isinstance(related, dict) else None
    known = _text(ids.get("order_id")) if isinstance(ids, dict) else ""
    return known or _checkout_behind(gateway, _text(resource.get("id")))


def _checkout_behind(gateway: Gateway, capture_id: str) -> str:
    known = Capture.objects.filter(capture_id=capture_id).first()
    if known:
        return known.checkout_id
    return gateway.get_capture(capture_id).checkout_id if capture_id else ""


def _last_of_link(resource: Json) -> str:
    links = resource.get("links") or []
    up = [one for one in links if isinstance(one, dict) and one.get("rel") == "up"]
    return _text(up[0].get("href")).rpartition("/")[2] if up else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def fetch_missed(now: datetime) -> int:
    """What PayPal told or tried to tell since we last asked; returns how many were new."""
    setting = PaypalSetting.load()
    since = (setting.events_until or now - timedelta(days=1)) - timedelta(hours=1)
    known = set(WebhookEvent.objects.filter(received_at__gte=since).values_list("event_id"))
    new = 0
    for event in connect(setting.environment).events(since, now + timedelta(minutes=1)):
        raw = json.dumps(event)
        if (event.get("id"),) not in known:
            new += _keep_if_readable(raw, setting.environment)
    PaypalSetting.objects.filter(pk=1).update(events_until=now)
    return new


def _keep_if_readable(raw: str, environment: str) -> bool:
    try:
        keep(read(raw.encode()), raw, environment)
    except Unreadable:
        return False
    return True
