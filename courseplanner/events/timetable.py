"""The events in order, and which of them lie outside the implementation's period."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import formats
from courseplanner.models import Implementation, Session


@dataclass(frozen=True)
class Row:
    event: Session
    is_outside: bool


def rows(of: Implementation) -> list[Row]:
    """One statement, however many there are."""
    return [Row(event, is_outside(event, of)) for event in of.sessions.all()]


def is_outside(event: Session, of: Implementation) -> bool:
    begin, end = of.resource.begin, of.resource.end or of.resource.begin
    return bool((begin and event.date < begin) or (end and event.date > end))


def warning(event: Session, of: Implementation) -> str:
    """The sentence for an event outside the period; empty for one inside."""
    if not is_outside(event, of):
        return ""
    period = formats.period(of.resource.begin, of.resource.end)
    return _(
        "%(day)s lies outside the period of the implementation (%(period)s). It was saved "
        "nevertheless: mend the event or the period."
    ) % {"day": formats.date(event.date), "period": period}
