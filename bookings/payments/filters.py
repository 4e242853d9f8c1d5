"""By what the list of payments is filtered."""

from __future__ import annotations

import django_filters
from django.utils.translation import pgettext_lazy

from accounts import formats
from bookings import states
from bookings.models import Payment
from tables.filters import BoxesFilter
from tables.periods import PeriodFilter


class PaymentFilter(django_filters.FilterSet):
    state = BoxesFilter(
        label=pgettext_lazy("column", "Status"), choices=list(states.PAYMENT_STATUS.items())
    )
    created = PeriodFilter(
        field_name="created_at",
        label=pgettext_lazy("column", "Date"),
        written=formats.date,
    )

    class Meta:
        model = Payment
        fields = ("state", "created")
