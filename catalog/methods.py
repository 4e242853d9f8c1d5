"""What an access method is, and which of them are installed.

An access method is a way to book an offer: with a code, freely, on invoice. It answers questions
and does nothing itself; `bookings.actions` does the booking. The classes stand in
`bookings/methods/`, one file each, and are named in `settings.ACCESS_METHODS`.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from accounts.models import User
    from catalog.models import Offer

Text = str | Promise


class AccessMethod:
    """The defaults are harmless: nothing to pay, nothing to ask, access at once."""

    key: str
    label: Text
    icon: str
    # Which kinds of learning resource can be booked this way.
    kinds: frozenset[str] = frozenset({"course", "implementation"})
    # Where the catalog shows several offers, the smaller rank stands first.
    rank: int = 0
    is_payment = False
    # Whether a planner may set an order as paid or open again by hand.
    settled_by_hand = False
    # Whether what was paid can be paid back from here.
    refunds = False
    supports_confirmation = True
    button: Text
    # Which columns the form of an offer asks for, besides those that every offer has.
    offer_fields: frozenset[str] = frozenset({"cancellable"})
    # Whether its offers are opened by access codes, which are kept beside them.
    has_codes = False
    # Whether one click can book: there is nothing to fill in, and nothing to pay.
    asks_nothing = False
    # What the learner fills in, made with `offer=` and `person=`; cleaned, it gives the answers.
    form_class: type[forms.Form]

    def price_text(self, offer: Offer) -> Text:
        """What the catalog shows in place of a price; empty where the price itself is shown."""
        return self.label

    def check(self, offer: Offer, person: User, answers: dict[str, Any]) -> None:
        """Raise a Refusal if these answers do not open this offer. Runs under the seat's lock."""

    def option_fields(self) -> dict[str, forms.Field]:
        """What an offer asks for with this method only; cleaned it is kept in `Offer.options`."""
        return {}

    def faults_of(self, offer: dict[str, Any]) -> dict[str, Text]:
        """What is wrong with the values of an offer's form, a sentence by field."""
        return {}

    def check_entered(self, offer: Offer, person: User, answers: dict[str, Any]) -> None:
        """The same where staff enter the person."""
        self.check(offer, person, answers)

    def start_state(self, offer: Offer) -> str:
        return "done"

    def hold(self, offer: Offer) -> timedelta | None:
        """For how long a seat is held until its payment; None where nobody pays first."""
        return None

    def lead_on(self, order: Any, language: str) -> str:
        """The address of the page that follows the booking. Called outside any transaction."""
        return reverse("bookings:booked", kwargs={"number": order.number})

    def cancelled(self, order: Any, *, by: User | None) -> None:
        """What follows a cancellation, with the fee in the order; in its transaction."""


@cache
def installed() -> dict[str, AccessMethod]:
    """Every installed method by its key, in the order of the settings."""
    methods = [import_string(path)() for path in settings.ACCESS_METHODS]
    for method in methods:
        _refuse_incomplete(method)
    return {method.key: method for method in methods}


def _refuse_incomplete(method: AccessMethod) -> None:
    needed = ("key", "label", "icon", "button", "form_class")
    missing = [name for name in needed if not hasattr(method, name)]
    if missing:
        raise ImproperlyConfigured(f"{type(method).__name__} lacks {', '.join(missing)}.")


def get_method(key: str) -> AccessMethod:
    return installed()[key]


def labels() -> dict[str, Text]:
    return {key: method.label for key, method in installed().items()}
