"""Access code: whoever knows the code can book; it is asked once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.fields import Line
from accounts.models import User
from accounts.refusal import Refusal
from bookings.methods.terms import TermsForm
from catalog.methods import AccessMethod
from catalog.models import AccessCode, Offer


class CodeForm(TermsForm):
    heading = gettext_lazy("Booking with access code")

    code = Line(
        label=pgettext_lazy("offer type", "Access code"),
        max_length=64,
        width="c4",
        help_text=gettext_lazy("You have it from your education office. It is asked only once."),
        error_messages={"required": gettext_lazy("Enter the access code.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class Code(AccessMethod):
    key = "code"
    label = pgettext_lazy("offer type", "Access code")
    icon = "key"
    rank = 1
    button = pgettext_lazy("button", "Book")
    form_class = CodeForm
    has_codes = True

    def price_text(self, offer: Offer) -> str:
        return _("With access code")

    def check(self, offer: Offer, person: User, answers: dict[str, Any]) -> None:
        """Count one use of the code: limit and count are one conditional UPDATE."""
        now = timezone.now()
        usable = AccessCode.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=now),
            Q(usage_limit=None) | Q(uses__lt=F("usage_limit")),
            offer=offer,
            code_folded=AccessCode.folded(answers["code"]),
        )
        if not usable.update(uses=F("uses") + 1):
            raise Refusal(
                _(
                    "Wrong access code. Nothing has been booked. Check it letter by letter, or "
                    "ask your education office."
                ),
                field="code",
            )

    def check_entered(self, offer: Offer, person: User, answers: dict[str, Any]) -> None:
        """Staff need no code, and use none up."""
