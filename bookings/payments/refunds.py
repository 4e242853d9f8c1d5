"""Money back: asked for in a transaction, sent after it, tried again until PayPal has answered."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from accounts import formats, history
from accounts.refusal import Refusal
from bookings.models import BookingOrder, Capture, Refund
from bookings.models.payment import NOTHING
from bookings.payments import paying, taking
from bookings.paypal.gateway import (
    Declined,
    Gateway,
    Money,
    PaypalError,
    RefundAnswer,
    connect,
)

if TYPE_CHECKING:
    from accounts.models import User

# Who is at it and has not come back after this is taken for dead.
SILENCE = timedelta(minutes=2)


def paid_by(order: BookingOrder) -> Capture | None:
    """The money that paid this order, if PayPal brought it."""
    return order.captures.filter(assigned__gt=0).first()


@transaction.atomic
def ask_back(*, order: BookingOrder, amount: Decimal, reason: str, by: User | None) -> Refund:
    """Pay back part or all of what paid this order; order and access stay as they are.

    A Refusal for more than what is left. The money moves after the commit.
    """
    capture = Capture.objects.select_for_update().filter(order=order, assigned__gt=0).first()
    left = capture.refundable if capture else NOTHING
    if capture is None or not NOTHING < amount <= left:
        raise Refusal(
            _("%(left)s can be paid back at most. Nothing was paid back.")
            % {"left": formats.money(left, order.currency)},
            field="amount",
        )
    refund = request(capture, order=order, amount=amount, reason=reason, by=by)
    asked = formats.money(amount, order.currency)
    history.record(order, "refund requested", by=by, after=asked, note=reason)
    return refund


def request(
    capture: Capture,
    *,
    order: BookingOrder | None,
    amount: Decimal,
    reason: str,
    by: User | None,
) -> Refund:
    """In the caller's transaction, with the capture locked and the amount compared."""
    refund = Refund.objects.create(
        capture=capture,
        order=order,
        amount=amount,
        currency=capture.currency,
        reason=reason,
        by=by,
    )
    work.enqueue()
    return refund


def pay_back_rest(order: BookingOrder, *, by: User | None) -> None:
    """A paid order was cancelled: what was paid beyond the fee goes back."""
    capture = paid_by(order)
    if capture is None:
        return
    rest = capture.refundable - (order.cancellation_fee or NOTHING)
    if rest > NOTHING:
        ask_back(order=order, amount=rest, reason=_("Booking cancelled"), by=by)


@task()
def work() -> int:
    """The worker's wake-up. The rows are the truth: a lost task loses no money."""
    return send_due()


def send_due() -> int:
    """Send what waits; returns how many were answered."""
    due = Refund.objects.due(timezone.now()).select_related("capture").order_by("id")
    return sum(send(refund) for refund in list(due))


def send(refund: Refund) -> bool:
    """Ask PayPal once; False if it has not answered, or somebody else is asking."""
    if not _claim(refund):
        return False
    gateway = connect(refund.capture.environment)
    try:
        told = _already_there(gateway, refund) or _send(gateway, refund)
    except Declined as no:
        _failed(refund, no.issue)
    except PaypalError:
        Refund.objects.filter(pk=refund.pk).update(
            next_try_at=timezone.now() + paying.pause(refund.tries)
        )
        return False
    else:
        _settle(refund, told)
    return True


def _claim(refund: Refund) -> bool:
    now = timezone.now()
    mine = Refund.objects.due(now).filter(pk=refund.pk, tries=refund.tries)
    if not mine.update(tries=F("tries") + 1, next_try_at=now + SILENCE):
        return False
    refund.refresh_from_db()
    return True


def _already_there(gateway: Gateway, refund: Refund) -> RefundAnswer | None:
    """One that was sent and never answered, or is still under way."""
    if refund.refund_id:
        return gateway.get_refund(refund.refund_id)
    if refund.tries == 1:
        return None
    told = gateway.refunds_of(refund.capture.capture_id)
    return next((one for one in told if one.custom_id == refund.request_id), None)


def _send(gateway: Gateway, refund: Refund) -> RefundAnswer:
    return gateway.refund(
        refund.capture.capture_id,
        request_id=refund.request_id,
        money=Money(refund.amount, refund.currency),
        note=refund.reason,
    )


@transaction.atomic
def _settle(refund: Refund, told: RefundAnswer) -> None:
    Capture.objects.select_for_update().get(pk=refund.capture_id)
    current = Refund.objects.select_related("capture", "order", "by").get(pk=refund.pk)
    current.next_try_at = timezone.now() + paying.pause(refund.tries)
    taking.settle_refund(current, told)


@transaction.atomic
def _failed(refund: Refund, issue: str) -> None:
    """PayPal will not do it: the money is still here, and staff can read why."""
    moved = Refund.objects.filter(pk=refund.pk, settled_at=None).update(
        state=Refund.State.FAILED, issue=issue, settled_at=timezone.now(), next_try_at=None
    )
    if moved and refund.order:
        history.record(refund.order, "refund failed", by=None, note=issue)
