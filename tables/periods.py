"""A filter by a period: from a day until a day, both included, either may be left open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .links import Links

PARTS = {"from": pgettext_lazy("period", "from"), "until": pgettext_lazy("period", "until")}
BACKWARDS = _("The period ends before it begins. Choose a later end or an earlier begin.")
# What a calendar in a browser can show and both databases can compare.
_REASONABLE = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2999, 12, 31)))

Period = tuple[date | None, date | None]
Q = TypeVar("Q", bound=QuerySet[Any])


class PeriodWidget(forms.MultiWidget):
    template_name = "tables/period.html"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        shown = {"type": "date", "class": "form-control"}
        days: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.DateInput(shown, format="%Y-%m-%d") for part in PARTS
        }
        super().__init__(days, attrs)

    def decompress(self, value: Any) -> list[Any]:
        return list(value or (None, None))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for widget, label in zip(context["widget"]["subwidgets"], PARTS.values(), strict=True):
            widget["label"] = label
        return context


class PeriodField(forms.MultiValueField):
    """written: how a day is read in the chip that says what a list is filtered by."""

    widget = PeriodWidget
    is_period = True

    def __init__(self, *, written: Callable[[date], str] = str, **options: Any) -> None:
        day = forms.DateField(required=False, validators=_REASONABLE)
        self.written = written
        super().__init__((day, day), **options | {"require_all_fields": False})

    def compress(self, data_list: list[date | None]) -> Period:
        begin, end = data_list or (None, None)
        if begin and end and end < begin:
            raise ValidationError(BACKWARDS)
        return begin, end

    def applied(self, field: BoundField, links: Links) -> Iterator[tuple[str, str, str]]:
        """Label, value and the list without it, of each end that is given and right."""
        period = field.form.cleaned_data.get(field.name) or (None, None)
        for (part, label), day in zip(PARTS.items(), period, strict=True):
            name = f"{field.html_name}_{part}"
            if day:
                href = links.without(name, links.query.get(name, ""))
                yield f"{field.label} {label}", self.written(day), href


class PeriodFilter(django_filters.Filter):
    """Moments between the first of a day and the last of another, in the house's zone."""

    field_class = PeriodField

    def filter(self, qs: QuerySet[Any], value: Period | None) -> QuerySet[Any]:
        return between(qs, self.field_name, value or (None, None))


def between(rows: Q, path: str, period: Period) -> Q:
    """Those whose moment lies on one of these days, both included."""
    begin, end = period
    if begin:
        rows = rows.filter(**{f"{path}__gte": _midnight(begin)})
    if end:
        rows = rows.filter(**{f"{path}__lt": _midnight(end + timedelta(days=1))})
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
