"""What pages of orders and administrators may say about payments."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import template
from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accounts.rights import scope
from bookings.models import BookingOrder, Capture, Refund, UnassignedMoney
from bookings.payments import refunds

if TYPE_CHECKING:
    from accounts.rights import Person

register = template.Library()

VERBS = {
    "changed": pgettext_lazy("history", "Changed"),
    "taken on": pgettext_lazy("history", "Taken on"),
    "assigned": pgettext_lazy("history", "Seat assigned"),
    "moved": pgettext_lazy("history", "Moved to another booking"),
    "refund requested": pgettext_lazy("history", "Refund requested"),
    "closed": pgettext_lazy("history", "Closed"),
}


@register.simple_tag
def open_items(person: Person) -> int:
    """How much money lies on the desk of this person."""
    return UnassignedMoney.objects.open().in_scope(scope(person, "payments.see")).count()


@register.simple_tag
def money_of(order: BookingOrder) -> QuerySet[Capture]:
    """What PayPal brought for this order, with what went back."""
    going = Prefetch("refunds", Refund.objects.exclude(order=None).order_by("pk"))
    return order.captures.filter(assigned__gt=0).prefetch_related(going)


@register.simple_tag
def can_refund(person: Person, order: BookingOrder) -> bool:
    """Whether something is left that this person may pay back."""
    capture = refunds.paid_by(order) if order.access_method.refunds else None
    if capture is None or capture.refundable <= 0:
        return False
    return BookingOrder.objects.permitted(person, "orders.refund").filter(pk=order.pk).exists()


@register.simple_tag
def goes_back(order: BookingOrder, fee: Decimal | None) -> Decimal | None:
    """What PayPal pays back if the order is cancelled for this fee; None where it brought none."""
    capture = refunds.paid_by(order) if order.access_method.refunds else None
    return max(capture.refundable - (fee or 0), Decimal(0)) if capture else None


@register.filter
def payment_verb(verb: str) -> str | Promise:
    return VERBS.get(verb, verb)
