"""What staff fill in about payments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import formats
from accounts.editing import EditingForm
from accounts.fields import Amount, Line, Lines
from accounts.refusal import Refusal
from bookings.models import BookingOrder, PaypalSetting, UnassignedMoney

LONGEST = 255


class RefundForm(forms.Form):
    """How much goes back, and why; the payer reads the reason at PayPal."""

    amount = Amount(
        label=gettext_lazy("Amount"),
        width="c3",
        error_messages={"required": gettext_lazy("Enter an amount.")},
    )
    reason = Line(
        label=gettext_lazy("Reason"),
        max_length=LONGEST,
        width="c6",
        help_text=gettext_lazy("The payer reads it at PayPal, and it stands in the history."),
        error_messages={"required": gettext_lazy("Say why the money goes back.")},
    )

    def __init__(self, *args: Any, left: Decimal, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"amount": left}, **kwargs)
        self.fields["amount"].help_text = _("%(left)s can be paid back at most.") % {
            "left": formats.money(left, currency)
        }

    def tell(self, refusal: Refusal) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)


class ReasonForm(forms.Form):
    reason = Line(
        label=gettext_lazy("Reason"),
        max_length=LONGEST,
        width="c6",
        error_messages={"required": gettext_lazy("Say why the money goes back.")},
    )


class NoteForm(forms.Form):
    note = Lines(
        label=gettext_lazy("Note"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Say why nothing more is done with it.")},
    )


class MoveForm(forms.Form):
    """To which booking order of the same person."""

    order = forms.ModelChoiceField(
        queryset=BookingOrder.objects.none(),
        label=gettext_lazy("Booking order"),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Choose a booking order."),
            "invalid_choice": gettext_lazy("Choose a booking order that waits for its money."),
        },
    )

    def __init__(self, *args: Any, item: UnassignedMoney, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.order:
            waiting = BookingOrder.objects.of(item.order.person)
            self.fields["order"].queryset = waiting.filter(
                state__in=["open", "in_payment"], currency=item.capture.currency
            ).order_by("-created_at")

    @property
    def has_choice(self) -> bool:
        return bool(self.fields["order"].queryset.exists())


class PaypalSettingForm(EditingForm):
    class Meta:
        model = PaypalSetting
        fields = (
            "enabled", "environment", "webhook_id", "currency", "hold_minutes", "accept_pending",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["webhook_id"] = Line(
            label=_("Webhook ID"),
            max_length=64,
            required=False,
            help_text=_("PayPal shows it beside the address of the webhook."),
        )
        for name, width in {"webhook_id": "c3", "currency": "c3", "hold_minutes": "c3"}.items():
            self.fields[name].width = width

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("enabled") and not given.get("webhook_id"):
            self.add_error(
                "webhook_id", _("Without a webhook PayPal cannot tell us what happens later.")
            )
        return given
