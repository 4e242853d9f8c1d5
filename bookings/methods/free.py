"""Freely available: whoever sees the offer can book it."""

from django.utils.translation import pgettext_lazy

from bookings.methods.terms import TermsForm
from catalog.methods import AccessMethod


class Free(AccessMethod):
    key = "free"
    label = pgettext_lazy("offer type", "Freely available")
    icon = "gift"
    button = pgettext_lazy("button", "Book")
    form_class = TermsForm
    offer_fields = frozenset({"auto_booking", "cancellable"})
    asks_nothing = True
