"""An offer is edited as one thing: its columns, its relative days, whom it is released for."""

from __future__ import annotations

import hashlib
import json
from copy import copy
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.editing import ChangedMeanwhile, differences, fingerprint
from accounts.refusal import Refusal
from catalog import states
from catalog.models import LearningResource, Offer
from courseplanner.offers import periods

if TYPE_CHECKING:
    from accounts.models import Organisation

TOLD_AS_ONE = ("statuses", "valid_from", "valid_until", "options")


def mark(offer: Offer) -> str:
    """Of everything that can be edited; one statement, for the organisations.

    Moments that follow from relative days move by themselves and are left out.
    """
    plain = copy(offer)
    for side in offer.relative:
        setattr(plain, f"valid_{side}", None)
    released = sorted(one.pk for one in offer.organisations.all())
    parts = (fingerprint(plain), json.dumps(offer.relative, sort_keys=True), released)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def lock_as_seen(offer: Offer, seen: str) -> Offer:
    """As it is stored, its resource locked first; ChangedMeanwhile if it is not what was seen."""
    resource = LearningResource.objects.locked(offer.resource_id)
    rows = Offer.objects.existing().select_for_update(of=("self",))
    stored = rows.filter(pk=offer.pk).first()
    if stored is None:
        raise Refusal(_("Somebody else has deleted this offer meanwhile. Nothing was saved."))
    stored.resource = resource
    if mark(stored) != seen:
        raise ChangedMeanwhile(stored)
    return stored


def changes(stored: Offer, edited: Offer, organisations: list[Organisation]) -> str:
    """One line for each thing that changed, for the history."""
    lines = [
        differences(_without_period(stored), _without_period(edited)),
        _line(_("Availability: %(before)s → %(after)s"), _when(stored), _when(edited)),
        _line(
            _("Released for: %(before)s → %(after)s"),
            ", ".join(sorted(map(str, stored.organisations.all()))),
            ", ".join(sorted(map(str, organisations))),
        ),
    ]
    if stored.options != edited.options:
        lines.append(_("Details of the offer type changed"))
    return "\n".join(line for line in lines if line)


def _line(sentence: str, before: str, after: str) -> str:
    told = {"before": before or "–", "after": after or "–"}
    return "" if before == after else sentence % told


def _without_period(offer: Offer) -> Offer:
    plain = copy(offer)
    for name in TOLD_AS_ONE:
        setattr(plain, name, None)
    return plain


def _when(offer: Offer) -> str:
    labels = states.BY_KIND[offer.resource.kind]
    named = [str(label) for key, label in labels.items() if key in offer.bookable_statuses]
    return ", ".join(filter(None, [*named, periods.told(offer)]))
