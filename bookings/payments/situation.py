"""Where a payer stands: what happened, in words, and what they can do now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import formats
from bookings.models import BookingOrder, Payment, UnassignedMoney
from bookings.payments import seat


@dataclass(frozen=True)
class Situation:
    heading: str
    sentence: str
    # "" to go on, "wait", "ok", "warn"
    tone: str = ""
    can_pay: bool = False
    can_give_up: bool = False
    can_book_again: bool = False

    @property
    def note(self) -> str:
        """Which kind of note says it."""
        return {"wait": "", "ok": "ok", "warn": "warn"}.get(self.tone, "")


def of(order: BookingOrder, payment: Payment | None) -> Situation:
    if payment and UnassignedMoney.objects.open().filter(capture__payment=payment).exists():
        return _on_the_desk()
    if order.state == "paid":
        return Situation(_("You are booked."), _("Your payment has arrived."), "ok")
    if not seat.is_held(order):
        return _over(order)
    return _held(order, payment.state if payment else "new")


def _held(order: BookingOrder, state: str) -> Situation:
    if state == "capturing":
        return Situation(
            _("Your payment is being completed."),
            _("PayPal has not confirmed it yet. You need not pay again: look again in a minute."),
            "wait",
        )
    if state == "pending":
        return Situation(
            _("Your payment is on its way."),
            _(
                "PayPal has accepted it, but the money takes a few days. Your seat is kept, and "
                "you get an e-mail as soon as it is there."
            ),
            "wait",
        )
    until = formats.time(order.participation.confirm_until)
    if state in ("declined", "error"):
        return Situation(
            _("PayPal has declined the payment."),
            _(
                "Nothing was charged. Your seat is held until %(time)s: try again, or choose "
                "another card or account at PayPal."
            )
            % {"time": until},
            "warn",
            can_pay=True,
            can_give_up=True,
        )
    return Situation(
        _("Your seat is held until %(time)s.") % {"time": until},
        _("Pay at PayPal until then. Afterwards you come back here."),
        can_pay=True,
        can_give_up=True,
    )


def _over(order: BookingOrder) -> Situation:
    if order.participation.status == "expired":
        return Situation(
            _("The time to pay has run out."),
            _("Nothing was charged, and your seat is free again. You can book anew."),
            "warn",
            can_book_again=True,
        )
    return Situation(
        _("This booking is cancelled."),
        _("Nothing is to be paid any more. You can book anew."),
        "warn",
        can_book_again=True,
    )


def _on_the_desk() -> Situation:
    return Situation(
        _("Your payment has arrived, but it could not be matched."),
        _(
            "It came late, twice, or with another amount. Nothing is lost: the administration "
            "assigns it or pays it back. You need not do anything."
        ),
        "warn",
    )
