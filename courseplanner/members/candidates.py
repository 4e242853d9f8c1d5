"""Those who are about to be added: what each gets, and why somebody cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import BillingAddress, User
from accounts.refusal import Refusal
from bookings import actions
from bookings.actions import Entry
from catalog.models import Offer
from courseplanner.members import billed, lists
from courseplanner.members.draft import Draft
from courseplanner.models import Implementation

if TYPE_CHECKING:
    from courseplanner.members.adding_forms import OverviewForm


@dataclass
class Candidate:
    """why_not: empty if the person can be added."""

    person: User
    address: BillingAddress | None
    why_not: str


def candidates(of: Implementation, draft: Draft, offer: Offer | None) -> list[Candidate]:
    people = draft.persons()
    is_billed = needs_address(offer)
    addresses = billed.chosen(draft, people) if is_billed else {}
    standing = lists.members_of(of).standing(timezone.now()).filter(person__in=people)
    inside = set(standing.values_list("person_id", flat=True))
    return [
        Candidate(
            person,
            addresses.get(person.pk),
            _why_not(person, inside, is_billed and addresses[person.pk] is None),
        )
        for person in people
    ]


def needs_address(offer: Offer | None) -> bool:
    return offer is not None and bool(offer.price) and offer.access_method.settled_by_hand


def _why_not(person: User, inside: set[int], lacks_address: bool) -> str:
    if not person.is_active:
        return _("Can no longer sign in.")
    if person.pk in inside:
        return _("Takes part already, or waits to be confirmed.")
    if lacks_address:
        return _("Has no billing address. Go back one step and enter one.")
    return ""


def add(
    of: Implementation,
    draft: Draft,
    chosen: list[Candidate],
    *,
    offer: Offer | None,
    form: OverviewForm,
    by: User,
) -> list[str]:
    """Each in a transaction of their own; returns who was not added and why.

    Those who were leave the draft, so that a second click finds nobody to add.
    """
    refused = []
    for one in chosen:
        try:
            _enter(of, draft, one, offer, form, by)
        except Refusal as refusal:
            refused.append(f"{one.person}: {refusal.sentence}")
        else:
            draft.remove(one.person.pk)
    return refused


def _enter(
    of: Implementation,
    draft: Draft,
    one: Candidate,
    offer: Offer | None,
    form: OverviewForm,
    by: User,
) -> None:
    given = form.cleaned_data
    answers = {"seen": given["seen"], "address": one.address, "po_number": draft.po_number}
    entry = Entry(offer, answers, draft.confirm_by, draft.confirm_until)
    told = {"note": given["note"], "words": given["words"]}
    actions.enter(resource=of.resource, person=one.person, entry=entry, by=by, **told)
