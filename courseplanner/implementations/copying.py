"""A copy of an implementation: its offers come along, its dates shift together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone

from accounts import history
from catalog.actions import refresh_words, save_code, save_offer, save_resource
from catalog.models import LearningResource, Offer
from courseplanner.implementations.actions import lock_open_product
from courseplanner.models import Implementation, Session

if TYPE_CHECKING:
    from accounts.models import User

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def copy(
    *, implementation: Implementation, title: str, reference: str, begin: date | None, by: User
) -> Implementation:
    """In preparation, without anything that was booked; refused under an archived product.

    Dates of the run, of events, offers and codes keep their distances to the begin.
    """
    lock_open_product(implementation.product_id)
    source = implementation.resource
    shift = begin - source.begin if begin and source.begin else timedelta()
    resource = _copy_resource(source, shift, title=title, reference=reference, begin=begin, by=by)
    made = Implementation.objects.create(
        resource=resource,
        product=implementation.product,
        type=implementation.type,
        needs_order=implementation.needs_order,
    )
    _copy_events(implementation, made, shift)
    for offer in source.offers.existing().order_by("pk"):
        _copy_offer(offer, resource, shift, by)
    history.record(made, "copied", by=by, note=str(source))
    return made


def _copy_resource(
    source: LearningResource, shift: timedelta, *, by: User, **given: object
) -> LearningResource:
    made = _again(source, **given)
    made.status, made.seats_taken, made.course_url = "preparation", 0, ""
    made.end = source.end + shift if source.end else None
    if source.image:
        with source.image.open() as picture:
            made.image = ContentFile(picture.read(), name=source.image.name)
    save_resource(resource=made, by=by)
    made.subjects.set(source.subjects.all())
    refresh_words([made])
    return made


def _copy_events(source: Implementation, made: Implementation, shift: timedelta) -> None:
    Session.objects.bulk_create(
        _again(event, implementation=made, date=event.date + shift)
        for event in source.sessions.all()
    )


def _copy_offer(source: Offer, resource: LearningResource, shift: timedelta, by: User) -> None:
    moved = {
        "valid_from": _shifted(source.valid_from, shift),
        "valid_until": _shifted(source.valid_until, shift),
    }
    made = _again(source, resource=resource, **moved)
    save_offer(offer=made, by=by)
    made.organisations.set(source.organisations.all())
    for code in source.codes.all():
        expires_at = _shifted(code.expires_at, shift)
        save_code(code=_again(code, offer=made, uses=0, expires_at=expires_at), by=by)


def _again(row: M, **given: object) -> M:
    """The same once more, unsaved."""
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    made = type(row)(**fields)
    for name, value in given.items():
        setattr(made, name, value)
    return made


def _shifted(moment: datetime | None, shift: timedelta) -> datetime | None:
    """The same time of day in the house, also where summer time lies between."""
    if moment is None:
        return None
    here = timezone.localtime(moment)
    return timezone.make_aware(here.replace(tzinfo=None) + shift)
