"""Any number of bookings on top of the story, chunk by chunk: memory does not grow with them.

A window is fifty resources and the bookings made for them within some weeks. Everything in it is
drawn before anything is written, so seats and limits are right from the first row on.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.db import connection, transaction

from accounts.models import BillingAddress, User
from catalog.models import Offer
from demo import ledger
from demo.crowd_people import draw_people
from demo.crowd_resources import Workshop
from demo.entries import TAKES_A_SEAT, Entry
from demo.reading import Days

PEOPLE_PER_ORDER = 5
ORDERS_PER_RESOURCE = 40
RESOURCES_PER_WINDOW = 50
YEARS = timedelta(days=3 * 365)
PO_NUMBERS = ("", "", "4410-{}", "PO {}", "2026/{}-B")
ENDS = ("paid", "open", "cancelled", "written_off")
WEIGHTS_OLD = (80, 8, 10, 2)
WEIGHTS_NEW = (25, 65, 10, 0)


@dataclass
class Crowd:
    """What every window draws from."""

    days: Days
    dice: Random
    people: array[int]
    shared: list[BillingAddress]
    workshop: Workshop


@dataclass
class Visit:
    """A booking before its resource exists: the resource's place in the window, not its key."""

    resource: int
    person: int
    at: datetime
    outcome: str
    dice: float


def load_crowd(count: int, *, today: date, seed: int) -> None:
    dice = Random(f"{seed} {count}")
    people = draw_people(max(200, count // PEOPLE_PER_ORDER), dice)
    shared = BillingAddress.objects.filter(is_active=True).exclude(organisation=None)
    crowd = Crowd(
        Days(today),
        dice,
        people,
        list(shared.select_related("organisation").order_by("pk")),
        Workshop.open(),
    )
    for start, length in _windows(count):
        with transaction.atomic():
            _write_window(crowd, start / count, (start + length) / count, length)
    ledger.count_uses()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the planner of the database has to know how many there are


def _windows(count: int) -> Iterator[tuple[int, int]]:
    size = ORDERS_PER_RESOURCE * RESOURCES_PER_WINDOW
    for start in range(0, count, size):
        yield start, min(size, count - start)


def _write_window(crowd: Crowd, start: float, end: float, length: int) -> None:
    """Everything booked between two moments, given as parts of the three years."""
    now = crowd.days.morning(0)
    first, last = now - YEARS * (1 - start), now - YEARS * (1 - end)
    begins = _begins(crowd, last.date(), -(-length // ORDERS_PER_RESOURCE))
    visits = list(_visits(crowd, first, last, length, begins))
    taken = [0] * len(begins)
    for visit in visits:
        taken[visit.resource] += visit.outcome in TAKES_A_SEAT
    offers = crowd.workshop.run(crowd.days, crowd.dice, begins, taken)
    guests = _guests(visits)
    entries = [
        _entry(crowd, visit, guests[visit.person], offers[visit.resource]) for visit in visits
    ]
    ledger.write(entries, staff=None)


def _begins(crowd: Crowd, after: date, count: int) -> list[date]:
    return [after + timedelta(days=crowd.dice.randrange(10, 240)) for _ in range(count)]


def _visits(
    crowd: Crowd, first: datetime, last: datetime, length: int, begins: list[date]
) -> Iterator[Visit]:
    """In the order of time; nobody comes twice to the same resource."""
    dice, step = crowd.dice, (last - first) / length
    order = [dice.randrange(len(begins)) for _ in range(length)]
    guests = [dice.sample(crowd.people, order.count(place)) for place in range(len(begins))]
    old = (crowd.days.morning(0) - last).days > 60
    weights = WEIGHTS_OLD if old else WEIGHTS_NEW
    ends = dice.choices(ENDS, weights, k=length)
    for number, place in enumerate(order):
        at = first + step * number
        yield Visit(place, guests[place].pop(), at, ends[number], dice.random())


def _guests(visits: list[Visit]) -> dict[int, User]:
    """Those who come in this window, with the address one in ten of them has."""
    came = User.objects.prefetch_related("billing_addresses")
    return came.in_bulk({visit.person for visit in visits})


def _entry(crowd: Crowd, visit: Visit, person: User, offers: list[Offer]) -> Entry:
    offer = offers[int(visit.dice * len(offers))]
    entry = Entry(person, offer, visit.at, visit.outcome)
    if entry.is_billed:
        _bill(crowd, entry, visit)
    elif entry.outcome in {"open", "paid", "written_off"}:
        entry.outcome = "done"
    if entry.outcome in {"paid", "cancelled"}:
        later = visit.at + timedelta(days=1 + visit.dice * 40)
        entry.ended_at = max(visit.at, min(later, crowd.days.morning(0)))
    return entry


def _bill(crowd: Crowd, entry: Entry, visit: Visit) -> None:
    dice = crowd.dice
    own = list(entry.person.billing_addresses.all())
    entry.address = dice.choice(own or crowd.shared)
    entry.po_number = dice.choice(PO_NUMBERS).format(dice.randrange(1000, 99999))
    if visit.dice < 0.02:
        entry.price = (entry.offer.price * Decimal("0.8")).quantize(Decimal("0.05"))
    if visit.dice > 0.97:
        entry.comment = "Bitte Rechnung an die Bildungsstelle, Kopie an mich."
