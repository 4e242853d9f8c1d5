"""What every booking form is made of: the terms the person saw."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import formats
from accounts.models import User
from catalog.methods import Text
from catalog.models import Offer

LONGEST_COMMENT = 2000


class TermsForm(forms.Form):
    """`seen` goes out with the page and comes back with the click: changed terms ask again.

    The other attributes tell the page what to show around the fields.
    """

    heading: Text = gettext_lazy("Booking")
    step: Text = gettext_lazy("Your booking")
    fields_template = "bookings/fields.html"
    # A field that a hidden choice keeps out of sight must not stop the browser.
    use_required_attribute = False

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, offer: Offer, person: User, by: User | None = None, **kwargs: Any
    ) -> None:
        """`by` fills it in; None means the person."""
        self.offer, self.person, self.by = offer, person, by or person
        kwargs["initial"] = {"seen": offer.terms_seen, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    @property
    def is_for_other(self) -> bool:
        return self.by != self.person

    @property
    def button(self) -> Text:
        return self.offer.access_method.button

    @property
    def what_changed(self) -> str:
        """What is different from the terms that went out with the page; empty if nothing is."""
        seen = self.data.get("seen", "")
        if not seen or seen == self.offer.terms_seen:
            return ""
        before = self.price_before
        if before is None:
            return _(
                "The cancellation terms have changed while you were filling in the form. "
                "Check the summary and book again if you agree."
            )
        now = formats.money(self.offer.price, self.offer.currency)
        return _(
            "The price has changed while you were filling in the form. "
            "It was %(before)s and is now %(now)s. Check the summary and book again if you agree."
        ) % {"before": before, "now": now}

    @property
    def free_period_is_over(self) -> bool:
        free_until = self.offer.free_until
        return free_until is not None and free_until < timezone.localdate()

    @property
    def price_before(self) -> str | None:
        """The price the person saw, where the present one is another."""
        amount, _bar, rest = self.data.get("seen", "").partition("|")
        currency = rest.partition("|")[0]
        try:
            price = Decimal(amount)
        except InvalidOperation:
            return None
        if not price.is_finite() or abs(price) >= 10**10 or len(currency) != len("CHF"):
            return None
        changed = (price, currency) != (self.offer.price, self.offer.currency)
        return formats.money(price, currency) if changed else None
