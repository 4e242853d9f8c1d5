"""Who receives an invoice: one of the addresses on file, or one that is typed.

A typed address is a field group of the booking form; only the group that was chosen is looked at,
the other one is shown again as it was typed.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.addresses import postal
from accounts.addresses.forms import AS_IS, address_fields
from accounts.models import BillingAddress, User
from accounts.rights import reach

UNUSABLE = gettext_lazy("This billing address cannot be used any more. Choose another one.")


def on_file(person: User, *, by: User | None = None) -> list[BillingAddress]:
    """What the person may choose from: addresses of their organisations first, then their own.

    Who fills in the form for them (`by`) is not shown what is private.
    """
    choosable = BillingAddress.objects.choosable_by(person, reach(person))
    if by is not None and by != person:
        choosable = choosable.filter(person=None)
    found = choosable.select_related("organisation").order_by("pk")
    return sorted(found, key=lambda address: address.person_id is not None)


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
        self.doubts_zip = False

    def add_to(self, form: forms.Form) -> None:
        asked = address_fields() | {"as_is": forms.BooleanField(label=AS_IS, required=False)}
        for name, field in asked.items():
            if name == "name_line_1" and self.person:
                field.initial = str(self.person)
            form.fields[f"{self.name}_{name}"] = field if self.is_chosen else Unread(field)

    def bound_fields(self, form: forms.Form) -> list[forms.BoundField]:
        shown = [*address_fields(), *(["as_is"] if self.doubts_zip else [])]
        return [form[f"{self.name}_{name}"] for name in shown]

    def clean(self, form: forms.Form) -> BillingAddress | None:
        """The address as typed, not stored yet; None while something is wrong with it."""
        given = {name: form.cleaned_data.get(f"{self.name}_{name}") for name in address_fields()}
        self._check_zip(form, str(given["country"] or ""), str(given["zip"] or ""))
        if any(f"{self.name}_{name}" in form.errors for name in given):
            return None
        identifier = f"{given['name_line_1']}, {given['city']}"[:255]
        return BillingAddress(person=self.person, identifier=identifier, **given)

    def _check_zip(self, form: forms.Form, country: str, code: str) -> None:
        """Refuses near by; a ZIP from afar can be insisted on."""
        sentence = postal.doubt(country, code)
        self.doubts_zip = bool(sentence) and not postal.is_wall(country)
        insists = self.doubts_zip and form.cleaned_data.get(f"{self.name}_as_is")
        if sentence and not insists:
            form.add_error(f"{self.name}_zip", sentence)
