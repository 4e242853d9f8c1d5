"""Invoice: booked now, billed by accounting, set as paid by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.fields import Line, Lines
from accounts.models import BillingAddress, User
from accounts.refusal import Refusal
from accounts.rights import reach
from bookings.methods import addresses
from bookings.methods.terms import LONGEST_COMMENT, TermsForm
from catalog.methods import AccessMethod, Text
from catalog.models import Offer

OTHER, OWN = "other", "own"


class InvoiceForm(TermsForm):
    """The answer `address` is a stored address or a new one, as yet unsaved."""

    heading = gettext_lazy("Booking on invoice")
    step = gettext_lazy("Invoice and details")
    fields_template = "bookings/invoice_fields.html"

    address = forms.CharField(
        label=gettext_lazy("Who receives the invoice?"),
        error_messages={"required": gettext_lazy("Choose who receives the invoice.")},
    )
    po_number = Line(
        label=pgettext_lazy("column", "P.O. number"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Appears on the invoice. At most 100 characters."),
    )
    comment = Lines(
        label=pgettext_lazy("column", "Comment"),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_billed = bool(self.offer.price)
        if not self.is_billed:
            del self.fields["address"]
            return
        self.on_file = addresses.on_file(self.person, by=self.by)
        self.typed = {OTHER: addresses.TypedAddress(OTHER, is_chosen=self.is_other)}
        if not self.is_for_other:
            own = addresses.TypedAddress(OWN, is_chosen=self.is_own, person=self.person)
            self.typed[OWN] = own
        for group in self.typed.values():
            group.add_to(self)

    @property
    def chosen(self) -> str:
        """As posted; before that the first address on file, or else the form for a new one."""
        if self.is_bound:
            return str(self.data.get("address", "")).strip()
        return str(self.on_file[0].pk) if self.on_file else OTHER

    @property
    def is_other(self) -> bool:
        return self.chosen == OTHER

    @property
    def is_own(self) -> bool:
        return self.chosen == OWN

    @property
    def of_organisations(self) -> list[BillingAddress]:
        return [address for address in self.on_file if address.organisation_id]

    @property
    def personal(self) -> list[BillingAddress]:
        return [address for address in self.on_file if address.person_id]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return self.typed[OTHER].bound_fields(self)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return self.typed[OWN].bound_fields(self)

    @property
    def button(self) -> Text:
        return super().button if self.is_billed else pgettext_lazy("button", "Book")

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_billed and "address" in answers:
            answers["address"] = self._address(answers["address"])
        return answers

    def _address(self, chosen: str) -> BillingAddress | None:
        if chosen in self.typed:
            return self.typed[chosen].clean(self)
        known = {str(address.pk): address for address in self.on_file}
        if chosen not in known:
            self.add_error("address", addresses.UNUSABLE)
        return known.get(chosen)


class Invoice(AccessMethod):
    key = "invoice"
    label = pgettext_lazy("offer type", "Invoice")
    icon = "receipt"
    rank = 2
    kinds = frozenset({"implementation"})
    is_payment = True
    settled_by_hand = True
    button = pgettext_lazy("button", "Order for a fee")
    form_class = InvoiceForm
    offer_fields = frozenset(
        {"price", "currency", "cancellable", "cancellation_fee", "free_until_days", "cost_center"}
    )

    def price_text(self, offer: Offer) -> str:
        return ""

    def start_state(self, offer: Offer) -> str:
        """An invoice over nothing is done at once."""
        return "open" if offer.price else "done"

    def check(self, offer: Offer, person: User, answers: dict[str, Any]) -> None:
        """A stored address must still be one this person may be billed at."""
        address: BillingAddress | None = answers.get("address")
        if not offer.price or (address is not None and address.pk is None):
            return
        choosable = BillingAddress.objects.choosable_by(person, reach(person))
        if address is None or not choosable.filter(pk=address.pk).exists():
            raise Refusal(str(addresses.UNUSABLE), field="address")
