"""Planners and learners at the same moment, on a real PostgreSQL (F26)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import Message
from accounts.refusal import Refusal
from bookings import actions as bookings
from bookings import jobs
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource
from courseplanner.status import actions, work
from tests.cast import book, make_offer, make_person, make_resource
from tests.courseplanner.pages import verbs

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def run(root):
    return make_resource("Wound care").implementation


def at_once(*tasks) -> list[str]:
    start = threading.Barrier(len(tasks))

    def one(task) -> str:
        try:
            start.wait(timeout=10)
            task()
        except Refusal as refusal:
            return refusal.sentence
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(one, tasks))


def mover(run, to: str, by):
    return lambda: actions.move(implementation=run, to=to, seen="confirmed", by=by, words="")


def test_of_two_planners_one_moves_and_the_other_is_told(run, bob):
    ended = at_once(mover(run, "active", bob), mover(run, "cancelled", bob))

    assert ended.count("done") == 1
    assert sum("Somebody else has changed the status" in one for one in ended) == 1
    assert verbs(run) == ["status changed"]


def test_who_books_while_it_is_cancelled_is_out_or_never_in(run, bob):
    offer = make_offer(run.resource)
    people = [make_person(f"P{one}") for one in range(12)]
    tasks = [lambda who=who: book(offer, who) for who in people]

    ended = at_once(*tasks[:6], mover(run, "cancelled", bob), *tasks[6:])

    assert ended[6] == "done"
    assert not Participation.objects.live().exists()
    assert not BookingOrder.objects.exclude(state="cancelled").exists()
    assert LearningResource.objects.get().seats_taken == 0
    booked = BookingOrder.objects.count()
    assert booked + sum("Nothing was booked" in one for one in ended) == 12
    assert Message.objects.filter(event="run_cancelled").count() == booked


def test_who_cancels_while_all_is_cancelled_is_ended_once(run, bob, monkeypatch):
    monkeypatch.setattr(work, "AT_ONCE", 0)
    offer = make_offer(run.resource, method="invoice")
    orders = [book(offer, make_person(f"P{one}")) for one in range(6)]
    mover(run, "cancelled", bob)()
    leaving = [
        lambda order=order: bookings.cancel_own(order=order, by=order.person, seen=0)
        for order in orders
    ]

    at_once(jobs.run_due, *leaving)

    assert not BookingOrder.objects.exclude(state="cancelled").exists()
    assert LearningResource.objects.get().seats_taken == 0
    told = Message.objects.filter(event__in=["run_cancelled", "cancelled_yourself"])
    assert told.count() == 6, "each hears once, from one side or the other"


def test_two_workers_on_one_job_end_everybody_once(run, bob, monkeypatch):
    monkeypatch.setattr(work, "AT_ONCE", 0)
    monkeypatch.setattr(work, "CHUNK", 2)
    offer = make_offer(run.resource, method="invoice")
    for one in range(7):
        book(offer, make_person(f"P{one}"))
    mover(run, "cancelled", bob)()

    at_once(jobs.run_due, jobs.run_due)

    assert LearningResource.objects.get().seats_taken == 0
    assert Message.objects.filter(event="run_cancelled").count() == 7
