"""Changes of the timetable, as verbs. They stand in the history of the implementation."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import formats, history
from accounts.editing import differences, lock_as_seen
from accounts.refusal import Refusal
from courseplanner.models import Session

if TYPE_CHECKING:
    from accounts.models import User

WEEK = timedelta(days=7)


@transaction.atomic
def add(*, event: Session, times: int, by: User) -> list[Session]:
    """The event, and the same again in each of the following weeks until there are `times`."""
    made = Session.objects.bulk_create(_later(event, weeks * WEEK) for weeks in range(times))
    of = event.implementation
    history.record_many(history.line(of, "event added", by=by, note=told(one)) for one in made)
    return made


@transaction.atomic
def change(*, event: Session, seen: str, by: User) -> None:
    """`seen` is the mark of what the person started from; ChangedMeanwhile if it is old."""
    stored = lock_as_seen(event, seen)
    changed = differences(stored, event)
    if not changed:
        return
    event.save(force_update=True)
    note = f"{told(stored)}\n{changed}"
    history.record(event.implementation, "event changed", by=by, note=note)


@transaction.atomic
def delete(*, event: Session, by: User) -> None:
    """A Refusal if somebody else has deleted it already."""
    gone, _of_what = Session.objects.filter(pk=event.pk).delete()
    if not gone:
        raise Refusal(_("Somebody else has deleted this event already."))
    history.record(event.implementation, "event deleted", by=by, note=told(event))


def told(event: Session) -> str:
    """Which event, in one line: 12 Jan 2027, 13:30–17:00, Part 1."""
    when = f"{formats.date(event.date)}, {event.start:%H:%M}–{event.end:%H:%M}"
    return f"{when}, {event.topic}" if event.topic else when


def _later(event: Session, by: timedelta) -> Session:
    made = copy(event)
    made.date = event.date + by
    return made
