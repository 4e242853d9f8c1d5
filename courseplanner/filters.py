"""By what the booking orders of the Course Planner are filtered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

from bookings.filters import OrderFilter
from bookings.models import BookingOrder
from catalog.models import Offer
from tables.filters import BoxesFilter


class OrderOfImplementationFilter(OrderFilter):
    """Within one implementation its offers can be told apart as well."""

    offer = BoxesFilter(label=pgettext_lazy("column", "Offer"))

    class Meta:
        model = BookingOrder
        fields = ("status", "method", "ordered", "offer")

    def __init__(self, *args: Any, resource_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers = Offer.objects.filter(resource_id=resource_id)
        self.filters["offer"].extra["choices"] = [(str(offer.pk), str(offer)) for offer in offers]
