"""What a list is filtered by, in words: for the page, the empty state and the workbook."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BaseForm, BoundField

from .links import Links


@dataclass(frozen=True)
class Applied:
    label: str
    value: str
    href: str = ""  # the same list without it


def applied(form: BaseForm, links: Links) -> list[Applied]:
    """One entry per chosen value of a bound form of filters."""
    return [
        Applied(str(field.label), _in_words(field, value), links.without(field.html_name, value))
        for field in form
        for value in _chosen(field)
    ]


def _chosen(field: BoundField) -> Iterator[str]:
    value = field.value()
    values = value if isinstance(value, list | tuple) else [value]
    yield from (str(one) for one in values if one not in (None, "", False))


def _in_words(field: BoundField, value: str) -> str:
    """The label of a choice; of what is not on offer nothing but the value."""
    choices = getattr(field.field, "choices", ())
    return next((str(label) for key, label in choices if str(key) == value), value)
