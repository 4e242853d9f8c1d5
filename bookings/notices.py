"""What staff say with a change: a note for the history, and what the person is told by mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.fields import Lines

LONGEST = 2000
STANDARD, OWN, NOBODY = "standard", "own", "none"


class NoticeForm(forms.Form):
    """Cleaned, `note` and `words` are what the verbs take.

    `words` is "" for the mail as it is, a text for the mail with own words in it, and None if
    nobody is told.
    """

    note = Lines(
        label=_("Note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Stands in the history; participants do not see it."),
    )
    tell = forms.ChoiceField(
        label=_("Notification"),
        choices=[
            (STANDARD, pgettext_lazy("notification", "Notify by e-mail")),
            (OWN, pgettext_lazy("notification", "Notify with your own words")),
            (NOBODY, pgettext_lazy("notification", "Do not notify")),
        ],
        initial=STANDARD,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the person is told.")},
    )
    words = Lines(
        label=_("Your own words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("They stand in the mail, above the details of the booking."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        tell, words = given.get("tell"), given.get("words", "")
        if tell == OWN and "words" in given and not words.strip():
            self.add_error("words", _("Write what the person is told, or choose the usual mail."))
        given["words"] = {STANDARD: "", OWN: words, NOBODY: None}.get(tell or "", "")
        return given
