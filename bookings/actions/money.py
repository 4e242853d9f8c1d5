"""Amounts of one order, changed by hand, and what is written off; access stays as it is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import formats, history
from accounts.models import Setting
from accounts.refusal import Conflict, Refusal
from bookings import mail
from bookings.models import BookingOrder

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def change_price(
    *, order: BookingOrder, price: Decimal, seen: Decimal, by: User, note: str = ""
) -> None:
    """Another price for an open invoice; the original one stays beside it.

    `seen` is the price that was shown: a Conflict if somebody has changed it since.
    """
    current = BookingOrder.objects.with_details().select_for_update(of=("self",)).get(pk=order.pk)
    _refuse(why_price_is_fixed(current))
    _refuse_unless_seen(current.price, seen, current.currency)
    BookingOrder.objects.filter(pk=current.pk).update(price=price)
    event = history.record(
        current, "price changed", by=by, note=note, **_from_to(current, current.price, price)
    )
    if Setting.load().mail_price_changed:
        before, current.price = current.price, price
        mail.price_changed(current, before=before, event=event)


def why_price_is_fixed(order: BookingOrder) -> str:
    """Why this price stays as it is, in a sentence; empty while it can be changed."""
    if not order.access_method.settled_by_hand:
        return _("Only the price of an invoice can be changed. Nothing was changed.")
    if order.state == "paid":
        return _(
            "%(number)s is paid, so its price stays as it is. Set it as open first if the "
            "invoice has to be written anew."
        ) % {"number": order.number}
    if order.state != "open":
        return _(
            "The price can be changed as long as a booking order is open; %(number)s is "
            "“%(status)s”. Nothing was changed."
        ) % {"number": order.number, "status": order.status_label}
    return ""


@transaction.atomic
def change_fee(
    *, order: BookingOrder, fee: Decimal, seen: Decimal, by: User, note: str = ""
) -> None:
    """Another cancellation fee for an invoice that was cancelled; `seen` as in change_price."""
    current = BookingOrder.objects.select_for_update().get(pk=order.pk)
    _refuse(why_fee_is_fixed(current))
    charged = current.cancellation_fee or Decimal(0)
    _refuse_unless_seen(charged, seen, current.currency)
    if fee > current.price:
        raise Refusal(_("The fee is above the price of the order."), field="amount")
    BookingOrder.objects.filter(pk=current.pk).update(cancellation_fee=fee)
    history.record(current, "fee changed", by=by, note=note, **_from_to(current, charged, fee))


def why_fee_is_fixed(order: BookingOrder) -> str:
    """Why no other fee can be charged; empty if one can, where a fee was due or is charged."""
    if not order.access_method.settled_by_hand:
        return _("Only the fee of an invoice can be changed. Nothing was changed.")
    if order.state != "cancelled" or order.cancellation_fee_original is None:
        return _(
            "There is no fee to change: %(number)s was not cancelled with a fee. "
            "Nothing was changed."
        ) % {"number": order.number}
    return ""


@transaction.atomic
def write_off(*, order: BookingOrder, by: User, note: str = "") -> None:
    """Nobody expects this invoice to be paid any more. Access stays as it is, for good."""
    _refuse(why_not_written_off(order))
    BookingOrder.objects.filter(pk=order.pk).move_one(to="written_off")
    event = history.record(
        order, "written off", by=by, before="open", after="written_off", note=note
    )
    if Setting.load().mail_written_off:
        mail.written_off(BookingOrder.objects.with_details().get(pk=order.pk), event=event)


def why_not_written_off(order: BookingOrder) -> str:
    if not order.access_method.settled_by_hand:
        return _("Only invoices are written off. Nothing was changed.")
    if order.state != "open":
        return _(
            "Only an open booking order is written off; %(number)s is “%(status)s”. "
            "Nothing was changed."
        ) % {"number": order.number, "status": order.status_label}
    return ""


def _refuse(sentence: str) -> None:
    if sentence:
        raise Refusal(sentence)


def _refuse_unless_seen(stored: Decimal, seen: Decimal, currency: str) -> None:
    if stored != seen:
        raise Conflict(
            _(
                "Somebody else has changed the amount to %(amount)s in the meantime. Nothing was "
                "changed. Save again to have yours."
            )
            % {"amount": formats.money(stored, currency)}
        )


def _from_to(order: BookingOrder, before: Decimal, after: Decimal) -> dict[str, str]:
    return {
        "before": formats.money(before, order.currency),
        "after": formats.money(after, order.currency),
    }
