"""Seats: the only place that changes `LearningResource.seats_taken`.

Always inside the transaction of the participation it counts, and after `lock`: whoever counts
seats of a resource holds its row until the commit. `manage.py audit` compares with the count.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts import history
from accounts.refusal import Refusal
from bookings import mail
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource


def lock(resource_id: int, now: datetime) -> LearningResource:
    """Lock the resource, end what has lapsed on it, and return it with its seats up to date."""
    resource = LearningResource.objects.select_related("organisation").locked(resource_id)
    if release_lapsed(resource, now):
        resource.refresh_from_db(fields=["seats_taken"])
    return resource


def take(resource: LearningResource) -> None:
    """One seat more, or a Refusal: check and change are one conditional UPDATE."""
    free = Q(max_participants=None) | Q(seats_taken__lt=F("max_participants"))
    taken = LearningResource.objects.filter(free, pk=resource.pk).update(
        seats_taken=F("seats_taken") + 1
    )
    if not taken:
        raise full(resource)


def full(resource: LearningResource) -> Refusal:
    return Refusal(
        _("“%(title)s” is fully booked. Nothing was booked. Look in the catalog for another date.")
        % {"title": resource.title}
    )


def release(resource_id: int, count: int = 1) -> None:
    LearningResource.objects.filter(pk=resource_id).update(seats_taken=F("seats_taken") - count)


def release_lapsed(resource: LearningResource, now: datetime) -> int:
    """End the pending participations nobody confirmed or paid in time; returns how many.

    The order behind each is cancelled without a fee, and the person is told.
    """
    found = Participation.objects.filter(resource=resource).lapsed(now)
    if not found.exists():
        return 0
    lapsed = list(found.with_details())
    moved = Participation.objects.filter(pk__in=[one.pk for one in lapsed]).move(
        to="expired", decided_at=now
    )
    orders = [one.order for one in lapsed if one.order]
    BookingOrder.objects.filter(pk__in=[order.pk for order in orders]).move(
        to="cancelled", cancelled_at=now
    )
    change = {"before": "pending", "after": "expired"}
    history.record_many(
        history.line(one.order or one, "expired", by=None, **change) for one in lapsed
    )
    for one in lapsed:
        mail.expired(one)
    release(resource.pk, moved)
    return moved
