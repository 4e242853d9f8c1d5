"""What PayPal says came and went, written down: each thing once, and never backwards.

Called with what was fetched from PayPal, never with what a webhook says. One transaction for
each capture and each refund; the resource is locked first, as everywhere.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts import history
from bookings import mail, seats, states
from bookings.models import BookingOrder, Capture, Payment, PaypalSetting, Refund, UnassignedMoney
from bookings.models.payment import NOTHING
from bookings.payments import seat
from bookings.paypal import gateway as paypal

OURS = "KB-"
RECEIVED = {"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"}
NOT_COMING = {"DECLINED", "FAILED"}
REFUND_STATES = {
    "PENDING": Refund.State.PENDING,
    "COMPLETED": Refund.State.COMPLETED,
    "FAILED": Refund.State.FAILED,
    "CANCELLED": Refund.State.FAILED,
}


def payment_of(environment: str, checkout: paypal.Checkout) -> Payment | None:
    """By PayPal's id, or by our number where its answer never reached us."""
    payments = Payment.objects.filter(environment=environment).select_related("order")
    known = payments.filter(checkout_id=checkout.id).first()
    return known or payments.filter(number=checkout.custom_id).first()


def take_in(environment: str, checkout: paypal.Checkout) -> None:
    payment = payment_of(environment, checkout)
    if payment and not payment.checkout_id:
        found = Payment.objects.filter(pk=payment.pk, checkout_id="")
        found.move(to="created", checkout_id=checkout.id, payee_id=checkout.payee_id)
    if payment and checkout.payer_email:
        Payment.objects.filter(pk=payment.pk).update(payer_email=checkout.payer_email[:254])
    for capture in checkout.captures:
        _take_capture(environment, payment, capture)
    for refund in checkout.refunds:
        _take_refund(refund)


@transaction.atomic
def _take_capture(environment: str, payment: Payment | None, told: paypal.Capture) -> None:
    now = timezone.now()
    if payment:
        seats.lock(payment.order.resource_id, now)
        payment = Payment.objects.select_related("order__participation").get(pk=payment.pk)
    capture = _written_down(environment, payment, told)
    if capture.received_at:
        if told.status in RECEIVED:
            Capture.objects.filter(pk=capture.pk).update(status=told.status, reason=told.reason)
        return
    capture.status, capture.reason = told.status, told.reason
    capture.fee = told.fee.amount if told.fee else None
    if told.status in RECEIVED:
        capture.received_at = now
    capture.save(update_fields=["status", "reason", "fee", "received_at"])
    if capture.received_at:
        _place(capture, payment)
    elif payment and told.status in NOT_COMING:
        _denied(payment)
    elif payment:
        _wait(payment)


def _written_down(environment: str, payment: Payment | None, told: paypal.Capture) -> Capture:
    Capture.objects.get_or_create(
        capture_id=told.id,
        defaults={
            "environment": environment,
            "checkout_id": told.checkout_id,
            "custom_id": told.custom_id,
            "payment": payment,
            "amount": told.amount.amount,
            "currency": told.amount.currency,
            "payee_id": told.payee_id,
            "status": told.status,
        },
    )
    return Capture.objects.select_for_update().get(capture_id=told.id)


def _place(capture: Capture, payment: Payment | None) -> None:
    """The money pays its order, or lies on the desk."""
    if payment:
        moving = Payment.objects.filter(pk=payment.pk)
        moving.move(to="completed", next_look_at=None)
    why = why_unassigned(capture, payment)
    if why:
        UnassignedMoney.objects.create(capture=capture, amount=capture.amount, why=why)
        if payment:
            note = str(states.WHY_UNASSIGNED[why])
            history.record(payment.order, "money unassigned", by=None, note=note)
    elif payment:
        pay(payment.order, capture, capture.amount)


def why_unassigned(capture: Capture, payment: Payment | None) -> str:
    """Why this money pays for nothing; empty if it is what was agreed, for a seat that is held."""
    if payment is None or capture.custom_id != payment.number:
        return "unknown"
    if payment.payee_id and capture.payee_id and capture.payee_id != payment.payee_id:
        return "payee"
    if capture.currency != payment.currency:
        return "currency"
    if capture.amount != payment.amount:
        return "low" if capture.amount < payment.amount else "high"
    return _why_too_late(payment.order)


def _why_too_late(order: BookingOrder) -> str:
    if seat.is_held(order):
        return ""
    if order.captures.filter(assigned__gt=0).exists():
        return "twice"
    return "late" if order.participation.status == "expired" else "cancelled"


def pay(order: BookingOrder, capture: Capture, amount: object) -> None:
    """The order is paid with this part of the money, and its person is in; the receipt says so."""
    now = timezone.now()
    before = order.state
    BookingOrder.objects.filter(pk=order.pk).move_one(to="paid", paid_at=now)
    Capture.objects.filter(pk=capture.pk).update(order=order, assigned=amount)
    seat.let_in(order, now)
    history.record(order, "paid", by=None, before=before, after="paid", note=capture.capture_id)
    current = BookingOrder.objects.with_details().get(pk=order.pk)
    if before == "in_payment" and current.offer.receipt:
        mail.booked(current, current.participation)


def _wait(payment: Payment) -> None:
    """Money that takes days: the seat waits for it, or the person is in at once."""
    others = payment.order.payments.under_way().exclude(pk=payment.pk)
    if not others.exists():
        Payment.objects.filter(pk=payment.pk).move(to="pending")
    if not seat.is_held(payment.order):
        return
    seat.keep_open(payment.order)
    if PaypalSetting.load().accept_pending:
        seat.let_in(payment.order, timezone.now())


def _denied(payment: Payment) -> None:
    """A payment that waited is over, and the booking with it; else the payer may try again."""
    waited = payment.state == "pending"
    Payment.objects.filter(pk=payment.pk).move(to="declined", next_look_at=None)
    if waited and seat.is_held(payment.order):
        seat.give_up(payment.order, timezone.now())
        event = history.record(
            payment.order, "payment denied", by=None, before="in_payment", after="cancelled"
        )
        current = BookingOrder.objects.with_details().get(pk=payment.order.pk)
        mail.payment_denied(current, event=event)


@transaction.atomic
def _take_refund(told: paypal.RefundAnswer) -> None:
    capture = _locked(told.capture_id)
    if capture is None:
        return
    known = capture.refunds.filter(refund_id=told.id) | capture.refunds.filter(
        refund_id="", request_id=told.custom_id or "-"
    )
    refund = known.first() or _from_outside(capture, told)
    settle_refund(refund, told)


def _locked(capture_id: str) -> Capture | None:
    """The resource first, since a chargeback gives a seat back."""
    found = Capture.objects.filter(capture_id=capture_id).select_related("order").first()
    if found and found.order:
        seats.lock(found.order.resource_id, timezone.now())
    return Capture.objects.select_for_update().filter(capture_id=capture_id).first()


def _from_outside(capture: Capture, told: paypal.RefundAnswer) -> Refund:
    """Made on PayPal's own site, or by the payer's bank."""
    item = UnassignedMoney.objects.filter(capture=capture).first()
    from_desk = item is not None and (not capture.assigned or item.left == told.amount.amount)
    taken_back = capture.reason == "CHARGEBACK"
    return Refund.objects.create(
        capture=capture,
        order=None if from_desk else capture.order,
        amount=abs(told.amount.amount),
        currency=told.amount.currency,
        refund_id=told.id,
        is_outside=True,
        kind=Refund.Kind.CHARGEBACK if taken_back else Refund.Kind.REFUND,
        next_try_at=None,
    )


def settle_refund(refund: Refund, told: paypal.RefundAnswer) -> None:
    """What became of it; called with its capture locked. What is settled stays so."""
    if refund.settled_at:
        return
    now = timezone.now()
    refund.refund_id, refund.state = told.id, REFUND_STATES[told.status]
    if refund.state in (Refund.State.COMPLETED, Refund.State.FAILED):
        refund.settled_at, refund.next_try_at = now, None
    refund.save(
        update_fields=["refund_id", "state", "settled_at", "next_try_at"],
    )
    if refund.state == Refund.State.COMPLETED:
        _tell_of_refund(refund)


def _tell_of_refund(refund: Refund) -> None:
    order = refund.order
    if order is None:
        close_if_empty(refund.capture)
        return
    verb = "charged back" if refund.kind == Refund.Kind.CHARGEBACK else "refunded"
    event = history.record(order, verb, by=refund.by, note=refund.reason)
    if refund.kind == Refund.Kind.CHARGEBACK and not refund.capture.refundable:
        seat.take_away(order, timezone.now())
    elif refund.kind == Refund.Kind.REFUND:
        current = BookingOrder.objects.with_details().get(pk=order.pk)
        mail.refunded(current, amount=refund.amount, event=event)


def close_if_empty(capture: Capture) -> None:
    """Nothing is left of what lay on the desk."""
    item = UnassignedMoney.objects.open().filter(capture=capture).first()
    if item and item.left <= NOTHING:
        UnassignedMoney.objects.filter(pk=item.pk).update(
            closed_at=timezone.now(), outcome="refunded"
        )
