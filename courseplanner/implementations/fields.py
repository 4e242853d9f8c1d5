"""What the form of an implementation asks in a way of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.fields import Line, Lines
from catalog import facet_form
from catalog.models import LearningResource, Subject
from catalog.subjects import SubjectTree

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2999, 12, 31)
MOST_PEOPLE = 100_000
HIGHEST = 9999  # the catalog sorts by four digits
OWN = "own"
PRIORITIES = {
    0: pgettext_lazy("priority", "Normal"),
    1000: pgettext_lazy("priority", "Medium"),
    2000: pgettext_lazy("priority", "High"),
    3000: pgettext_lazy("priority", "Very high"),
    4000: pgettext_lazy("priority", "Ultimate"),
}
_NO_NUMBER = gettext_lazy("This is no whole number. Write it in digits, as in 12.")
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
            "invalid": _NO_NUMBER,
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


class SubjectsField(forms.ModelMultipleChoiceField):
    """The whole tree, each subject with its depth in it."""

    def __init__(self) -> None:
        super().__init__(
            Subject.objects.all(),
            label=_("Subjects"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": _("A subject of the list is gone meanwhile. Choose again.")
            },
        )
        self.walked = list(SubjectTree(Subject.objects.all()).walk())
        self.choices = [(subject.pk, subject.label) for subject, _depth in self.walked]

    def nodes(self, field: BoundField) -> Iterator[tuple[BoundWidget, int]]:
        """For the template: each box with its depth."""
        depths = (depth for _subject, depth in self.walked)
        return zip(field.subwidgets, depths, strict=True)


class PriorityField(forms.ChoiceField):
    """One of the named ones, or the own number that is asked beside it."""

    def __init__(self) -> None:
        self.width = "c3"
        told = [(str(number), f"{label} ({number})") for number, label in PRIORITIES.items()]
        super().__init__(
            label=_column("priority")[0],
            choices=[*told, (OWN, _("Own number"))],
            help_text=_("What has a higher one stands further up in the catalog."),
        )

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return chosen if chosen == OWN else int(chosen)

    def prepare_value(self, value: Any) -> Any:
        return OWN if isinstance(value, int) and value not in PRIORITIES else value


def own_number() -> forms.IntegerField:
    messages = {
        "invalid": _NO_NUMBER,
        "min_value": _("Enter a number from 0 to 9999."),
        "max_value": _("Enter a number from 0 to 9999."),
    }
    field = forms.IntegerField(
        label=_("Own number"),
        required=False,
        min_value=0,
        max_value=HIGHEST,
        error_messages=messages,
        help_text=_("From 0 to 9999; only with the choice “Own number”."),
    )
    field.width = "c3"
    return field
