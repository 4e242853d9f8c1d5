"""Whom a step concerns and what it costs: shown before it is taken."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BigIntegerField, Count, F, Q, Sum
from django.db.models.functions import Cast, Round
from django.utils import timezone

from bookings.models import BookingOrder
from bookings.models.order import BookingOrderQuerySet
from courseplanner.models import Implementation
from courseplanner.status import work

Sums = list[tuple[Decimal, str]]


@dataclass(frozen=True)
class Concerned:
    people: int
    active: int
    pending: int
    orders: int

    @property
    def is_many(self) -> bool:
        """Then it is done in the background."""
        return self.people > work.AT_ONCE


def concerned(of: Implementation, kind: str) -> Concerned:
    counted = (
        work.errand(kind)
        .people(of.resource_id)
        .aggregate(
            people=Count("pk"),
            active=Count("pk", filter=Q(status="active")),
            pending=Count("pk", filter=Q(status="pending")),
            orders=Count("pk", filter=Q(order__state__in=work.CANCELLABLE)),
        )
    )
    return Concerned(**counted)


def _live(of: Implementation) -> BookingOrderQuerySet:
    return BookingOrder.objects.filter(resource=of.resource_id, state__in=work.CANCELLABLE)


def fees_due(of: Implementation) -> Sums:
    """What cancelling would charge today, by currency; read row by row, never all at once."""
    today, sums = timezone.localdate(), defaultdict(Decimal)
    for order in _live(of).filter(fee_agreed__gt=0).iterator():
        sums[order.currency] += order.fee_due(on=today, begin_now=of.resource.begin)
    return [(amount, currency) for currency, amount in sorted(sums.items()) if amount]


def paid_already(of: Implementation) -> Sums:
    """What has come in for orders that would be cancelled; in cents, which add up exactly."""
    cents = Sum(Cast(Round(F("price") * 100), BigIntegerField()))
    paid = _live(of).filter(state="paid", price__gt=0).order_by("currency").values("currency")
    summed = paid.annotate(cents=cents).values_list("cents", "currency")
    return [(Decimal(number) / 100, currency) for number, currency in summed]
