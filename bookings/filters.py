"""By what lists of booking orders are filtered."""

from __future__ import annotations

import django_filters
from django.utils.translation import pgettext_lazy

from bookings import states
from bookings.models import BookingOrder
from catalog import methods
from tables.filters import BoxesFilter


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

    class Meta:
        model = BookingOrder
        fields = ("status", "method")
