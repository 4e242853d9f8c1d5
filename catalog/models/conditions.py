"""What a learning resource must meet to be listed or found, as conditions to combine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat

from catalog import states

if TYPE_CHECKING:
    from accounts.rights import Person
    from catalog.models.offer import OfferQuerySet


def shown() -> Q:
    """In a state in which it can usually be booked."""
    return Q(kind="course", status__in=states.BOOKABLE["course"]) | Q(
        kind="implementation", status__in=states.BOOKABLE["implementation"]
    )


def offered(person: Person, **terms: object) -> Q:
    """With an offer for this person that has not ended and is as described."""
    offers = offers_for(person).not_ended().filter(resource=OuterRef("pk"), **terms)
    return Q(Exists(offers))


def offers_for(person: Person) -> OfferQuerySet:
    from catalog.models.offer import Offer  # which stands on the resources

    return Offer.objects.visible_to(person)


def offered_in_its_status(person: Person) -> Q:
    """With an offer for this person that names the present status, cancelled never counting."""
    named = Concat(Value('"'), OuterRef("status"), Value('"'), output_field=TextField())
    offers = offers_for(person).alias(named=Cast("statuses", TextField()))
    naming = Exists(offers.filter(resource=OuterRef("pk"), named__contains=named))
    return Q(naming) & ~Q(status="cancelled")


def with_free_seats() -> Q:
    return Q(max_participants=None) | Q(seats_taken__lt=F("max_participants"))


def in_subjects(subjects: Iterable[int]) -> Q:
    from catalog.models.resource import LearningResource  # which stands on these conditions

    filed = LearningResource.subjects.through.objects.filter(subject_id__in=subjects)
    return Q(pk__in=filed.values("learningresource_id"))


def begins_from(day: date) -> Q:
    """What has no begin can be done at any time as long as it has not ended."""
    return Q(begin__gte=day) | Q(begin=None) & (Q(end=None) | Q(end__gte=day))


def over_by(day: date) -> Q:
    """Without an end, the begin is the only day; without a begin it can be done by any day."""
    return Q(end__lte=day) | Q(end=None, begin__lte=day) | Q(begin=None)
