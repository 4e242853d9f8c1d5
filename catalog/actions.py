"""Changes of the catalog, as verbs.

What is saved here is what somebody edited: seats and uses are counted by the bookings meanwhile,
and never written back.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from accounts import history
from catalog import availability
from catalog.models import (
    AccessCode,
    LearningResource,
    Offer,
    ResourceWord,
    Subject,
    searchable_text,
)
from tables.folding import write_words

if TYPE_CHECKING:
    from accounts.models import User

COUNTED = {"seats_taken", "uses"}


@transaction.atomic
def save_resource(*, resource: LearningResource, by: User | None) -> None:
    """Its offers follow its dates. Its subjects are linked afterwards: then `refresh_words`."""
    resource.fold_text()
    before = LearningResource.objects.filter(pk=resource.pk).only("image", "begin", "end").first()
    _save_edited(resource, by)
    if before is None:
        return
    if (before.begin, before.end) != (resource.begin, resource.end):
        availability.settle(resource)
    if before.image and before.image.name != resource.image.name:
        transaction.on_commit(partial(resource.image.storage.delete, before.image.name))


@transaction.atomic
def save_subject(*, subject: Subject, by: User | None) -> None:
    """Resources are found under their new subject at once."""
    _save_edited(subject, by)
    refresh_words(subject.resources.all())


@transaction.atomic
def delete_subjects(*, subjects: QuerySet[Subject], by: User | None) -> None:
    """Resources are no longer found under them. Protected while there are subjects below."""
    filed = list(LearningResource.objects.filter(subjects__in=subjects).distinct())
    history.record_many([history.line(subject, "deleted", by=by) for subject in subjects])
    subjects.delete()
    refresh_words(filed)


@transaction.atomic
def save_offer(*, offer: Offer, by: User | None, note: str = "") -> None:
    """Its relative days are placed by the dates of `offer.resource`."""
    availability.place(offer)
    _save_edited(offer, by, note)


@transaction.atomic
def save_code(*, code: AccessCode, by: User | None) -> None:
    code.code_folded = AccessCode.folded(code.code)
    _save_edited(code, by)


@transaction.atomic
def withdraw_offers(*, offers: Iterable[Offer], by: User | None) -> int:
    """Hide offers for good; their orders stay. Returns how many were not hidden before."""
    chosen = Offer.objects.existing().filter(pk__in=[offer.pk for offer in offers])
    lines = [history.line(offer, "withdrawn", by=by) for offer in chosen.select_for_update()]
    history.record_many(lines)
    return chosen.update(deleted_at=timezone.now())


def refresh_words(resources: Iterable[LearningResource]) -> None:
    """Rewrite the words under which these are found; call it where title or subjects change."""
    resources = list(resources)
    prefetch_related_objects(resources, "subjects")
    texts = {one.pk: searchable_text(one, list(one.subjects.all())) for one in resources}
    write_words(ResourceWord, "owner", texts)


def _save_edited(thing: models.Model, by: User | None, note: str = "") -> None:
    is_new = thing.pk is None
    fields = [field.name for field in thing._meta.concrete_fields if not field.primary_key]
    edited = None if is_new else [name for name in fields if name not in COUNTED]
    thing.save(update_fields=edited)
    history.record(thing, "created" if is_new else "changed", by=by, note=note)
