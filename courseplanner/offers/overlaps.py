"""Which offers the same people can book at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from accounts.organisations.tree import Tree
from catalog.models import Offer

EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)


def found(offers: Sequence[Offer], tree: Tree) -> dict[int, list[Offer]]:
    """By id of an offer the others that overlap it; reads their prefetched organisations."""
    return {
        one.pk: [other for other in offers if other is not one and _overlap(one, other, tree)]
        for one in offers
    }


def _overlap(one: Offer, other: Offer, tree: Tree) -> bool:
    return _meet_in_time(one, other) and _meet_in_people(one, other, tree)


def _meet_in_time(one: Offer, other: Offer) -> bool:
    if one.is_undated or other.is_undated:
        return False
    in_period = (one.valid_from or EARLIEST) < (other.valid_until or LATEST) and (
        other.valid_from or EARLIEST
    ) < (one.valid_until or LATEST)
    return in_period and not one.bookable_statuses.isdisjoint(other.bookable_statuses)


def _meet_in_people(one: Offer, other: Offer, tree: Tree) -> bool:
    """Who sees an organisation's offers sees those of the organisations above it, too."""
    if not (one.internal and other.internal):
        return False
    first, second = _released(one), _released(other)
    if one.external or other.external:
        return (one.external or bool(first)) and (other.external or bool(second))
    return any(
        here in tree.path(there) or there in tree.path(here) for here in first for there in second
    )


def _released(offer: Offer) -> set[int]:
    return {one.pk for one in offer.organisations.all()}
