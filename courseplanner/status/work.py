"""What a status means for the people of an implementation: done one by one, a few at once, many as
long work that is resumed where it broke off.

Whoever is asked twice is left as they are: nothing left to do, and one mail per key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Event
from accounts.refusal import Refusal
from bookings import actions, jobs, mail, states
from bookings.models import Job, Participation
from bookings.models.participation import ParticipationQuerySet
from courseplanner.models import Implementation

if TYPE_CHECKING:
    from accounts.models import User

AT_ONCE = 50
CHUNK = 20
CANCELLABLE = [state for state, steps in states.ORDER.items() if "cancelled" in steps]


def taking_part(resource_id: int) -> ParticipationQuerySet:
    """Who is told that it takes place."""
    return Participation.objects.filter(resource=resource_id).live()


def affected(resource_id: int) -> ParticipationQuerySet:
    """Who loses something when it does not: access, or an order that can still be cancelled."""
    standing = Q(status__in=states.TAKES_A_SEAT) | Q(order__state__in=CANCELLABLE)
    return Participation.objects.filter(standing, resource=resource_id)


@dataclass(frozen=True)
class Errand:
    """One kind of work: on whom, and what is done for each of them."""

    title: str
    people: Callable[[int], ParticipationQuerySet]
    one: Callable[[Participation, Event, dict[str, Any], User], None]
    said: Callable[[int], str]


def _call_off(who: Participation, event: Event, asked: dict[str, Any], by: User) -> None:
    why = "\n".join(filter(None, [_("The implementation was cancelled."), event.note]))
    waive, words = asked["waive"], asked["words"]
    actions.call_off(participation=who, by=by, waive=waive, note=why, words=words)


def _tell(who: Participation, event: Event, asked: dict[str, Any], by: User) -> None:
    mail.run_confirmed(who, words=asked["words"], event=event)


def _said_cancelled(number: int) -> str:
    return ngettext(
        "It is cancelled for %(number)s person.", "It is cancelled for %(number)s people.", number
    ) % {"number": number}


def _said_told(number: int) -> str:
    return ngettext(
        "%(number)s person is told by e-mail.", "%(number)s people are told by e-mail.", number
    ) % {"number": number}


def errand(kind: str) -> Errand:
    """By the kind of the job, in the reader's language."""
    if kind == "run_cancelled":
        return Errand(_("Cancel: %(title)s"), affected, _call_off, _said_cancelled)
    return Errand(_("Notify: %(title)s"), taking_part, _tell, _said_told)


def begin(
    kind: str, of: Implementation, event: Event, *, by: User, words: str | None, waive: bool = True
) -> Job | None:
    """In the caller's transaction: done when it returns, or a Job that begins once it commits."""
    work, asked = errand(kind), {"words": words, "waive": waive}
    people = work.people(of.resource_id)
    if people.count() <= AT_ONCE:
        for who in people.with_details().order_by("pk"):
            work.one(who, event, asked, by)
        return None
    known = {**asked, "implementation": of.pk, "event": event.pk}
    title = work.title % {"title": of.resource.title}
    return jobs.start(kind=kind, title=title, arguments=known, by=by)


def run(job: Job) -> None:
    """Handles both kinds of job. Each chunk is kept together with how far the work is."""
    work, asked = errand(job.kind), job.arguments
    of = Implementation.objects.select_related("resource").get(pk=asked["implementation"])
    event = Event.objects.get(pk=asked["event"])
    people = work.people(of.resource_id).with_details().order_by("pk")
    total = job.total or people.count()
    while chunk := list(people.filter(pk__gt=job.result.get("after", 0))[:CHUNK]):
        with transaction.atomic():
            for who in chunk:
                _one(work, who, event, job)
            job.result["after"] = chunk[-1].pk
            done = job.done + len(chunk)
            jobs.progress(job, done, max(done, total))
    job.result |= {"said": work.said(job.done), "back": _overview(of)}
    jobs.progress(job, job.done, max(job.done, total))


def _one(work: Errand, who: Participation, event: Event, job: Job) -> None:
    """What is refused for one stops none of the others, and is named."""
    try:
        with transaction.atomic():
            work.one(who, event, job.arguments, job.owner)
    except Refusal as refusal:
        job.result.setdefault("refused", []).append(f"{who.person}: {refusal.sentence}")


def _overview(of: Implementation) -> str:
    return reverse("courseplanner:implementation", kwargs={"pk": of.pk})
