"""Invoice: booked now, billed by accounting, set as paid by hand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.models import BillingAddress, User
from accounts.refusal import Refusal
from accounts.rights import reach
from bookings.methods.terms import TermsForm
from catalog.methods import AccessMethod
from catalog.models import Offer


class Invoice(AccessMethod):
    key = "invoice"
    label = pgettext_lazy("offer type", "Invoice")
    icon = "receipt"
    rank = 2
    kinds = frozenset({"implementation"})
    is_payment = True
    settled_by_hand = True
    button = pgettext_lazy("button", "Order for a fee")
    form_class = TermsForm

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
            raise Refusal(
                _("This billing address cannot be used any more. Choose another one."),
                field="address",
            )
