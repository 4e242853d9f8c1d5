"""Texts, numbers and days of an implementation as its form asks for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import Line, Lines
from catalog import facet_form
from catalog.models import LearningResource

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2999, 12, 31)
MOST_PEOPLE = 100_000
NO_NUMBER = gettext_lazy("This is no whole number. Write it in digits, as in 12.")
_ANOTHER_YEAR = gettext_lazy("Choose a day between 1990 and 2999.")


def line(name: str, width: str = "", **kwargs: Any) -> Line:
    """A text of the resource on one line, labelled and limited as its column."""
    label, longest = _column(name)
    return Line(label=label, max_length=longest, width=width, required=False, **kwargs)


def lines(name: str, rows: int, longest: int = 20_000) -> Lines:
    label, _most = _column(name)
    box = forms.Textarea(attrs={"rows": rows})
    return Lines(label=label, max_length=longest, required=False, widget=box)


def _column(name: str) -> tuple[str, int | None]:
    column: Any = LearningResource._meta.get_field(name)
    return capfirst(column.verbose_name), column.max_length


class PeopleField(forms.IntegerField):
    """How many people; empty where no number is set."""

    def __init__(self, name: str) -> None:
        self.width = "c3"
        messages = {
            "invalid": NO_NUMBER,
            "min_value": _("Enter 1 or more, or leave it empty."),
            "max_value": _("Enter %(limit_value)s or less, or leave it empty."),
        }
        super().__init__(
            label=_column(name)[0],
            required=False,
            min_value=1,
            max_value=MOST_PEOPLE,
            error_messages=messages,
        )


class DayField(facet_form.DayField):
    def __init__(self, name: str, *, required: bool = False, **kwargs: Any) -> None:
        self.width = "c3"
        near = [
            MinValueValidator(FIRST_DAY, _ANOTHER_YEAR),
            MaxValueValidator(LAST_DAY, _ANOTHER_YEAR),
        ]
        super().__init__(
            label=_column(name)[0],
            required=required,
            input_formats=facet_form.DAYS,
            validators=near,
            **kwargs,
        )
