"""What the house is called, and how it counts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.dates import MONTHS
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
            "operator_name", "currency", "few_seats", "vat_note", "fiscal_year_month",
            "customer_numbers", "mail_paid", "mail_price_changed", "mail_written_off",
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
            "fiscal_year_month": forms.TypedChoiceField(
                label=_("First month of the fiscal year"),
                choices=[(number, name.capitalize()) for number, name in MONTHS.items()],
                coerce=int,
            ),
            "mail_paid": _switch(_("Tell people when their booking order is set as paid")),
            "mail_price_changed": _switch(
                _("Tell people when the price of their booking order is changed")
            ),
            "mail_written_off": _switch(_("Tell people when their booking order is written off")),
            "terms_of_use": Lines(
                label=_("Terms of use"), max_length=LONGEST_TERMS, required=False
            ),
        }
        self.fields = {name: typed.get(name, field) for name, field in self.fields.items()}
        for name, field in self.fields.items():
            field.help_text = field.help_text or told[name]
        for name in ("few_seats", "fiscal_year_month"):
            self.fields[name].width = "c3"


def _switch(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


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
