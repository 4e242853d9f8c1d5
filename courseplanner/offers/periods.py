"""The period of an offer in words, as planners read it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts import formats
from catalog import availability
from catalog.models import Offer


def told(offer: Offer) -> str:
    """From when until when, and how this came about; empty where only the status decides."""
    until = offer.valid_until
    last = availability.last_moment(until) if until and "until" in offer.relative else until
    first, last_told = _side(offer, "from", offer.valid_from), _side(offer, "until", last)
    sides = [
        _("from %(date)s") % {"date": first} if first else "",
        _("until %(date)s") % {"date": last_told} if last_told else "",
    ]
    return ", ".join(filter(None, sides))


def _side(offer: Offer, side: str, moment: datetime | None) -> str:
    relative = availability.told(offer, side)
    if not relative:
        return formats.date_and_time(moment)
    return f"{formats.date(moment)} ({relative})" if moment else relative
