"""Set as paid, set as open: one invoice by hand, or hundreds in few statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats, history
from accounts.models import Setting
from accounts.refusal import Refusal
from bookings import mail
from bookings.models import BookingOrder
from bookings.models.order import BookingOrderQuerySet

if TYPE_CHECKING:
    from accounts.models import User

# In which state an invoice is set as what.
SETTLED_FROM = {"paid": "open", "open": "paid"}
VERBS = {"paid": "marked paid", "open": "marked open"}


@dataclass
class Settled:
    """What became of a batch: done, so already, and why the others were left as they are."""

    done: int = 0
    already: int = 0
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def mark_paid(*, order: BookingOrder, by: User | None) -> None:
    """An invoice was paid. Only where the method is settled by hand."""
    _settle_one(order, "paid", by)


@transaction.atomic
def mark_open(*, order: BookingOrder, by: User | None) -> None:
    """Take "paid" back."""
    _settle_one(order, "open", by)


@transaction.atomic
def settle(
    *,
    orders: BookingOrderQuerySet,
    seen: Mapping[int, Decimal],
    to: str,
    by: User,
    note: str = "",
) -> Settled:
    """Set those of the orders that `by` may settle as paid or open; the others say why not.

    `seen` is the price each was shown with: who changes one meanwhile is not overruled. Locks
    the orders by their number. As many statements for one as for hundreds.
    """
    locked = orders.filter(pk__in=seen).with_details().order_by("pk")
    current = list(locked.select_for_update(of=("self",)))
    already = [order for order in current if order.state == to]
    others = [order for order in current if order.state != to]
    why = {order.pk: why_not_settled(order, to, seen[order.pk]) for order in others}
    fit = [order for order in others if not why[order.pk]]
    _move(fit, to)
    _write_down(fit, to, by, note)
    refused = [sentence for sentence in why.values() if sentence]
    return Settled(len(fit), len(already), refused + _lost(seen, current))


def why_not_settled(order: BookingOrder, to: str, seen: Decimal) -> str:
    """Why this order is left as it is, in a sentence; empty if it can be set as `to`."""
    told = {"number": order.number, "status": order.status_label}
    if not order.access_method.settled_by_hand:
        return _("%(number)s: only invoices are set as paid or open by hand.") % told
    if order.state != SETTLED_FROM[to]:
        return _("%(number)s is “%(status)s” and was left as it is.") % told
    if order.price != seen:
        told["amount"] = formats.money(order.price, order.currency)
        return (
            _(
                "%(number)s was left as it is: somebody else has changed its price to %(amount)s "
                "in the meantime."
            )
            % told
        )
    return ""


def _lost(seen: Collection[int], found: Sequence[BookingOrder]) -> list[str]:
    """Of orders that are no longer within reach nothing is told, not even their number."""
    return [_("A booking order is no longer yours to settle.")] * (len(seen) - len(found))


def _settle_one(order: BookingOrder, to: str, by: User | None) -> None:
    if not order.access_method.settled_by_hand:
        raise Refusal(_("Only invoices are set as paid or open by hand."))
    BookingOrder.objects.filter(pk=order.pk).move_one(to=to, paid_at=_paid_at(to))
    _write_down([BookingOrder.objects.with_details().get(pk=order.pk)], to, by)


def _move(orders: Sequence[BookingOrder], to: str) -> None:
    rows = BookingOrder.objects.filter(pk__in=[order.pk for order in orders])
    rows.move(to=to, paid_at=_paid_at(to))


def _paid_at(to: str) -> datetime | None:
    return timezone.now() if to == "paid" else None


def _write_down(orders: Sequence[BookingOrder], to: str, by: User | None, note: str = "") -> None:
    change = {"before": SETTLED_FROM[to], "after": to, "note": note}
    events = [history.line(order, VERBS[to], by=by, **change) for order in orders]
    history.record_many(events)
    if events and to == "paid" and Setting.load().mail_paid:
        mail.paid(zip(orders, events, strict=True))
