"""What the tests of members share: the pages of one implementation, and who stands in them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message, User
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource
from tests.cast import book, make_offer, make_person


def url(name: str, run: LearningResource) -> str:
    return reverse(f"courseplanner:{name}", kwargs={"pk": run.implementation.pk})


def people(number: int) -> list[User]:
    return [make_person(f"P{n:03}", last_name=f"Muster{n:03}") for n in range(number)]


def booked(run: LearningResource, persons: Iterable[User], **terms: Any) -> list[Participation]:
    """Each on a booking order of their own; waiting for staff unless told otherwise."""
    offer = make_offer(run, **{"method": "free", "confirmation": True, "receipt": False} | terms)
    return [book(offer, person).participation for person in persons]


def entered(run: LearningResource, person: User, **fields: Any) -> Participation:
    """By hand, waiting for staff unless told otherwise."""
    LearningResource.objects.filter(pk=run.pk).update(seats_taken=F("seats_taken") + 1)
    waits = {"status": "pending", "origin": "manual", "confirm_by": "staff"} | fields
    return Participation.objects.create(resource=run, person=person, **waits)


def decide(client: Any, verb: str, members: list[Participation], **data: Any) -> Any:
    """What the page posts: everybody ticked, told in the usual words."""
    rows = [member.pk for member in members]
    run = members[0].resource
    given = {"rows": rows, "tell": "standard", **data}
    return client.post(url(f"members_{verb}", run), given, follow=True)


def said(page: Any) -> str:
    return " ".join(str(message) for message in page.context["messages"])


def statuses(run: LearningResource) -> list[str]:
    found = Participation.objects.filter(resource=run).order_by("pk")
    return list(found.values_list("status", flat=True))


def seats(run: LearningResource) -> int:
    return LearningResource.objects.get(pk=run.pk).seats_taken


def mails(event: str) -> list[Message]:
    return list(Message.objects.filter(event=event).order_by("person__email"))


def stored(member: Participation) -> BookingOrder:
    return BookingOrder.objects.get(pk=member.order_id)


def in_days(days: int) -> Any:
    return timezone.now() + timezone.timedelta(days=days)
