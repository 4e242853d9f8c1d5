"""One booking as it came to stand, before it is written: who, what, when, and how it ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import BillingAddress, User
from catalog.models import Offer

# How a booking ended: the state of the money where there was something to pay (else it is done),
# and the state of the access.
OUTCOMES = {
    "open": ("open", "active"),
    "paid": ("paid", "active"),
    "done": ("done", "active"),
    "waiting": ("open", "pending"),
    "written_off": ("written_off", "active"),
    "cancelled": ("cancelled", "cancelled"),
    "declined": ("cancelled", "declined"),
    "expired": ("cancelled", "expired"),
}
TAKES_A_SEAT = {name for name, (_, access) in OUTCOMES.items() if access in {"active", "pending"}}


@dataclass(slots=True)
class Entry:
    """One booking: who, what, when, and what became of it at `ended_at`."""

    person: User
    offer: Offer
    at: datetime
    outcome: str
    ended_at: datetime | None = None
    address: BillingAddress | None = None
    price: Decimal | None = None  # as adjusted later
    fee: Decimal | None = None  # as adjusted when it was cancelled
    po_number: str = ""
    comment: str = ""

    @property
    def money(self) -> str:
        state = OUTCOMES[self.outcome][0]
        return state if self.is_billed or state == "cancelled" else "done"

    @property
    def access(self) -> str:
        return OUTCOMES[self.outcome][1]

    @property
    def decided_at(self) -> datetime | None:
        """When somebody decided about the access, if anybody had to."""
        if self.access == "active":
            return self.at + timedelta(hours=4) if self.offer.confirmation else None
        return self.ended_at

    @property
    def is_billed(self) -> bool:
        return bool(self.offer.price)
