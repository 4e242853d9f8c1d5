"""The offers of one resource as choices: what each is called, and whether it can be taken now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import formats
from catalog import states
from catalog.models import Offer


@dataclass(frozen=True)
class Choice:
    offer: Offer
    title: str
    state: str
    is_preselected: bool = False

    @property
    def html_id(self) -> str:
        return f"offer-{self.offer.pk}"

    @property
    def is_bookable(self) -> bool:
        return self.state == "bookable"

    @property
    def is_closed(self) -> bool:
        return not self.is_bookable

    @property
    def price(self) -> Decimal | None:
        """None where the offer type says what it costs."""
        says_it = self.offer.access_method.price_text(self.offer)
        return None if says_it else self.offer.price

    @property
    def text(self) -> str:
        """The description, then what stands in the way or is to be known before."""
        waits = self.offer.confirmation and self.is_bookable
        confirmed = _("Your place is confirmed by the organisers.") if waits else ""
        return "\n".join(filter(None, [self.offer.description, confirmed, self._availability]))

    @property
    def _availability(self) -> str:
        until, begin = self.offer.valid_until, self.offer.valid_from
        if self.state == "planned":
            return _("Opens on %(day)s.") % {"day": formats.date_and_time(begin)}
        if self.state == "ended":
            return _("Ended on %(day)s.") % {"day": formats.date_and_time(until)}
        if self.state != "bookable":
            return str(states.OFFER[self.state])
        return (
            _("Bookable until %(day)s.") % {"day": formats.date_and_time(until)} if until else ""
        )


def in_order(offers: Iterable[Offer], now: datetime, *, wanted: str = "") -> list[Choice]:
    """Free ones first, then those with a code, then by price.

    Chosen is the one a link asks for by its id, else the only one that can be booked.
    """
    ranked = sorted(offers, key=lambda one: (one.access_method.rank, one.price, one.pk))
    choices = [
        Choice(offer, title, offer.state_at(now))
        for offer, title in zip(ranked, _titles(ranked), strict=True)
    ]
    bookable = [str(one.offer.pk) for one in choices if one.is_bookable]
    chosen = wanted if wanted in bookable else bookable[0] if len(bookable) == 1 else None
    return [replace(one, is_preselected=str(one.offer.pk) == chosen) for one in choices]


def at_once(choices: Sequence[Choice]) -> Choice | None:
    """The only offer there is, if it is meant to be booked by one click without a dialog."""
    left = [choice for choice in choices if choice.state != "ended"]
    if len(left) != 1 or not left[0].is_bookable:
        return None
    offer = left[0].offer
    is_meant = offer.auto_booking and not offer.confirmation and not offer.price
    return left[0] if is_meant and offer.access_method.asks_nothing else None


def _titles(offers: Sequence[Offer]) -> Iterator[str]:
    """The offer type, numbered where there are several of one type."""
    methods = [offer.method for offer in offers]
    for place, offer in enumerate(offers):
        label = str(offer.access_method.label)
        number = methods[: place + 1].count(offer.method)
        yield f"{label} {number}" if methods.count(offer.method) > 1 else label
