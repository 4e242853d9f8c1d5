"""Changes of offers and their access codes, as verbs; the catalog does the writing."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import history
from accounts.editing import lock_as_seen as lock_row_as_seen
from accounts.refusal import Refusal
from catalog.actions import save_code, save_offer
from catalog.models import AccessCode, LearningResource, Offer
from courseplanner.offers.editing import changes, lock_as_seen

if TYPE_CHECKING:
    from accounts.models import Organisation, User

# Without letters and digits that are taken for each other when read aloud.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_TAKEN = gettext_lazy("This offer has this access code already. Choose another one.")


@transaction.atomic
def create(*, offer: Offer, organisations: list[Organisation], code: str, by: User) -> None:
    """`code` is its first access code, empty where the offer type has none."""
    offer.resource = LearningResource.objects.locked(offer.resource_id)
    _refuse_label_twice(offer)
    save_offer(offer=offer, by=by)
    offer.organisations.set(organisations)
    if code:
        save_code(code=AccessCode(offer=offer, code=code), by=by)


@transaction.atomic
def change(*, offer: Offer, organisations: list[Organisation], seen: str, by: User) -> None:
    """`seen` is the mark of what the person started from; ChangedMeanwhile if it is old.

    Who has booked keeps what was promised: orders hold their own terms.
    """
    stored = lock_as_seen(offer, seen)
    offer.resource = stored.resource
    told = changes(stored, offer, organisations)
    if not told:
        return
    _refuse_label_twice(offer)
    save_offer(offer=offer, by=by, note=told)
    offer.organisations.set(organisations)


def next_label(resource: LearningResource) -> str:
    """O-01 or the next that is free; deleted offers keep theirs, since orders name them."""
    used = set(Offer.objects.filter(resource=resource).values_list("label", flat=True))
    labels = (f"O-{number:02}" for number in range(1, len(used) + 2))
    return next(label for label in labels if label not in used)


def _refuse_label_twice(offer: Offer) -> None:
    same = Offer.objects.existing().filter(resource=offer.resource_id, label=offer.label)
    if same.exclude(pk=offer.pk).exists():
        sentence = _("There is already an offer “%(label)s”. Choose another label.")
        raise Refusal(sentence % {"label": offer.label}, field="label")


@transaction.atomic
def add_code(*, code: AccessCode, by: User) -> None:
    _lock_codes(code)
    save_code(code=code, by=by)
    _tell(code, "code added", by)


@transaction.atomic
def change_code(*, code: AccessCode, seen: str, by: User) -> None:
    """A limit below what was used already is refused; whoever has booked is in."""
    _lock_codes(code)
    stored = lock_row_as_seen(code, seen)
    if code.usage_limit is not None and code.usage_limit < stored.uses:
        sentence = _("It has been used %(uses)d times already. Enter that number or more.")
        raise Refusal(sentence % {"uses": stored.uses}, field="usage_limit")
    save_code(code=code, by=by)
    _tell(code, "code changed", by)


@transaction.atomic
def rotate_code(*, code: AccessCode, by: User) -> AccessCode:
    """Another word in its place from now on; limit, uses and expiry stay."""
    _lock_resource(code)
    stored = AccessCode.objects.select_for_update(of=("self",)).filter(pk=code.pk).first()
    if stored is None:
        raise Refusal(_("Somebody else has deleted this access code meanwhile."))
    stored.code = f"{_four()}-{_four()}"
    save_code(code=stored, by=by)
    _tell(stored, "code replaced", by)
    return stored


@transaction.atomic
def delete_code(*, code: AccessCode, by: User) -> None:
    _lock_resource(code)
    _tell(code, "code deleted", by)
    AccessCode.objects.filter(pk=code.pk).delete()


def _four() -> str:
    return "".join(secrets.choice(ALPHABET) for _one in range(4))


def _lock_codes(code: AccessCode) -> None:
    """Whoever adds or changes one waits here; a Refusal if the offer has this word already."""
    _lock_resource(code)
    same = AccessCode.objects.filter(offer=code.offer_id, code_folded=AccessCode.folded(code.code))
    if same.exclude(pk=code.pk).exists():
        raise Refusal(str(_TAKEN), field="code")


def _lock_resource(code: AccessCode) -> None:
    """Where everybody who books waits, too: they go on to the code, and then to the offer."""
    LearningResource.objects.locked(code.offer.resource_id)


def _tell(code: AccessCode, verb: str, by: User) -> None:
    """In the history of the offer, which planners read."""
    history.record(code.offer, verb, by=by, note=code.code)
