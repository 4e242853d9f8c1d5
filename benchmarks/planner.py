"""The overview of an implementation with few and with many booking orders."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from benchmarks import crowd
from benchmarks.measure import runs, table
from benchmarks.statements import read, signed_in, statements_of
from bookings.models import BookingOrder, Participation
from bookings.numbers import booking_number, reserve_serials
from catalog.models import LearningResource
from courseplanner.models import Implementation, Product

SIZES = (5, 500, 5000)


def report() -> None:
    client = signed_in("planner@example.org")
    rows, first = [], 0.0
    for number in SIZES:
        page = implementation_with_orders(number).get_absolute_url()
        read(client, page)
        statements = statements_of(lambda page=page: read(client, page))
        spent = runs(lambda page=page: read(client, page))
        first = first or spent.median
        share = f"{spent.median / first - 1:+.0%} of the first"
        rows.append([number, statements, spent.ms, share])
    table("| overview, orders | statements | ms | against 5 |", rows)


@transaction.atomic
def implementation_with_orders(number: int) -> Implementation:
    """Open invoices in bulk, each with its access."""
    resource = crowd.resource(f"Overview of {number}")
    resource.seats_taken = number
    resource.save()
    made = Implementation.objects.create(resource=resource, product=Product.objects.first())
    orders = BookingOrder.objects.bulk_create(_orders(resource, number), batch_size=1000)
    Participation.objects.bulk_create(
        (
            Participation(person=one.person, resource=resource, order=one, status="active")
            for one in orders
        ),
        batch_size=1000,
    )
    return made


def _orders(resource: LearningResource, number: int) -> list[BookingOrder]:
    offer, now = crowd.offer(resource, "invoice", "O-01"), timezone.now()
    offer.save()
    people = crowd.people(number, f"overview{number}")
    booked = {"offer": offer, "resource": resource, "method": "invoice", "offer_label": "O-01"}
    worth = {"price": 490, "price_original": 490, "currency": "CHF", "cancellable": True}
    titled = {"resource_title": resource.title, "resource_title_folded": resource.title_folded}
    return [
        BookingOrder(
            pk=serial,
            number=booking_number(serial, now - timedelta(minutes=serial % 1000)),
            person=person,
            booked_by=person,
            state="open",
            **booked,
            **worth,
            **titled,
        )
        for serial, person in zip(reserve_serials(number), people, strict=True)
    ]
