"""What the house is called, and how it counts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _

from accounts.editing import EditingForm
from accounts.fields import Line, Lines
from accounts.models import Setting
from accounts.organisations import actions

MOST_SEATS = 999
LONGEST_TERMS = 20_000


class SettingForm(EditingForm):
    class Meta:
        model = Setting
        fields = (
            "operator_name", "currency", "few_seats", "vat_note", "customer_numbers",
            "terms_of_use",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = {name: field.help_text for name, field in self.fields.items()}
        typed = {
            "operator_name": Line(label=_("Name of the operator"), max_length=255, width="c6"),
            "currency": _currency(),
            "few_seats": forms.IntegerField(
                label=_("Few seats"), min_value=0, max_value=MOST_SEATS
            ),
            "vat_note": Line(
                label=_("Note on value added tax"), max_length=255, required=False, width="c6"
            ),
            "terms_of_use": Lines(
                label=_("Terms of use"), max_length=LONGEST_TERMS, required=False
            ),
        }
        self.fields = {name: typed.get(name, field) for name, field in self.fields.items()}
        for name, field in self.fields.items():
            field.help_text = field.help_text or told[name]
        self.fields["few_seats"].width = "c3"


def _currency() -> Line:
    """Amounts that were promised cannot change their currency afterwards."""
    stays = actions.has_orders()
    code = RegexValidator(r"^[A-Z]{3}\Z", _("Enter the three capital letters, as in CHF."))
    return Line(
        label=_("Currency"),
        max_length=3,
        width="c3",
        validators=[code],
        disabled=stays,
        help_text=_("There are booking orders, so the currency stays.") if stays else "",
    )
