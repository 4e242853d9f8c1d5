"""The events of a learning resource as a calendar file.

An event keeps its UID however it changes, so that importing the file again mends a calendar
instead of filling it twice. Times are those of the house, with its zone.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event

from catalog.models import LearningResource

STATUS = {"preparation": "TENTATIVE", "provisional": "TENTATIVE", "cancelled": "CANCELLED"}


class Session(Protocol):
    """What is read of an event; events belong to the Course Planner, which stands above us."""

    pk: int
    date: date
    start: time
    end: time
    topic: str
    place: str
    teachers: str


def response(resource: LearningResource) -> HttpResponse:
    """Reads `implementation.sessions`; see LearningResource.objects.with_timetable."""
    run = getattr(resource, "implementation", None)
    content = write(resource, list(run.sessions.all()) if run else [])
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{resource.slug}.ics"'
    return answer


def write(resource: LearningResource, sessions: list[Session]) -> bytes:
    """Without events the days from begin to end stand for them."""
    made = Calendar()
    made.add("prodid", "-//Kursbuch//Events//EN")
    made.add("version", "2.0")
    for session in sessions:
        made.add_component(_of_session(resource, session))
    if not sessions and resource.begin:
        made.add_component(_of_days(resource, resource.begin))
    _add_zone(made, [session.date.year for session in sessions])
    return made.to_ical()


def _add_zone(made: Calendar, years: list[int]) -> None:
    """For the years of the events; all of them would make the file five times as long."""
    if years:
        made.add_missing_timezones(date(min(years), 1, 1), date(max(years) + 1, 1, 1))


def _of_session(resource: LearningResource, session: Session) -> Event:
    title = f"{resource.title}: {session.topic}" if session.topic else resource.title
    place, teachers = session.place or resource.location, session.teachers or resource.authors
    event = _event(resource, f"event-{session.pk}", title, place, teachers)
    event.add("dtstart", _moment(session.date, session.start))
    event.add("dtend", _moment(session.date, session.end))
    return event


def _of_days(resource: LearningResource, begin: date) -> Event:
    key = f"resource-{resource.pk}"
    event = _event(resource, key, resource.title, resource.location, resource.authors)
    event.add("dtstart", begin)
    event.add("dtend", (resource.end or begin) + timedelta(days=1))
    return event


def _event(resource: LearningResource, key: str, title: str, place: str, teachers: str) -> Event:
    event = Event()
    event.add("uid", f"{key}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
    event.add("dtstamp", timezone.now())
    event.add("status", STATUS.get(resource.status, "CONFIRMED"))
    event.add("url", f"{settings.SITE_URL}{resource.get_absolute_url()}")
    for name, text in (("summary", title), ("location", place), ("description", teachers)):
        if text:
            event.add(name, _line(text))
    return event


def _line(text: str) -> str:
    """On one line: a bare carriage return would begin a new one for some calendars."""
    return " ".join(text.split())


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=timezone.get_default_timezone())
