"""Planners and learners at the same offer in the same moment, on a real PostgreSQL (F24, F29)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from accounts.editing import fingerprint
from accounts.models import User
from catalog.actions import save_resource
from catalog.models import AccessCode, LearningResource, Offer
from courseplanner.offers import actions
from courseplanner.offers.editing import mark
from tests.cast import book, make_offer, make_person, make_resource
from tests.courseplanner.implementations.test_races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE = 8
WEEK_BEFORE = {"until": {"amount": 1, "unit": "weeks", "reference": "before_begin"}}


def saving(offer: Offer, seen: str, by: User, **fields: object) -> Callable[[], str]:
    def save() -> str:
        edited = Offer.objects.select_related("resource").get(pk=offer.pk)
        for name, value in fields.items():
            setattr(edited, name, value)
        actions.change(offer=edited, organisations=[], seen=seen, by=by)
        return "saved"

    return save


def test_of_many_who_save_an_offer_at_once_all_but_one_are_told(bob):
    offer = make_offer()
    seen = mark(Offer.objects.get(pk=offer.pk))
    clicks = [saving(offer, seen, bob, description=f"{number}") for number in range(AT_ONCE)]

    assert at_once(*clicks) == {"saved": 1, "told": AT_ONCE - 1}


def test_a_label_is_given_once(bob):
    resource = make_resource()

    def create() -> str:
        offer = Offer(resource=resource, method="free", label="O-01")
        actions.create(offer=offer, organisations=[], code="", by=bob)
        return "created"

    assert at_once(*[create] * AT_ONCE) == {"created": 1, "refused": AT_ONCE - 1}


def test_a_code_is_added_once(bob):
    offer = make_offer(method="code", code="OLD")

    def add() -> str:
        actions.add_code(code=AccessCode(offer=offer, code="Neu"), by=bob)
        return "added"

    assert at_once(*[add] * AT_ONCE) == {"added": 1, "refused": AT_ONCE - 1}


def test_a_limit_holds_while_it_is_lowered_and_people_book(bob):
    """Whoever comes first: never more uses than the limit, and each use is somebody's order."""
    offer = make_offer(method="code", code="AARE")
    code = offer.codes.get()
    people = [make_person(f"P{number}") for number in range(AT_ONCE)]
    seen = fingerprint(code)

    def lower() -> str:
        edited = AccessCode.objects.select_related("offer").get(pk=code.pk)
        edited.usage_limit = 3
        actions.change_code(code=edited, seen=seen, by=bob)
        return "lowered"

    def click(person: User) -> Callable[[], str]:
        return lambda: book(offer, person, code="AARE") and "booked"

    became = at_once(lower, *[click(person) for person in people])

    code.refresh_from_db()
    assert code.uses == became["booked"] == offer.orders.count()
    assert code.usage_limit is None or code.uses <= code.usage_limit


def test_an_offer_saved_while_the_course_moves_follows_it(bob):
    resource = make_resource(begin=date(2027, 3, 31), end=None)
    offer = make_offer(resource, relative=WEEK_BEFORE)
    seen = mark(Offer.objects.get(pk=offer.pk))

    def move() -> str:
        moved = LearningResource.objects.get(pk=resource.pk)
        moved.begin = date(2027, 4, 30)
        save_resource(resource=moved, by=bob)
        return "moved"

    became = at_once(move, saving(offer, seen, bob, description="Neu"))

    assert became == {"moved": 1, "saved": 1}
    offer.refresh_from_db()
    assert (timezone.localdate(offer.valid_until), offer.description) == (date(2027, 4, 24), "Neu")
