"""Staff enter a person: on an offer, with a booking order of its terms, or without any."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import history
from accounts.refusal import Refusal
from bookings import billing, mail, seats
from bookings.actions.booking import GONE, create_order, refuse_changed_terms
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource, Offer

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Entry:
    """On which terms somebody is entered.

    offer       its terms are the order's, whatever its time and audience; None: without order
    answers     `seen`, perhaps `po_number`, and where it is billed an `address`, stored or new
    confirm_by  "staff" or "person": pending until they say yes; empty: active at once
    """

    offer: Offer | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    confirm_by: str = ""
    confirm_until: datetime | None = None


@transaction.atomic
def enter(
    *,
    resource: LearningResource,
    person: User,
    entry: Entry,
    by: User,
    note: str = "",
    words: str | None = "",
) -> Participation:
    """Give this person a seat. `note` stands in the history; for `words` see cancel."""
    now = timezone.now()
    resource = seats.lock(resource.pk, now)
    if sentence := _why_not(resource, person, entry, now):
        raise Refusal(sentence)
    offer = _offer_as_it_stands(entry, resource, person)
    seats.take(resource)
    order = _order(offer, resource, person, by, entry.answers, now) if offer else None
    entered = Participation.objects.create(
        person=person,
        resource=resource,
        order=order,
        origin="booking" if order else "manual",
        added_by=by,
        status="pending" if entry.confirm_by else "active",
        confirm_by=entry.confirm_by,
        confirm_until=entry.confirm_until if entry.confirm_by else None,
        created_at=now,
    )
    verb, after = ("booked", order.state) if order else ("entered", entered.status)
    history.record(order or entered, verb, by=by, after=after, note=note)
    if words is not None:
        mail.added(entered, by=by, words=words)
    return entered


def _why_not(resource: LearningResource, person: User, entry: Entry, now: datetime) -> str:
    """Why this person cannot be entered, in a sentence; full is for `seats.take` to say."""
    standing = Participation.objects.standing(now).filter(person=person, resource=resource)
    if resource.status == "cancelled":
        told = _("“%(title)s” was cancelled and takes nobody any more. Nothing was booked.")
        return told % {"title": resource.title}
    if not person.is_active:
        return _("This person can no longer sign in. Nothing was booked.")
    if standing.exists():
        return _("Takes part already, or waits to be confirmed. Nothing was booked again.")
    if entry.offer is None and _needs_order(resource):
        return _("Nobody takes part here without a booking order. Choose an offer.")
    if entry.confirm_by and entry.confirm_until and entry.confirm_until <= now:
        return _("The time to confirm is over before it begins. Choose a later day.")
    return ""


def _needs_order(resource: LearningResource) -> bool:
    run = getattr(resource, "implementation", None)
    return run is None or bool(run.needs_order)


def _offer_as_it_stands(entry: Entry, resource: LearningResource, person: User) -> Offer | None:
    """The offer read again under the lock; a Refusal if its terms are not those that were seen."""
    if entry.offer is None:
        return None
    existing = Offer.objects.existing().filter(resource=resource)
    current = existing.select_related("cost_center").filter(pk=entry.offer.pk).first()
    if current is None:
        raise Refusal(str(GONE))
    current.resource = resource
    refuse_changed_terms(current, entry.answers)
    current.access_method.check_entered(current, person, entry.answers)
    return current


def _order(
    offer: Offer,
    resource: LearningResource,
    person: User,
    by: User,
    answers: dict[str, Any],
    now: datetime,
) -> BookingOrder:
    order = create_order(offer, resource, person, by, answers, now)
    if answers.get("address"):
        billing.freeze(order=order, address=answers["address"], by=by)
    return order
