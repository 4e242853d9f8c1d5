"""What is done to the money side of an order, by hand; access stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import history
from accounts.refusal import Refusal
from bookings.models import BookingOrder

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def mark_paid(*, order: BookingOrder, by: User) -> None:
    """An invoice was paid. Only where the method is settled by hand."""
    _refuse_unless_settled_by_hand(order)
    BookingOrder.objects.filter(pk=order.pk).move_one(to="paid", paid_at=timezone.now())
    history.record(order, "marked paid", by=by, before=order.state, after="paid")


@transaction.atomic
def mark_open(*, order: BookingOrder, by: User) -> None:
    """Take "paid" back."""
    _refuse_unless_settled_by_hand(order)
    BookingOrder.objects.filter(pk=order.pk).move_one(to="open", paid_at=None)
    history.record(order, "marked open", by=by, before=order.state, after="open")


def _refuse_unless_settled_by_hand(order: BookingOrder) -> None:
    if not order.access_method.settled_by_hand:
        raise Refusal(_("Only invoices are set as paid or open by hand."))
