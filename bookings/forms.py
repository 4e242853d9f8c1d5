"""What a person fills in among their own bookings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import formats
from accounts.addresses.forms import AddressForm
from accounts.fields import Line, Lines
from bookings.models import BookingOrder

LONGEST_NOTE = 2000


class OwnAddressForm(AddressForm):
    """An address of the person's own; its customer number is for accounting to give."""

    REST = ("address_line_3", "address_line_4", "region")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("customer_number", None)
        self.fields["identifier"] = Line(
            label=_("Identifier"),
            max_length=255,
            required=False,
            help_text=_("Under which you find the address. Left empty: name and city."),
        )

    @property
    def shown(self) -> list[forms.BoundField]:
        """The box for a doubtful ZIP only where there is a doubt."""
        hidden = self.REST if self.doubts_zip else (*self.REST, "as_is")
        return [field for field in self.visible_fields() if field.name not in hidden]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in self.REST]

    @property
    def needs_rest(self) -> bool:
        return any(field.value() or field.errors for field in self.rest)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        name, city = given.get("name_line_1"), given.get("city")
        if not given.get("identifier") and name and city:
            given["identifier"] = f"{name}, {city}"[:255]
        return given


class CancelForm(forms.Form):
    """What cancelling costs goes out with the page and comes back with the click."""

    seen = forms.DecimalField(widget=forms.HiddenInput)
    sure = forms.BooleanField(
        error_messages={"required": _("Tick the box if you agree. Nothing was cancelled yet.")}
    )

    def __init__(self, *args: Any, order: BookingOrder, **kwargs: Any) -> None:
        self.due = order.fee_due_today()
        super().__init__(*args, initial={"seen": self.due}, **kwargs)
        fee = formats.money(self.due, order.currency)
        self.fields["sure"].label = _("I cancel for %(fee)s.") % {"fee": fee}
        if not self.due:
            del self.fields["sure"]


class RefuseForm(forms.Form):
    note = Lines(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Who entered you in the course can read it."),
    )
