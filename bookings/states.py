"""Every state of a booking order and of the access it grants, and the steps between them.

Money and access are two machines; neither is derived from the other. States are assigned in one
place only: `move`, a conditional UPDATE that says how many rows it moved.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.refusal import Conflict

ORDER: dict[str, set[str]] = {
    "open": {"paid", "written_off", "cancelled"},
    "in_payment": {"paid", "cancelled", "error"},
    "paid": {"open", "cancelled"},
    "done": {"cancelled"},
    "written_off": set(),
    # Only money takes an order up again; see bookings/payments/seat.py.
    "cancelled": {"in_payment"},
    "error": set(),
}
ACCESS: dict[str, set[str]] = {
    "pending": {"active", "declined", "expired", "cancelled"},
    "active": {"cancelled", "removed"},
    "declined": set(),
    "expired": {"pending"},
    "cancelled": {"pending"},
    "removed": set(),
}
# A try to pay. What is not under way is over; "lapsed" is taken up again if the payer comes late.
PAYMENT: dict[str, set[str]] = {
    "new": {"created", "cancelled", "lapsed", "error"},
    "created": {"capturing", "pending", "completed", "declined", "cancelled", "lapsed"},
    "capturing": {"created", "pending", "completed", "declined"},
    "pending": {"completed", "declined"},
    "completed": set(),
    "cancelled": {"pending", "completed"},
    "lapsed": {"created", "capturing", "pending", "completed"},
    "declined": {"pending", "completed"},
    "error": {"pending", "completed"},
}
UNDER_WAY = ("new", "created", "capturing", "pending")
TAKES_A_SEAT = ("pending", "active")
# Orders that stand behind a granted access; the others have lost it or never had it.
GRANTS = ("open", "in_payment", "paid", "done", "written_off")

# What people read. One SQL expression, stored with the order, so that list, filter, sort,
# details, mail and workbook cannot disagree.
STATUS_EXPRESSION = Case(
    When(Q(state="cancelled") & Q(cancellation_fee__gt=0), then=Value("cancelled_fee")),
    default=F("state"),
)
STATUS = {
    "open": pgettext_lazy("order status", "Open"),
    "in_payment": pgettext_lazy("order status", "In payment"),
    "done": pgettext_lazy("order status", "Done"),
    "paid": pgettext_lazy("order status", "Paid"),
    "cancelled": pgettext_lazy("order status", "Cancelled"),
    "cancelled_fee": pgettext_lazy("order status", "Cancelled with fee"),
    "written_off": pgettext_lazy("order status", "Written off"),
    "error": pgettext_lazy("order status", "Error"),
}
ACCESS_STATUS = {
    "pending": pgettext_lazy("access status", "Pending"),
    "active": pgettext_lazy("access status", "Active"),
    "declined": pgettext_lazy("access status", "Declined"),
    "expired": pgettext_lazy("access status", "Expired"),
    "cancelled": pgettext_lazy("access status", "Cancelled"),
    "removed": pgettext_lazy("access status", "Removed"),
}
PAYMENT_STATUS = {
    "new": pgettext_lazy("payment status", "New"),
    "created": pgettext_lazy("payment status", "Created"),
    "capturing": pgettext_lazy("payment status", "In process"),
    "pending": pgettext_lazy("payment status", "Pending"),
    "completed": pgettext_lazy("payment status", "Completed"),
    "cancelled": pgettext_lazy("payment status", "Cancelled"),
    "lapsed": pgettext_lazy("payment status", "Lapsed"),
    "declined": pgettext_lazy("payment status", "Declined"),
    "error": pgettext_lazy("payment status", "Error"),
}
WHY_UNASSIGNED = {
    "late": pgettext_lazy("unassigned money", "Paid after the seat was given up"),
    "twice": pgettext_lazy("unassigned money", "Paid twice"),
    "low": pgettext_lazy("unassigned money", "Too little"),
    "high": pgettext_lazy("unassigned money", "Too much"),
    "currency": pgettext_lazy("unassigned money", "Other currency"),
    "payee": pgettext_lazy("unassigned money", "Paid to another account"),
    "cancelled": pgettext_lazy("unassigned money", "For a cancelled booking"),
    "unknown": pgettext_lazy("unassigned money", "Unknown number"),
}
OUTCOMES = {
    "assigned": pgettext_lazy("unassigned money", "Seat assigned"),
    "refunded": pgettext_lazy("unassigned money", "Refunded"),
    "moved": pgettext_lazy("unassigned money", "Moved to another booking"),
    "kept": pgettext_lazy("unassigned money", "Closed with a note"),
}

M = TypeVar("M", bound=models.Model)


class MovingQuerySet(models.QuerySet[M], Generic[M]):
    """A QuerySet whose rows change their state along a table, and in no other way."""

    steps: dict[str, set[str]]
    state_field: str

    def move(self, *, to: str, **changes: Any) -> int:
        """Move every row from which this step is permitted; returns how many moved."""
        sources = [state for state, targets in self.steps.items() if to in targets]
        movable = self.filter(**{f"{self.state_field}__in": sources})
        return movable.update(**{self.state_field: to}, **changes)

    def move_one(self, *, to: str, **changes: Any) -> None:
        """The same for exactly one row; a Conflict if it is no longer where it can move from."""
        if self.move(to=to, **changes) != 1:
            raise Conflict(
                _(
                    "Nothing was changed: somebody else has changed this booking in the meantime. "
                    "Look at it again and decide anew."
                )
            )
