"""What goes with a batch: which orders, each with the price it was shown with, and why."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.core import signing
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts.fields import Lines
from bookings.models import BookingOrder
from bookings.notices import LONGEST

SALT = "courseplanner.settling"


class BatchForm(forms.Form):
    """`chosen` goes out with the question and comes back with the click, for all in one field."""

    chosen = forms.CharField(widget=forms.HiddenInput)
    note = Lines(
        label=_("Note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Stands in the history; participants do not see it."),
    )


def write(orders: Iterable[BookingOrder]) -> str:
    seen = [(order.pk, str(order.price)) for order in orders]
    return signing.dumps(seen, salt=SALT, compress=True)


def read(chosen: str) -> dict[int, Decimal]:
    """What `write` has written; 404 for anything else."""
    try:
        seen = signing.loads(chosen, salt=SALT)
    except signing.BadSignature:
        raise Http404 from None
    return {pk: Decimal(price) for pk, price in seen}
