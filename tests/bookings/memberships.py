"""Memberships that wait for somebody's word, and how they came to wait."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource
from tests.cast import book, make_offer, make_resource

WEEK = timedelta(days=7)


def ask(
    person: User,
    title: str = "Wound care",
    within: timedelta | None = WEEK,
    reference: str = "",
    **fields,
) -> Participation:
    """Somebody entered this person by hand and asked whether they come."""
    resource = make_resource(title, reference=reference, seats_taken=1)
    until = timezone.now() + within if within else None
    asked = {"status": "pending", "origin": "manual", "confirm_by": "person"} | fields
    return Participation.objects.create(
        person=person, resource=resource, confirm_until=until, **asked
    )


def book_and_ask(person: User, by: User, **terms) -> Participation:
    """Somebody booked for this person and asked whether they come."""
    resource = make_resource("Team leading", max_participants=5)
    offer = make_offer(resource, **{"method": "free", "confirmation": True} | terms)
    order = book(offer, person, by=by)
    Participation.objects.filter(order=order).update(confirm_by="person")
    return order.participation


def lapse(*participations: Participation) -> None:
    ago = timezone.now() - timedelta(minutes=1)
    ids = [one.pk for one in participations]
    Participation.objects.filter(pk__in=ids).update(confirm_until=ago)


def status(participation: Participation) -> str:
    return Participation.objects.get(pk=participation.pk).status


def seats(participation: Participation) -> int:
    return LearningResource.objects.get(pk=participation.resource_id).seats_taken


def order_of(participation: Participation) -> BookingOrder:
    return BookingOrder.objects.get(pk=participation.order_id)
