"""Settle whatever is unknown: part of `manage.py tick`, and `manage.py reconcile_payments`."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from bookings.models import Payment, PaypalSetting
from bookings.payments import paying, refunds, webhooks
from bookings.paypal.gateway import PaypalError

FETCH_EVERY = timedelta(minutes=5)
SETTLED = ("completed", "cancelled", "lapsed", "declined", "error")


def run(*, everything: bool = False) -> str:
    """What it did, in words. `everything` also fetches events that were fetched just now."""
    now = timezone.now()
    missed = _fetch_missed(now, everything=everything)
    looked = look_due(now)
    worked = webhooks.work_off()
    sent = refunds.send_due()
    done = {
        "missed webhooks": missed,
        "payments looked at": looked,
        "webhooks worked off": worked,
        "refunds answered": sent,
    }
    return ", ".join(f"{number} {what}" for what, number in done.items() if number)


def look_due(now: datetime) -> int:
    due = Payment.objects.due(now).select_related("order").order_by("next_look_at")
    return sum(_look(payment, now) for payment in list(due))


def _look(payment: Payment, now: datetime) -> bool:
    """One payment; when it is asked about again is stored first, so that a crash costs nothing."""
    later = now + paying.pause(payment.tries)
    mine = Payment.objects.filter(pk=payment.pk, next_look_at=payment.next_look_at)
    if not mine.update(tries=payment.tries + 1, next_look_at=later):
        return False
    try:
        paying.look(payment)
    except PaypalError:
        return False
    Payment.objects.filter(pk=payment.pk, state__in=SETTLED).update(next_look_at=None)
    return True


def _fetch_missed(now: datetime, *, everything: bool) -> int:
    setting = PaypalSetting.load()
    fresh = setting.events_until and now - setting.events_until < FETCH_EVERY
    if not setting.enabled or (fresh and not everything):
        return 0
    try:
        return webhooks.fetch_missed(now)
    except PaypalError:
        return 0
