"""What a planner is asked before an order is changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import formats
from accounts.fields import Amount, Lines
from accounts.refusal import Conflict, Refusal
from bookings.models import BookingOrder
from bookings.notices import LONGEST, NoticeForm


class WriteOffForm(forms.Form):
    note = Lines(
        label=_("Note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Stands in the history; participants do not see it."),
    )

    def tell(self, refusal: Refusal, order: BookingOrder) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)


class AmountForm(WriteOffForm):
    """Another amount; the present one goes out with the page and comes back with the click."""

    present = "price"
    label = pgettext_lazy("column", "Price")

    seen = forms.DecimalField(widget=forms.HiddenInput)
    amount = Amount(width="c3", error_messages={"required": _("Enter an amount.")})
    field_order = ("seen", "amount", "note")

    def __init__(self, *args: Any, order: BookingOrder, **kwargs: Any) -> None:
        amount = self.amount_of(order)
        self.original = getattr(order, f"{self.present}_original")
        super().__init__(*args, initial={"seen": amount, "amount": amount}, **kwargs)
        self.fields["amount"].label = f"{self.label} ({order.currency})"

    @classmethod
    def amount_of(cls, order: BookingOrder) -> Decimal:
        return getattr(order, cls.present) or Decimal(0)

    def tell(self, refusal: Refusal, order: BookingOrder) -> None:
        """After a conflict the next click knows what the first one did not."""
        super().tell(refusal, order)
        if isinstance(refusal, Conflict):
            self.data = self.data.copy()
            self.data["seen"] = str(self.amount_of(order))


class FeeForm(AmountForm):
    present = "cancellation_fee"
    label = pgettext_lazy("column", "Cancellation fee")


class CancelForm(NoticeForm):
    """For what, with which note, and whether the person is told."""

    fee = Amount(width="c3", error_messages={"required": _("Enter an amount, 0 for no fee.")})
    field_order = ("fee", "note", "tell", "words")

    def __init__(self, *args: Any, order: BookingOrder, **kwargs: Any) -> None:
        self.due = order.fee_due_today()
        super().__init__(*args, initial={"fee": self.due}, **kwargs)
        self.fields["fee"].label = f"{FeeForm.label} ({order.currency})"
        self.fields["fee"].help_text = _("By the terms of the order %(fee)s is due today.") % {
            "fee": formats.money(self.due, order.currency)
        }
        if not order.price:
            del self.fields["fee"]

    def tell(self, refusal: Refusal, order: BookingOrder) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)
