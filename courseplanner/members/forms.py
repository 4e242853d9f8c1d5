"""What is asked before something is decided about members."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.fields import Amount
from bookings.models import Participation
from bookings.notices import NoticeForm
from courseplanner.members.verbs import Told


class BatchForm(NoticeForm):
    """With a fee for each booking that costs something, at first what is due today."""

    def __init__(
        self, *args: Any, members: list[Participation], asks_fee: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for member in members:
            if asks_fee and member.order and member.order.price:
                self.fields[_fee(member)] = _amount(member)

    @property
    def rows(self) -> Iterator[tuple[Participation, forms.BoundField | None]]:
        for member in self.members:
            name = _fee(member)
            yield member, self[name] if name in self.fields else None

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for member in self.members:
            fee = given.get(_fee(member))
            if fee is not None and member.order and fee > member.order.price:
                self.add_error(_fee(member), _("The fee is above the price of the order."))
        return given

    @property
    def told(self) -> Told:
        given = self.cleaned_data
        fees = {one.pk: given[_fee(one)] for one in self.members if _fee(one) in given}
        return Told(note=given["note"], words=given["words"], fees=fees)


def _fee(member: Participation) -> str:
    return f"fee_{member.pk}"


def _amount(member: Participation) -> Amount:
    due: Decimal = member.order.fee_due_today() if member.order else Decimal(0)
    return Amount(
        label=_("Cancellation fee of %(name)s") % {"name": member.person},
        initial=due,
        error_messages={"required": _("Enter a fee; 0 is a fee too.")},
    )
