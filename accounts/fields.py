"""Form fields for text as people type it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

_TOO_LONG = _(
    "At most %(limit_value)d characters fit here, and these are %(show_value)d. Shorten it."
)
_one_line = RegexValidator(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029]",
    _("This is one line: leave out line breaks and control characters."),
    code="one_line",
    inverse_match=True,
)
_printable = RegexValidator(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f]",
    _("Leave out control characters."),
    code="printable",
    inverse_match=True,
)


class Line(forms.CharField):
    """One line of text, no longer than its column. `width` is its place in the form, c1 to c6."""

    default_error_messages = {"max_length": _TOO_LONG}
    default_validators = [_one_line]

    def __init__(self, *, width: str = "", **kwargs: Any) -> None:
        self.width = width
        super().__init__(**kwargs)


class Lines(forms.CharField):
    """Several lines; a line break counts as one character, whatever the browser sends."""

    default_error_messages = {"max_length": _TOO_LONG}
    default_validators = [_printable]
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")
