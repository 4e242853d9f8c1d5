"""How far up in the catalog: one of five names, or a number of one's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from courseplanner.implementations.fields import NO_NUMBER

HIGHEST = 9999  # the catalog sorts by four digits
OWN = "own"
PRIORITIES = {
    0: pgettext_lazy("priority", "Normal"),
    1000: pgettext_lazy("priority", "Medium"),
    2000: pgettext_lazy("priority", "High"),
    3000: pgettext_lazy("priority", "Very high"),
    4000: pgettext_lazy("priority", "Ultimate"),
}


class PriorityField(forms.ChoiceField):
    """One of the named ones, or the own number that is asked beside it."""

    def __init__(self) -> None:
        self.width = "c3"
        told = [(str(number), f"{label} ({number})") for number, label in PRIORITIES.items()]
        super().__init__(
            label=capfirst(_("priority in the catalog")),
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
        "invalid": NO_NUMBER,
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
