"""What a planner is asked before a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ConfirmForm(forms.Form):
    """Nothing to fill in: the click is the answer."""

    sure = forms.BooleanField(widget=forms.HiddenInput, initial=True)


class DeclineForm(ConfirmForm):
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The participant reads it in the mail; it stands in the history."),
    )
