"""By what the list of implementations is filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from accounts import formats
from accounts.models import Organisation
from catalog.models import LearningResource
from catalog.states import IMPLEMENTATION
from courseplanner.models import Implementation, ImplementationQuerySet, Product
from tables.filters import BoxesFilter
from tables.periods import Period, PeriodFilter

SEATS, MOST, LEAST = (
    F(f"resource__{name}") for name in ("seats_taken", "max_participants", "min_participants")
)
# Seats are taken by everybody who is in or waits; the minimum is reached by those who are in.
OCCUPANCY = {
    "free": (pgettext_lazy("occupancy", "Free seats"), Q(resource__max_participants__gt=SEATS)),
    "full": (pgettext_lazy("occupancy", "Fully booked"), Q(resource__max_participants=SEATS)),
    "overbooked": (pgettext_lazy("occupancy", "Overbooked"), Q(resource__seats_taken__gt=MOST)),
    "minimum": (pgettext_lazy("occupancy", "Minimum reached"), Q(active__gte=LEAST)),
    "below": (pgettext_lazy("occupancy", "Minimum not reached"), Q(active__lt=LEAST)),
    "unspecified": (
        pgettext_lazy("occupancy", "Number not specified"),
        Q(resource__max_participants=None, resource__min_participants=None),
    ),
}


class RunsFilter(PeriodFilter):
    """What runs on a day of the period, or at least begins on one where no end is set."""

    def filter(self, qs: QuerySet[Any], value: Period | None) -> QuerySet[Any]:
        since, until = value or (None, None)
        if since:
            last = Coalesce("resource__end", "resource__begin")
            qs = qs.alias(last_day=last).filter(last_day__gte=since)
        return qs.filter(resource__begin__lte=until) if until else qs


class OccupancyFilter(BoxesFilter):
    """Expects the rows with their seats."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        condition = Q()
        for name in value or ():
            condition |= OCCUPANCY[name][1]
        return qs.filter(condition)


class ImplementationFilter(django_filters.FilterSet):
    """Offered are the products and organisations of the rows one may see."""

    runs = RunsFilter(label=pgettext_lazy("filter", "Period"), written=formats.date)
    product = BoxesFilter(field_name="product_id", label=pgettext_lazy("column", "Product"))
    organisation = BoxesFilter(
        field_name="resource__organisation_id", label=pgettext_lazy("column", "Organisation")
    )
    occupancy = OccupancyFilter(
        label=pgettext_lazy("filter", "Occupancy"),
        choices=[(name, label) for name, (label, _condition) in OCCUPANCY.items()],
    )
    status = BoxesFilter(
        field_name="resource__status",
        label=pgettext_lazy("column", "Status"),
        choices=list(IMPLEMENTATION.items()),
    )
    type = BoxesFilter(label=pgettext_lazy("column", "Type"), choices=Implementation.Type.choices)
    format = BoxesFilter(
        field_name="resource__format",
        label=pgettext_lazy("column", "Format"),
        choices=LearningResource.Format.choices,
    )

    class Meta:
        model = Implementation
        fields = ("runs", "product", "organisation", "occupancy", "status", "type", "format")

    def __init__(self, *args: Any, queryset: ImplementationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, queryset=queryset, **kwargs)
        self._offer("product", Product, queryset.values("product"), "title")
        self._offer(
            "organisation", Organisation, queryset.values("resource__organisation"), "name"
        )

    def _offer(self, name: str, model: Any, used: QuerySet[Any, Any], label: str) -> None:
        found = model.objects.filter(pk__in=used.order_by()).order_by(label)
        pairs = found.values_list("pk", label)
        self.filters[name].extra["choices"] = [(str(pk), told) for pk, told in pairs]
