"""Where the invoice of an order goes: what a planner is asked."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.addresses.forms import OrganisationAddressForm
from accounts.editing import ChangedMeanwhile, fingerprint
from accounts.models import BillingAddress, Organisation, User
from accounts.refusal import Refusal
from accounts.rights import reach, standing
from bookings.methods import addresses
from bookings.models import BookingOrder, OrderAddress

KEPT, NEW = "kept", "new"


class NewAddressForm(OrganisationAddressForm):
    """An address of one of these organisations, or else of the person."""

    class Meta(OrganisationAddressForm.Meta):
        fields = ("organisation", *OrganisationAddressForm.Meta.fields)

    def __init__(
        self, *args: Any, person: User, organisations: list[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = _choice(organisations)
        self.order_fields(["organisation", *self.field_order])
        if not self.initial.get("organisation"):
            own = [organisation for _role, organisation, _inherited in standing(person).roles]
            self.initial["organisation"] = next(iter(own), None)
        if not organisations:
            del self.fields["organisation"]
            self.instance.person = person


def _choice(organisations: list[Organisation]) -> forms.TypedChoiceField:
    named = {str(one.pk): one for one in organisations}
    field = forms.TypedChoiceField(
        label=_("Address of"),
        choices=[("", _("Choose an organisation")), *((pk, str(named[pk])) for pk in named)],
        coerce=named.get,
        empty_value=None,
        error_messages={
            "required": _("Choose the organisation the address belongs to."),
            "invalid_choice": _("This organisation cannot be chosen. Choose one of the list."),
        },
    )
    field.width = "c6"
    return field


class KeptAddressForm(NewAddressForm):
    """The text stays as the participant typed it; asked is whose it is and under which number."""

    ASKED = ("organisation", "identifier", "customer_number", "twins_seen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {name: self.fields[name] for name in self.ASKED if name in self.fields}


class BillingForm(forms.Form):
    """Who receives the invoice of an order: the answer is an address on file, or a new one.

    Two of the choices bring a form of their own, of which only the chosen one is looked at.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    address = forms.CharField(
        label=_("Who receives the invoice?"),
        error_messages={"required": _("Choose who receives the invoice.")},
    )

    def __init__(self, *args: Any, order: BookingOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order, self.present = order, order.address
        self.initial["seen"] = fingerprint(self.present)

    @cached_property
    def on_file(self) -> dict[str, BillingAddress]:
        return {str(one.pk): one for one in addresses.on_file(self.order.person)}

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Those whose addresses the person may choose: theirs and all above."""
        return list(Organisation.objects.active().filter(pk__in=reach(self.order.person)))

    @property
    def of_organisations(self) -> list[BillingAddress]:
        return [one for one in self.on_file.values() if one.organisation_id]

    @property
    def personal(self) -> list[BillingAddress]:
        return [one for one in self.on_file.values() if one.person_id]

    @property
    def is_proposal(self) -> bool:
        return self.present.source == OrderAddress.Source.PROPOSAL

    @property
    def chosen(self) -> str:
        """As posted; before that the proposal, the present address, or the form for a new one."""
        if self.is_bound:
            return str(self.data.get("address", "")).strip()
        present = str(self.present.billing_address_id)
        return KEPT if self.is_proposal else present if present in self.on_file else NEW

    @cached_property
    def groups(self) -> dict[str, NewAddressForm]:
        return {KEPT: self._group(KeptAddressForm, KEPT), NEW: self._group(NewAddressForm, NEW)}

    def _group(self, kind: type[NewAddressForm], name: str) -> NewAddressForm:
        """Filled with what the order says; with what was typed, whether it is chosen or not."""
        text = {field: getattr(self.present, field) for field in OrderAddress.TEXT_FIELDS}
        given = {
            "instance": BillingAddress(**text),
            "prefix": name,
            "person": self.order.person,
            "organisations": self.organisations,
        }
        if self.is_bound and self.chosen == name:
            return kind(self.data, **given)
        begin = f"{name}-"
        typed = {k.removeprefix(begin): self.data[k] for k in self.data if k.startswith(begin)}
        return kind(initial=typed, **given)

    @property
    def answer(self) -> BillingAddress:
        group = self.groups.get(self.chosen)
        return group.instance if group else self.on_file[self.chosen]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("seen") != fingerprint(self.present):
            self.tell(ChangedMeanwhile(self.present))
        elif "address" in given and given["address"] not in {KEPT, NEW, *self.on_file}:
            self.add_error("address", addresses.UNUSABLE)
        return given

    def is_valid(self) -> bool:
        group = self.groups.get(self.chosen)
        return super().is_valid() and (group is None or group.is_valid())

    def tell(self, refusal: Refusal) -> None:
        """Show why nothing was changed; after a conflict, what the order says now."""
        self.add_error(None, refusal.sentence)
        if isinstance(refusal, ChangedMeanwhile):
            self.present = refusal.stored
            self.data = self.data.copy()
            self.data["seen"] = fingerprint(self.present)
