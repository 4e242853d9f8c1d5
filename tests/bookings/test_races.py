"""Many at once for few seats, on a real PostgreSQL (F1, F2, F29).

Each race has its positive control: the same race with the lock taken away, which must go wrong.
A race test that has never failed proves nothing.
"""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection
from django.db.models import F

from accounts.models import User
from accounts.refusal import Refusal
from bookings import actions, seats
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource
from tests.cast import make_code, make_offer, make_person, make_resource

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT_ONCE = 32


def crowd(count: int) -> list[User]:
    return User.objects.bulk_create(
        User(email=f"p{number}@example.org", sort_name=f"p{number}") for number in range(count)
    )


def all_book(offer, people, **answers) -> Counter:
    """Everybody books, AT_ONCE at a time; what became of it, counted."""
    start = threading.Barrier(AT_ONCE)

    def one(person: User) -> str:
        try:
            if not start.broken and person.pk in first:
                start.wait(timeout=10)
            actions.book(
                offer=offer,
                person=person,
                by=person,
                answers={"seen": offer.terms_seen, **answers},
            )
        except actions.AlreadyBooked:
            return "already booked"
        except Refusal as refusal:
            return "refused" if refusal.sentence else "without a word"
        finally:
            connection.close()
        return "booked"

    first = {person.pk for person in people[:AT_ONCE]}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(one, people))


def live(resource) -> int:
    return Participation.objects.live().filter(resource=resource).count()


def test_five_hundred_people_get_exactly_fifty_seats():
    resource = make_resource(max_participants=50)
    offer = make_offer(resource, method="free")

    outcome = all_book(offer, crowd(500))

    assert outcome == {"booked": 50, "refused": 450}
    assert live(resource) == BookingOrder.objects.count() == 50
    assert LearningResource.objects.get(pk=resource.pk).seats_taken == 50


def test_without_lock_and_condition_the_same_race_oversells(monkeypatch):
    """The positive control: counting first and taking afterwards sells seats twice."""

    def look_then_take(resource):
        resource.refresh_from_db(fields=["seats_taken"])
        if resource.is_full:
            raise Refusal("full")
        sleep(0.01)
        LearningResource.objects.filter(pk=resource.pk).update(seats_taken=F("seats_taken") + 1)

    monkeypatch.setattr(seats, "lock", lambda pk, now: LearningResource.objects.get(pk=pk))
    monkeypatch.setattr(seats, "take", look_then_take)
    resource = make_resource(max_participants=5)
    offer = make_offer(resource, method="free")

    all_book(offer, crowd(AT_ONCE))

    assert live(resource) > 5


def test_one_person_clicking_many_times_books_once():
    """F2: a double click, two tabs, the back button."""
    resource = make_resource(max_participants=10)
    offer = make_offer(resource, method="free")

    outcome = all_book(offer, [make_person("Alice")] * AT_ONCE)

    assert outcome == {"booked": 1, "already booked": AT_ONCE - 1}
    assert live(resource) == 1
    assert LearningResource.objects.get(pk=resource.pk).seats_taken == 1


def test_the_last_use_of_a_code_is_given_once():
    """F29: many people type a code that has one use left."""
    offer = make_offer(make_resource(), method="code", code="OTHER")
    make_code(offer, "LAST-1", usage_limit=1)

    outcome = all_book(offer, crowd(AT_ONCE), code="LAST-1")

    assert outcome == {"booked": 1, "refused": AT_ONCE - 1}
