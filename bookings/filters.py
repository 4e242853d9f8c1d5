"""By what lists of booking orders are filtered."""

from __future__ import annotations

import django_filters
from django.utils.translation import pgettext_lazy

from accounts import formats
from bookings import states
from bookings.models import BookingOrder
from catalog import methods
from tables.filters import BoxesFilter
from tables.periods import PeriodFilter


def _offer_types() -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in methods.labels().items()]


class OrderFilter(django_filters.FilterSet):
    status = BoxesFilter(
        label=pgettext_lazy("column", "Status"),
        choices=list(states.STATUS.items()),
    )
    method = BoxesFilter(
        label=pgettext_lazy("column", "Offer type"),
        choices=_offer_types,
    )
    ordered = PeriodFilter(
        field_name="created_at",
        label=pgettext_lazy("column", "Order date"),
        written=formats.date,
    )

    class Meta:
        model = BookingOrder
        fields = ("status", "method", "ordered")
