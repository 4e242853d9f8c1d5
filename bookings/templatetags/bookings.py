"""What pages of the lower rooms may say about bookings: given a whole page of things at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django import template
from django.utils import timezone

from bookings.models import Participation
from catalog.models import LearningResource

if TYPE_CHECKING:
    from accounts.rights import Person

register = template.Library()


@register.simple_tag
def bookings_of(
    person: Person, resources: Iterable[LearningResource]
) -> Mapping[int, Participation]:
    """Which of these resources this person is in, pending or active, by the resource's id.

    One query for all; each has its `order`, or none where somebody entered the person by hand.
    """
    if not person.is_authenticated:
        return {}
    live = Participation.objects.live().filter(person=person.pk, resource__in=list(resources))
    return {one.resource_id: one for one in live.select_related("order")}


@register.simple_tag
def booking_of(person: Person, resource: LearningResource) -> Participation | None:
    return bookings_of(person, [resource]).get(resource.pk)


@register.simple_tag
def number_asked(person: Person) -> int:
    """How many memberships wait for this person's own word."""
    return Participation.objects.waiting(person, timezone.now()).asked(person).count()


@register.filter
def of_resource(
    found: Mapping[int, Participation], resource: LearningResource
) -> Participation | None:
    return found.get(resource.pk)
