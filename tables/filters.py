"""Filters of a list as boxes to tick, and what it is filtered by in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.forms import BoundField

from .links import Links
from .periods import PeriodField


class KnownChoicesField(forms.MultipleChoiceField):
    """Takes what is on offer and leaves the rest, where an old link names what has gone."""

    def to_python(self, value: Any) -> list[str]:
        given = dict.fromkeys(super().to_python(value))
        return [one for one in given if self.valid_value(one)]

    def bound_data(self, data: Any, initial: Any) -> list[str]:
        return self.to_python(data)


class BoxesFilter(django_filters.Filter):
    """Rows with any of the ticked values."""

    field_class = KnownChoicesField

    def __init__(self, **options: Any) -> None:
        chosen = {"widget": forms.CheckboxSelectMultiple, "lookup_expr": "in"}
        super().__init__(**chosen | options)


@dataclass(frozen=True)
class Applied:
    label: str
    value: str
    href: str = ""  # the same list without it


def applied(form: Iterable[BoundField], links: Links) -> list[Applied]:
    """One entry per chosen value of a bound form of filters, or of some of its fields."""
    return [one for field in form for one in _applied(field, links)]


def _applied(field: BoundField, links: Links) -> Iterator[Applied]:
    if isinstance(field.field, PeriodField):
        yield from (Applied(*said) for said in field.field.applied(field, links))
        return
    for value in _chosen(field):
        href = links.without(field.html_name, value)
        yield Applied(str(field.label), _in_words(field, value), href)


def _chosen(field: BoundField) -> Iterator[str]:
    value = field.value()
    values = value if isinstance(value, list | tuple) else [value]
    yield from (str(one) for one in values if one not in (None, "", False))


def _in_words(field: BoundField, value: str) -> str:
    """The label of a choice; of what is not on offer nothing but the value."""
    choices = getattr(field.field, "choices", ())
    return next((str(label) for key, label in choices if str(key) == value), value)
