"""What every booking form carries: the price and terms the person saw."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from catalog.models import Offer


class TermsForm(forms.Form):
    """`seen` goes out with the page and comes back with the click: a changed price asks again."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, offer: Offer, person: User, **kwargs: Any) -> None:
        self.offer, self.person = offer, person
        kwargs["initial"] = {"seen": offer.terms_seen, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
