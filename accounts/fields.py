"""Form fields for text and money as people type them."""

from __future__ import annotations

import re
from decimal import Decimal
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


class Amount(forms.CharField):
    """Money as people write it: 12.50, 12,50, 1'200 and 1’200.50 all mean what one thinks.

    Cleaned it is a Decimal with two places, None where nothing was typed. What is no amount
    stays in the field as it was typed.
    """

    LARGEST = Decimal("9999999999.99")
    _GROUPS = re.compile(r"(?<=\d)['’\u00a0\u202f ](?=\d{3}(?:\D|$))")
    _PLAIN = re.compile(r"\d{1,18}(?:[.,]\d+)?")
    default_error_messages = {
        "invalid": _("This is no amount. Write it in figures, like 490 or 490.50."),
        "negative": _("An amount is zero or more."),
        "places": _("An amount has at most two decimals."),
        "large": _("This amount is too large."),
    }

    def __init__(self, *, width: str = "", **kwargs: Any) -> None:
        self.width = width
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Decimal | None:
        typed = super().to_python(value)
        if not typed:
            return None
        plain = self._GROUPS.sub("", typed)
        if re.fullmatch(r"[-−]\d[\d.,]*", plain):
            raise self._refused("negative")
        if not self._PLAIN.fullmatch(plain) or not plain.isascii():
            raise self._refused("invalid")
        return self._within_bounds(Decimal(plain.replace(",", ".")))

    def _within_bounds(self, amount: Decimal) -> Decimal:
        rounded = amount.quantize(Decimal("0.01"))
        if rounded != amount:
            raise self._refused("places")
        if rounded > self.LARGEST:
            raise self._refused("large")
        return rounded

    def _refused(self, code: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}" if isinstance(value, Decimal) else value
