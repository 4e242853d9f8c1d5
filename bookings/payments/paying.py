"""Paying an order at PayPal: begin, lead there, look what became of it.

No function that asks PayPal opens a transaction around it: each writes down what it is about to
do, asks, and writes down what came of it. Whatever is lost in between, `look` finds again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import history
from accounts.refusal import Refusal
from bookings import seats
from bookings.models import BookingOrder, Payment, PaypalSetting
from bookings.payments import seat, taking
from bookings.paypal.gateway import Checkout, Declined, Gateway, Money, PaypalError, connect

if TYPE_CHECKING:
    from accounts.models import User

# While the money is being taken, nobody else gets the seat.
CAPTURING_FOR = timedelta(minutes=10)
# Who claimed a capture and has not come back after this is taken for dead.
SILENCE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=6)
SEAT_GONE = "SEAT_GONE"


@transaction.atomic
def begin(*, order: BookingOrder, by: User) -> Payment:
    """The payment under way, or a new one; a Refusal if the seat is no longer held."""
    setting = PaypalSetting.load()
    if not setting.enabled:
        raise Refusal(_("Paying by PayPal is switched off at the moment. Try again later."))
    seats.lock(order.resource_id, timezone.now())
    current = BookingOrder.objects.with_details().get(pk=order.pk)
    if not seat.is_held(current):
        raise Refusal(_("Your seat is no longer held, so nothing was paid. Book again."))
    under_way = current.payments.under_way().first()
    if under_way:
        return under_way
    tries = current.payments.count()
    made = Payment.objects.create(
        number=f"{current.number}-{tries + 1}" if tries else current.number,
        order=current,
        environment=setting.environment,
        amount=current.price,
        currency=current.currency,
        next_look_at=current.participation.confirm_until,
    )
    history.record(current, "payment begun", by=by, note=made.number)
    return made


def lead_there(payment: Payment, language: str) -> None:
    """Ask PayPal for the page on which the payer approves; a Refusal if there is none."""
    if payment.checkout_id:
        return
    try:
        checkout = _create(payment, language)
    except Declined as no:
        _move(payment, to="error", issue=no.issue, next_look_at=None)
        raise Refusal(_("PayPal refuses this payment. Nothing was paid; try again.")) from None
    except PaypalError:
        raise Refusal(_("PayPal does not answer. Nothing was paid; try again.")) from None
    _move(
        payment,
        to="created",
        checkout_id=checkout.id,
        approve_url=checkout.approve_url,
        payee_id=checkout.payee_id,
    )


def _create(payment: Payment, language: str) -> Checkout:
    there = settings.SITE_URL
    return connect(payment.environment).create_checkout(
        request_id=payment.create_request,
        number=payment.number,
        title=payment.order.resource_title,
        money=Money(payment.amount, payment.currency),
        return_url=there + reverse("payments:back", kwargs={"token": payment.token}),
        cancel_url=there + reverse("payments:not_paid", kwargs={"token": payment.token}),
        language=language,
    )


def _move(payment: Payment, *, to: str, **changes: object) -> int:
    moved = Payment.objects.filter(pk=payment.pk).move(to=to, **changes)
    payment.refresh_from_db()
    return moved


def look(payment: Payment) -> None:
    """Ask PayPal how far this payment is, and do what follows; raises PaypalError."""
    if payment.checkout_id:
        _follow(connect(payment.environment), payment)
    elif not _waits(payment):
        _move(payment, to="lapsed", next_look_at=None)


def _follow(gateway: Gateway, payment: Payment) -> None:
    try:
        checkout = gateway.get_checkout(payment.checkout_id)
    except Declined as gone:
        _move(payment, to="lapsed", issue=gone.issue, next_look_at=None)
        return
    follow(gateway, payment, checkout)


def follow(gateway: Gateway, payment: Payment, checkout: Checkout) -> None:
    """Take in what was paid; take what was approved; end what nobody pays any more."""
    if checkout.captures:
        taking.take_in(payment.environment, checkout)
    elif checkout.status == "APPROVED":
        _capture(gateway, payment)
    elif checkout.status == "VOIDED" or not _waits(payment):
        _move(payment, to="lapsed", next_look_at=None)
    payment.refresh_from_db()


def _waits(payment: Payment) -> bool:
    order = BookingOrder.objects.select_related("participation").get(pk=payment.order_id)
    until = order.participation.confirm_until
    return seat.is_held(order) and (until is None or until > timezone.now())


def _capture(gateway: Gateway, payment: Payment) -> None:
    """Take the money, if the seat is there and nobody else is taking it."""
    try:
        if not _claim(payment):
            return
    except Refusal:
        _move(payment, to="lapsed", issue=SEAT_GONE, next_look_at=None)
        return
    try:
        checkout = gateway.capture(payment.checkout_id, request_id=payment.capture_request)
    except Declined as no:
        checkout = gateway.get_checkout(payment.checkout_id)
        if not checkout.captures:
            _put_back(payment, no.issue)
            return
    taking.take_in(payment.environment, checkout)


@transaction.atomic
def _claim(payment: Payment) -> bool:
    """Make sure of the seat and note that the money is being taken; False if somebody is at it."""
    now = timezone.now()
    resource = seats.lock(payment.order.resource_id, now)
    others = payment.order.payments.under_way().exclude(pk=payment.pk)
    mine = Payment.objects.filter(pk=payment.pk)
    claim = {"claimed_at": now, "next_look_at": now + SILENCE}
    silent = mine.filter(state="capturing", claimed_at__lt=now - SILENCE)
    if others.exists() or not (mine.move(to="capturing", **claim) or silent.update(**claim)):
        return False
    order = BookingOrder.objects.with_details().get(pk=payment.order_id)
    seat.secure(order, resource, until=now + CAPTURING_FOR)
    return True


def _put_back(payment: Payment, issue: str) -> None:
    """PayPal says no for good: nothing was taken, and the seat is held as long as before."""
    if issue == "ORDER_NOT_APPROVED":
        _move(payment, to="created")
    else:
        _move(payment, to="declined", issue=issue, next_look_at=None)


@transaction.atomic
def give_up(*, order: BookingOrder, by: User) -> None:
    """The payer does not want to pay: the seat is free, the order costs nothing.

    A Refusal while PayPal is taking the money, or once it has.
    """
    seats.lock(order.resource_id, timezone.now())
    current = BookingOrder.objects.with_details().get(pk=order.pk)
    taken = current.payments.filter(state__in=["capturing", "pending"])
    if taken.exists() or not seat.is_held(current):
        raise Refusal(_("This payment is already under way or over. Nothing was changed."))
    seat.give_up(current, timezone.now())
    current.payments.under_way().move(to="cancelled", next_look_at=None)
    history.record(current, "cancelled", by=by, before="in_payment", after="cancelled")


def pause(tries: int) -> timedelta:
    """Until PayPal is asked again: longer each time."""
    return min(timedelta(minutes=2 ** min(tries, 12)), LONGEST_PAUSE)
