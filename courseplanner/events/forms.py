"""What is asked about an event."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.editing import EditingForm
from accounts.fields import Line
from catalog.facet_form import DAYS, DayField
from courseplanner.models import Session

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2999, 12, 31)
MOST_TIMES = 52
_ANOTHER_YEAR = gettext_lazy("Choose a day between 1990 and 2999.")


def _time(label: str, needed: str) -> forms.TimeField:
    messages = {"required": needed, "invalid": _("This is no time. Write it as 13:30.")}
    shown = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "form-control"})
    field = forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        widget=shown,
        error_messages=messages,
    )
    field.width = "c2"
    return field


def _day() -> DayField:
    near = [
        MinValueValidator(FIRST_DAY, _ANOTHER_YEAR),
        MaxValueValidator(LAST_DAY, _ANOTHER_YEAR),
    ]
    field = DayField(
        label=_("Date"),
        input_formats=DAYS,
        validators=near,
        error_messages={"required": _("Enter the day of the event.")},
    )
    field.width = "c2"
    return field


class EventForm(EditingForm):
    class Meta:
        model = Session
        fields = ("date", "start", "end", "topic", "place", "teachers")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "date": _day(),
            "start": _time(_("From"), _("Enter when it starts.")),
            "end": _time(_("Until"), _("Enter when it ends.")),
            "topic": Line(label=_("Topic"), max_length=255, required=False, width="c6"),
            "place": Line(
                label=_("Place"),
                max_length=255,
                required=False,
                width="c3",
                help_text=_("Only if it is another one than that of the implementation."),
            ),
            "teachers": Line(label=_("Teachers"), max_length=255, required=False, width="c3"),
        }

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = given.get("start"), given.get("end")
        if start and end and end <= start:
            self.add_error("end", _("The event ends before it starts."))
        return given


class NewEventForm(EventForm):
    """The same, and in how many weeks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _("Enter a number from 1 to %(most)s.") % {"most": MOST_TIMES}
        times = forms.IntegerField(
            label=_("How many events"),
            min_value=1,
            max_value=MOST_TIMES,
            initial=1,
            help_text=_("More than one: the same again in each of the following weeks."),
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), told),
        )
        times.width = "c3"
        self.fields["times"] = times
