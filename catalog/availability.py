"""When an offer opens and ends, where that counts from begin or end of what it offers.

`Offer.relative` says how the two days came about, `valid_from` and `valid_until` when they are.
Days are days of the house: they begin and end at midnight in its zone, also in a night in which
the clocks change.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext_lazy

from catalog.models import LearningResource, Offer

UNITS: dict[str, str | Promise] = {
    "same_day": pgettext_lazy("relative day", "on the same day"),
    "days": pgettext_lazy("relative day", "days"),
    "weeks": pgettext_lazy("relative day", "weeks"),
    "months": pgettext_lazy("relative day", "months"),
    "years": pgettext_lazy("relative day", "years"),
}
REFERENCES: dict[str, str | Promise] = {
    "before_begin": pgettext_lazy("relative day", "before the begin"),
    "after_begin": pgettext_lazy("relative day", "after the begin"),
    "before_end": pgettext_lazy("relative day", "before the end"),
    "after_end": pgettext_lazy("relative day", "after the end"),
}


@dataclass(frozen=True)
class RelativeDay:
    amount: int
    unit: str
    reference: str

    @classmethod
    def of(cls, offer: Offer, side: str) -> RelativeDay | None:
        """`side` is from or until; None where it is not relative."""
        stored: dict[str, Any] | None = offer.relative.get(side)
        return cls(**stored) if stored else None

    @property
    def counts_from(self) -> str:
        """begin or end."""
        return self.reference.partition("_")[2]

    def found(self, resource: LearningResource) -> date | None:
        """The day; None while the resource lacks the date it counts from."""
        day: date | None = getattr(resource, self.counts_from)
        if day is None or self.unit == "same_day":
            return day
        amount = -self.amount if self.reference.startswith("before") else self.amount
        if self.unit in ("days", "weeks"):
            return day + timedelta(**{self.unit: amount})
        return _months_later(day, amount * (12 if self.unit == "years" else 1))


def _months_later(day: date, months: int) -> date:
    """The last day of a month stands in for one that this month does not have."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def midnight(day: date) -> datetime:
    """With which the day begins in the house."""
    return timezone.make_aware(datetime.combine(day, time()))


def place(offer: Offer) -> None:
    """Set the moments of its relative days, by the dates of `offer.resource`; saves nothing.

    An offer without them, or with an end before its begin, is undated: it cannot be booked.
    """
    first, last = RelativeDay.of(offer, "from"), RelativeDay.of(offer, "until")
    if first:
        day = first.found(offer.resource)
        offer.valid_from = midnight(day) if day else None
    if last:
        day = last.found(offer.resource)
        offer.valid_until = midnight(day + timedelta(days=1)) if day else None
    begin, end = offer.valid_from, offer.valid_until
    is_reversed = bool(offer.relative and begin and end and end <= begin)
    if is_reversed and first:
        offer.valid_from = None  # what was typed as a date stays
    elif is_reversed:
        offer.valid_until = None
    offer.is_undated = is_reversed or bool(missing(offer))


def missing(offer: Offer) -> set[str]:
    """begin, end or both: what its relative days count from and the resource does not have."""
    days = (RelativeDay.of(offer, "from"), RelativeDay.of(offer, "until"))
    return {day.counts_from for day in days if day and day.found(offer.resource) is None}


def settle(resource: LearningResource) -> None:
    """Place all offers of a resource anew, after its dates have changed. In a transaction."""
    offers = resource.offers.existing().exclude(relative={}).select_for_update(of=("self",))
    placed = list(offers)
    for offer in placed:
        offer.resource = resource
        place(offer)
    Offer.objects.bulk_update(placed, ["valid_from", "valid_until", "is_undated"])


def hint(offer: Offer, now: datetime) -> str:
    """What goes with its state: in how many days it changes, or why it cannot be booked."""
    state = offer.state_at(now)
    if state == "unavailable":
        return _why_unavailable(offer)
    if state == "planned" and offer.valid_from:
        return _starts(_days_until(offer.valid_from, now))
    if offer.valid_until is None:
        return ""
    days = _days_until(last_moment(offer.valid_until), now)
    return _ended(-days) if state == "ended" else _ends(days)


def last_moment(until: datetime) -> datetime:
    """Within the last day on which it can be booked, also where it ends at midnight."""
    return until - timedelta(microseconds=1)


def _days_until(moment: datetime, now: datetime) -> int:
    return (timezone.localdate(moment) - timezone.localdate(now)).days


def _starts(days: int) -> str:
    if days == 0:
        return _("Starts today")
    if days == 1:
        return _("Starts tomorrow")
    return ngettext("Starts in %(days)d day", "Starts in %(days)d days", days) % {"days": days}


def _ends(days: int) -> str:
    if days == 0:
        return _("Ends today")
    if days == 1:
        return _("Ends tomorrow")
    return ngettext("Ends in %(days)d day", "Ends in %(days)d days", days) % {"days": days}


def _ended(days: int) -> str:
    if days == 0:
        return _("Ended today")
    if days == 1:
        return _("Ended yesterday")
    return ngettext("Ended %(days)d day ago", "Ended %(days)d days ago", days) % {"days": days}


def _why_unavailable(offer: Offer) -> str:
    if not offer.is_undated:
        said = _("Not bookable while the status is “%(status)s”")
        return said % {"status": offer.resource.status_label}
    lacking = missing(offer)
    if not lacking:
        return _("It would end before it begins")
    return _("The begin is missing") if "begin" in lacking else _("The end is missing")


def told(offer: Offer, side: str) -> str:
    """A relative day in words, as in “2 weeks before the begin”; empty if it is none."""
    day = RelativeDay.of(offer, side)
    if day is None:
        return ""
    reference = str(REFERENCES[day.reference])
    if day.unit == "same_day":
        return (
            _("on the day of the begin")
            if day.counts_from == "begin"
            else _("on the day of the end")
        )
    return f"{day.amount} {_unit(day)} {reference}"


def _unit(day: RelativeDay) -> str:
    named = {
        "days": npgettext("relative day", "day", "days", day.amount),
        "weeks": npgettext("relative day", "week", "weeks", day.amount),
        "months": npgettext("relative day", "month", "months", day.amount),
        "years": npgettext("relative day", "year", "years", day.amount),
    }
    return named[day.unit]
