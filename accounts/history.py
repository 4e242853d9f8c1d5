"""The history: one append-only line per change, written in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

from accounts.models import Event

if TYPE_CHECKING:
    from accounts.models import User


def line(
    subject: models.Model,
    verb: str,
    *,
    by: User | None,
    before: str = "",
    after: str = "",
    note: str = "",
) -> Event:
    """An unsaved line; `by=None` is the system."""
    return Event(
        subject_type=subject._meta.model_name,
        subject_id=subject.pk,
        subject_label=str(subject)[:255],
        by=by,
        by_label=str(by) if by else "",
        verb=verb,
        before=before,
        after=after,
        note=note,
    )


def record(subject: models.Model, verb: str, *, by: User | None, **what: str) -> Event:
    event = line(subject, verb, by=by, **what)
    event.save(force_insert=True)
    return event


def record_many(events: Iterable[Event]) -> None:
    Event.objects.bulk_create(events, batch_size=1000)


def of(subject: models.Model) -> models.QuerySet[Event]:
    return Event.objects.filter(
        subject_type=subject._meta.model_name, subject_id=subject.pk
    ).order_by("id")
