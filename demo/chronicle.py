"""The history behind an entry: what would stand there if it had happened in the house."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from accounts import history
from accounts.models import Event, User
from bookings.models import BookingOrder
from demo.entries import Entry


def lines(entry: Entry, order: BookingOrder, staff: User | None) -> Iterator[Event]:
    start = order.access_method.start_state(entry.offer)
    yield _line(order, "booked", by=entry.person, at=entry.at, after=start)
    change = {"before": "pending", "after": entry.access}
    if entry.offer.confirmation and entry.access == "active":
        yield _line(order, "confirmed", by=staff, at=entry.decided_at, **change)
    if entry.outcome == "paid":
        yield _line(order, "marked paid", by=staff, at=entry.ended_at, before="open", after="paid")
    if entry.outcome == "declined":
        yield _line(order, "declined", by=staff, at=entry.ended_at, **change)
    if entry.outcome == "expired":
        yield _line(order, "expired", by=None, at=entry.ended_at)


def _line(
    order: BookingOrder, verb: str, *, by: User | None, at: datetime | None, **what: Any
) -> Event:
    line = history.line(order, verb, by=by, **what)
    line.at = at or order.created_at
    return line
