"""What is asked before a status is changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.fields import Lines
from accounts.refusal import Refusal
from bookings.notices import LONGEST, NoticeForm

WAIVE, DUE = "waive", "due"


class SeenForm(forms.Form):
    """`seen` is the status the page was made for."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def tell(self, refusal: Refusal) -> None:
        self.add_error(None, refusal.sentence)


class StepForm(SeenForm):
    """A step nobody but staff is told about."""

    note = Lines(
        label=_("Note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Stands in the history; participants do not see it."),
    )


class ConfirmForm(SeenForm, NoticeForm):
    """Whether participants are told, and in which words."""


class CancelForm(SeenForm, NoticeForm):
    """The same, and what becomes of the cancellation fees."""

    fees = forms.ChoiceField(
        label=_("Cancellation fees"),
        choices=[
            (WAIVE, pgettext_lazy("fees", "Waive them: nobody pays for what does not take place")),
            (DUE, pgettext_lazy("fees", "Charge what is due by the terms of each order")),
        ],
        initial=WAIVE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of the fees.")},
    )

    field_order = ("seen", "fees", "note", "tell", "words")


def form_for(to: str) -> type[SeenForm]:
    return {"confirmed": ConfirmForm, "cancelled": CancelForm}.get(to, StepForm)


def asked_for(given: dict[str, Any]) -> dict[str, Any]:
    """As `actions.move` takes it."""
    asked = {"seen": given["seen"], "note": given["note"], "words": given.get("words")}
    return {**asked, "waive": given.get("fees", WAIVE) == WAIVE}
