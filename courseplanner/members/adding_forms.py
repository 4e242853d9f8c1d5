"""What is asked on the way to adding participants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import formats
from accounts.fields import Line
from accounts.models import BillingAddress, User
from bookings.notices import NoticeForm
from catalog.methods import installed
from catalog.models import Offer
from courseplanner.members.draft import TYPED, WITHOUT, Draft
from courseplanner.models import Implementation

AT_ONCE = "standard"


class EntryForm(forms.Form):
    """On which offer, and who has to confirm until when."""

    offer = forms.ChoiceField(
        label=gettext_lazy("Offer"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose an offer."),
            "invalid_choice": gettext_lazy("This offer is no longer there. Choose another one."),
        },
    )
    confirm_by = forms.ChoiceField(
        label=gettext_lazy("Membership"),
        widget=forms.RadioSelect,
        choices=[
            (AT_ONCE, pgettext_lazy("membership", "Standard: they take part at once")),
            ("staff", pgettext_lazy("membership", "With confirmation by an administrative role")),
            ("person", pgettext_lazy("membership", "With confirmation by the participant")),
        ],
        initial=AT_ONCE,
        error_messages={"required": gettext_lazy("Choose how they take part.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Confirmation until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("After this day the seat is given up. Empty: without end."),
        error_messages={"invalid": gettext_lazy("This is no date.")},
    )
    po_number = Line(
        label=pgettext_lazy("column", "P.O. number"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("The same for everybody; only where an invoice is written."),
    )

    def __init__(self, *args: Any, of: Implementation, draft: Draft, **kwargs: Any) -> None:
        stored = {name: getattr(draft, name) for name in self.base_fields}
        initial = {**stored, "confirm_by": draft.confirm_by or AT_ONCE}
        super().__init__(*args, initial=initial, **kwargs)
        self.of = of
        choices = [(str(offer.pk), _said(offer)) for offer in offers(of)]
        if not of.needs_order:
            choices.append((WITHOUT, _("Without booking order")))
        self.fields["offer"].choices = choices
        if len(choices) == 1:
            self.initial["offer"] = choices[0][0]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        until = given.get("until")
        waits = given.get("confirm_by") != AT_ONCE
        if until and waits and until < timezone.localdate():
            self.add_error("until", _("This day is over. Choose today or a later day."))
        return given

    def keep_in(self, draft: Draft) -> None:
        given = self.cleaned_data
        draft.offer = given["offer"]
        draft.confirm_by = given["confirm_by"].replace(AT_ONCE, "")
        draft.until = given["until"].isoformat() if given["until"] else ""
        draft.po_number = given["po_number"]


def offers(of: Implementation) -> list[Offer]:
    """Those staff can enter somebody on: what is paid at once, only the participant can pay."""
    paid_at_once = [
        key for key, one in installed().items() if one.is_payment and not one.settled_by_hand
    ]
    existing = Offer.objects.existing().filter(resource=of.resource_id, method__in=installed())
    return list(existing.exclude(method__in=paid_at_once).order_by("label"))


def _said(offer: Offer) -> str:
    price = formats.money(offer.price, offer.currency) if offer.price else _("free of charge")
    return f"{offer} · {price}"


class AddressesForm(forms.Form):
    """Which address each person is billed at; first of all one of their organisations."""

    def __init__(
        self,
        *args: Any,
        on_file: list[tuple[User, list[BillingAddress]]],
        draft: Draft,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.persons = [person for person, _addresses in on_file]
        for person, addresses in on_file:
            choices = [(str(one.pk), _in_short(one)) for one in addresses]
            if str(person.pk) in draft.typed:
                choices.append((TYPED, _in_short(draft.typed[str(person.pk)])))
            first = choices[0][0] if choices else ""
            self.fields[f"address_{person.pk}"] = forms.ChoiceField(
                label=str(person),
                required=bool(choices),
                choices=choices or [("", _("No billing address yet"))],
                initial=draft.addresses.get(str(person.pk)) or first,
            )

    @property
    def rows(self) -> list[tuple[User, forms.BoundField]]:
        return [(person, self[f"address_{person.pk}"]) for person in self.persons]

    def keep_in(self, draft: Draft) -> None:
        for person in self.persons:
            draft.addresses[str(person.pk)] = self.cleaned_data[f"address_{person.pk}"]


def _in_short(address: BillingAddress | dict[str, str]) -> str:
    def part(name: str) -> str:
        typed = address.get(name, "") if isinstance(address, dict) else getattr(address, name)
        return str(typed)

    place = f"{part('zip')} {part('city')}".strip()
    return f"{part('name_line_1')}, {place}"


class OverviewForm(NoticeForm):
    """`seen` are the terms that went out with the page: if others hold by now, it asks again."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, offer: Offer | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = offer.terms_seen if offer else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("seen", "") != self.terms:
            self.add_error(
                None,
                _(
                    "The offer has changed in the meantime. Nobody was added. Look at the "
                    "overview again."
                ),
            )
        return given
