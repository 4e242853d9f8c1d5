"""What the overview of an implementation says: each part one statement, however many orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import BigIntegerField, Case, Count, F, Min, Q, QuerySet, Sum, When
from django.db.models.functions import Cast, Round
from django.utils import timezone

from bookings import states
from bookings.models import BookingOrder, Participation
from courseplanner.models import Implementation

# From this many days before the begin on, a missing minimum needs a decision.
SOON = 30


@dataclass
class Orders:
    """The orders of one status, with what they are worth by currency."""

    status: str
    number: int = 0
    sums: list[tuple[Decimal, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(states.STATUS[self.status])


def orders(of: Implementation) -> list[Orders]:
    """In the order of the states; what a cancelled order is worth is its fee."""
    found: dict[str, Orders] = {}
    for status, currency, number, cents in _grouped(of):
        group = found.setdefault(status, Orders(status))
        group.number += number
        if cents:
            group.sums.append((Decimal(cents) / 100, currency))
    return [found[status] for status in states.STATUS if status in found]


def _grouped(of: Implementation) -> QuerySet[BookingOrder, tuple[str, str, int, int]]:
    """Summed in whole cents: not every database adds decimals exactly."""
    worth = Case(When(state="cancelled", then=F("cancellation_fee")), default=F("price"))
    cents = Sum(Cast(Round(worth * 100), BigIntegerField()))
    orders = BookingOrder.objects.filter(resource=of.resource_id).order_by("currency")
    grouped = orders.values_list("status", "currency")
    return grouped.annotate(number=Count("pk"), cents=cents)


@dataclass(frozen=True)
class Waiting:
    """Who waits for a word, and by when the next place is given up."""

    for_staff: int
    for_participants: int
    until: datetime | None


def waiting(of: Implementation) -> Waiting:
    pending = Participation.objects.filter(resource=of.resource_id).standing(timezone.now())
    asked = pending.filter(status="pending").aggregate(
        for_staff=Count("pk", filter=Q(confirm_by="staff")),
        for_participants=Count("pk", filter=Q(confirm_by="person")),
        until=Min("confirm_until", filter=~Q(confirm_by="payment")),
    )
    return Waiting(**asked)


def proposals(of: Implementation) -> int:
    """Open orders that are billed at an address nobody has looked at yet."""
    found = BookingOrder.objects.filter(resource=of.resource_id, status="open")
    return found.filter(address__source="proposal").count()


@dataclass(frozen=True)
class Seats:
    active: int
    pending: int
    minimum: int
    maximum: int | None

    @property
    def missing(self) -> int:
        return max(self.minimum - self.active, 0)

    @property
    def left(self) -> int | None:
        if self.maximum is None:
            return None
        return max(self.maximum - self.active - self.pending, 0)

    @property
    def too_many(self) -> int:
        return 0 if self.maximum is None else max(self.active + self.pending - self.maximum, 0)


def seats(of: Implementation) -> Seats:
    """Reads what `with_seats` counted."""
    resource = of.resource
    return Seats(of.active, of.pending, resource.min_participants or 0, resource.max_participants)


def days_to_begin(of: Implementation, today: date) -> int | None:
    """None once it has begun, or while nobody knows when it will."""
    begin = of.resource.begin
    return (begin - today).days if begin and begin >= today else None


def needs_minimum_decision(of: Implementation, today: date) -> bool:
    days = days_to_begin(of, today)
    undecided = of.resource.status in {"preparation", "provisional", "confirmed"}
    return undecided and days is not None and days <= SOON and bool(seats(of).missing)


def next_sessions(of: Implementation, today: date, most: int = 3) -> Iterator[object]:
    return iter(of.sessions.filter(date__gte=today)[:most])
