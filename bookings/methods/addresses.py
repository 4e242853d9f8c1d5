"""Who receives an invoice: one of the addresses on file, or one that is typed.

A typed address is a field group of the booking form; only the group that was chosen is looked at,
the other one is shown again as it was typed.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from accounts.models import BillingAddress, User
from accounts.rights import reach
from bookings.methods.terms import Line

COUNTRIES_FIRST = ("CH", "DE", "AT")
ZIP_DIGITS = {"CH": 4, "LI": 4, "AT": 4, "DE": 5}
UNUSABLE = gettext_lazy("This billing address cannot be used any more. Choose another one.")


def on_file(person: User) -> list[BillingAddress]:
    """What the person may choose from: addresses of their organisations first, then their own."""
    choosable = BillingAddress.objects.choosable_by(person, reach(person))
    found = choosable.select_related("organisation").order_by("pk")
    return sorted(found, key=lambda address: address.person_id is not None)


def country_choices() -> list[tuple[str, str]]:
    """The neighbours first, then all in the order of the reader's language."""
    names = {code: str(name) for code, name in countries}
    first = [(code, names.pop(code)) for code in COUNTRIES_FIRST]
    return first + list(names.items())


def address_fields() -> dict[str, forms.Field]:
    """Fresh fields by the name of their column, in the order of a form."""
    return {
        "name_line_1": _needed(_("Name / company"), _("Enter a name or a company."), "c3"),
        "name_line_2": Line(
            label=_("Addition / department"), max_length=255, width="c3", required=False
        ),
        "address_line_1": _needed(_("Street"), _("Enter the street."), "c4"),
        "house_number": Line(label=_("House number"), max_length=16, width="c2", required=False),
        "address_line_2": Line(
            label=_("Address line 2"), max_length=255, width="c4", required=False
        ),
        "po_box": Line(label=_("P.O. box"), max_length=255, width="c2", required=False),
        "zip": Line(label=_("ZIP"), max_length=32, width="c2 zip", required=False),
        "city": _needed(_("City"), _("Enter the city."), "c4 city"),
        "country": forms.ChoiceField(
            label=_("Country"),
            choices=country_choices,
            initial=COUNTRIES_FIRST[0],
            error_messages=dict.fromkeys(
                ("required", "invalid_choice"), _("Choose a country of the list.")
            ),
        ),
    }


def _needed(label: str, sentence: str, width: str) -> Line:
    return Line(label=label, max_length=255, width=width, error_messages={"required": sentence})


class Unread(forms.Field):
    """A field of the group that was not chosen: shown as typed, whatever it holds."""

    def __init__(self, like: forms.Field) -> None:
        super().__init__(required=like.required, label=like.label, widget=like.widget)
        self.initial = like.initial
        self.width = getattr(like, "width", "")

    def clean(self, value: Any) -> Any:
        return value


class TypedAddress:
    """One field group of a booking form. `person`: whose address it will be, None: a proposal."""

    def __init__(self, name: str, *, is_chosen: bool, person: User | None = None) -> None:
        self.name, self.is_chosen, self.person = name, is_chosen, person

    def add_to(self, form: forms.Form) -> None:
        for name, field in address_fields().items():
            if name == "name_line_1" and self.person:
                field.initial = str(self.person)
            form.fields[f"{self.name}_{name}"] = field if self.is_chosen else Unread(field)

    def bound_fields(self, form: forms.Form) -> list[forms.BoundField]:
        return [form[f"{self.name}_{name}"] for name in address_fields()]

    def clean(self, form: forms.Form) -> BillingAddress | None:
        """The address as typed, not stored yet; None while something is wrong with it."""
        given = {name: form.cleaned_data.get(f"{self.name}_{name}") for name in address_fields()}
        self._check_zip(form, str(given["zip"] or ""), str(given["country"] or ""))
        if any(f"{self.name}_{name}" in form.errors for name in given):
            return None
        identifier = f"{given['name_line_1']}, {given['city']}"[:255]
        return BillingAddress(person=self.person, identifier=identifier, **given)

    def _check_zip(self, form: forms.Form, code: str, country: str) -> None:
        digits = ZIP_DIGITS.get(country)
        if code and digits and not (len(code) == digits and code.isascii() and code.isdigit()):
            sentence = _("A ZIP of this country has %(digits)d digits.") % {"digits": digits}
            form.add_error(f"{self.name}_zip", ValidationError(sentence))
