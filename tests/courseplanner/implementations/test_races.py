"""Planners and learners at the same time, on a real PostgreSQL (F26)."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.editing import ChangedMeanwhile
from accounts.models import User
from accounts.refusal import Refusal
from bookings.models import Participation
from catalog.models import LearningResource
from courseplanner.implementations import actions
from courseplanner.implementations.editing import mark
from courseplanner.models import Implementation
from courseplanner.products import actions as products
from tests.cast import book, make_offer
from tests.courseplanner.pages import make_run, verbs

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT_ONCE = 12


def at_once(*clicks: Callable[[], str]) -> Counter:
    """Everybody clicks in the same moment; what became of it, counted."""
    start = threading.Barrier(len(clicks))

    def one(click: Callable[[], str]) -> str:
        try:
            start.wait(timeout=10)
            return click()
        except ChangedMeanwhile:
            return "told"
        except Refusal:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clicks)) as pool:
        return Counter(pool.map(one, clicks))


def saving(run: Implementation, seen: str, bob: User, **fields: object) -> Callable[[], str]:
    def save() -> str:
        edited = Implementation.objects.select_related("resource").get(pk=run.pk)
        for name, value in fields.items():
            setattr(edited.resource, name, value)
        actions.change(implementation=edited, subjects=[], seen=seen, by=bob)
        return "saved"

    return save


def test_of_many_planners_who_save_at_once_all_but_one_are_told(bob):
    run = make_run()
    seen = mark(run)

    outcome = at_once(
        *(saving(run, seen, bob, title=f"Titel {number}") for number in range(AT_ONCE))
    )

    assert outcome == {"saved": 1, "told": AT_ONCE - 1}
    assert verbs(run) == ["changed"]


def test_without_the_lock_the_same_race_loses_what_was_saved(bob, monkeypatch):
    """The positive control."""
    run = make_run()
    seen = mark(run)
    together = threading.Barrier(2)

    def look_without_lock(implementation: Implementation, seen: str) -> Implementation:
        stored = Implementation.objects.select_related("resource").get(pk=implementation.pk)
        same = mark(stored) == seen
        together.wait(timeout=10)
        if not same:
            raise ChangedMeanwhile(stored)
        return stored

    monkeypatch.setattr(actions, "lock_as_seen", look_without_lock)
    outcome = at_once(*(saving(run, seen, bob, title=title) for title in ("Meiner", "Ihrer")))

    assert outcome == {"saved": 2}


def test_seats_booked_while_a_planner_saves_are_all_counted(bob):
    run = make_run(max_participants=30)
    offer = make_offer(run.resource)
    people = User.objects.bulk_create(
        User(email=f"p{number}@example.org", sort_name=f"p{number}") for number in range(AT_ONCE)
    )

    def booking(person: User) -> Callable[[], str]:
        return lambda: "booked" if book(offer, person) else ""

    saves = [saving(run, mark(run), bob, location=f"Haus {n}") for n in range(4)]
    outcome = at_once(*map(booking, people), *saves)

    assert outcome["booked"] == AT_ONCE
    assert outcome["saved"] == 1
    taken = LearningResource.objects.get(pk=run.resource_id).seats_taken
    assert taken == Participation.objects.live().count() == AT_ONCE


def test_an_owner_added_by_many_clicks_is_added_once(bob, alice):
    product = make_run().product

    def add() -> str:
        products.add_owner(product=product, person=alice, by=bob)
        return "done"

    assert at_once(*[add] * AT_ONCE) == {"done": AT_ONCE}
    assert verbs(product) == ["owner added"]
    assert list(product.owners.all()) == [alice]
