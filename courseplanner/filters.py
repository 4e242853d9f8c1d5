"""By what the lists of the Course Planner are filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import pgettext_lazy

from bookings import states
from bookings.models import BookingOrder
from catalog import methods
from catalog.models import Offer
from catalog.states import IMPLEMENTATION
from courseplanner.models import Implementation


def _offer_types() -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in methods.labels().items()]


class ImplementationFilter(django_filters.FilterSet):
    status = django_filters.MultipleChoiceFilter(
        field_name="resource__status",
        label=pgettext_lazy("column", "Status"),
        choices=list(IMPLEMENTATION.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Implementation
        fields = ("status",)


class OrderFilter(django_filters.FilterSet):
    status = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("column", "Status"),
        choices=list(states.STATUS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    method = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("column", "Offer type"),
        choices=_offer_types,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = BookingOrder
        fields = ("status", "method")


class OrderOfImplementationFilter(OrderFilter):
    """Within one implementation its offers can be told apart as well."""

    offer = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("column", "Offer"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = BookingOrder
        fields = ("status", "method", "offer")

    def __init__(self, *args: Any, resource_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers = Offer.objects.filter(resource_id=resource_id)
        self.filters["offer"].extra["choices"] = [(str(offer.pk), str(offer)) for offer in offers]
