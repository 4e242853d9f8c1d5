"""Long work on the people of an implementation: bounded, and one refusal stops no other."""

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import history
from accounts.models import Message
from accounts.refusal import Refusal
from bookings import actions as bookings
from bookings import jobs
from bookings.models import BookingOrder, Job, Participation
from courseplanner.status import actions, work
from tests.cast import book, make_offer, make_person, make_resource
from tests.courseplanner.pages import says, url


@pytest.fixture
def run(root):
    return make_resource("Wound care").implementation


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(work, "AT_ONCE", 1)
    monkeypatch.setattr(work, "CHUNK", 2)


def fill(run, number: int) -> list[BookingOrder]:
    offer = make_offer(run.resource, method="invoice")
    return [book(offer, make_person(f"P{one}")) for one in range(number)]


def cancel(run, by) -> Job:
    return actions.move(
        implementation=run, to="cancelled", seen="confirmed", by=by, words="", note="Too few."
    )


def test_what_is_refused_for_one_stops_no_other_and_is_named(run, bob, monkeypatch):
    orders, before = fill(run, 5), bookings.call_off

    def refuse_one(*, participation, **kwargs):
        if participation.order_id == orders[2].pk:
            raise Refusal("This payment is under way. Nothing was changed.")
        return before(participation=participation, **kwargs)

    monkeypatch.setattr(bookings, "call_off", refuse_one)
    job = cancel(run, bob)
    jobs.run_due()

    job.refresh_from_db()
    assert job.state == "done"
    assert job.result["refused"] == ["P2 Muster: This payment is under way. Nothing was changed."]
    assert BookingOrder.objects.filter(state="cancelled").count() == 4


def test_how_far_it_is_stays_true_when_it_is_taken_up_again(run, bob, monkeypatch):
    fill(run, 5)
    job, before, calls = cancel(run, bob), bookings.call_off, count()

    def break_off(**kwargs):
        if next(calls) in {3, 6}:
            raise ConnectionError("killed")
        return before(**kwargs)

    monkeypatch.setattr(bookings, "call_off", break_off)
    for done in (2, 4, 5):
        jobs.run_due()
        job.refresh_from_db()
        assert (job.done, job.total) == (done, 5)


def test_whoever_leaves_meanwhile_is_left_as_they_are(run, bob):
    orders = fill(run, 3)
    cancel(run, bob)
    bookings.cancel(order=orders[1], by=orders[1].person)

    jobs.run_due()

    assert not Participation.objects.live().exists()
    assert not Message.objects.filter(event="run_cancelled", person=orders[1].person).exists()


def test_a_second_run_of_the_same_job_changes_nothing(run, bob):
    fill(run, 3)
    job = cancel(run, bob)
    jobs.run_due()
    mails = {one.key for one in Message.objects.all()}

    Job.objects.filter(pk=job.pk).update(state="queued", result={}, done=0, finished_at=None)
    jobs.run_due()

    assert {one.key for one in Message.objects.all()} == mails
    run.resource.refresh_from_db()
    assert run.resource.seats_taken == 0


def test_each_chunk_costs_the_same_however_many_are_left(run, bob):
    fill(run, 8)
    cancel(run, bob)
    with CaptureQueriesContext(connection) as asked:
        jobs.run_due()
    chunks = [one["sql"] for one in asked if one["sql"].endswith("LIMIT 2")]
    assert len(chunks) == 5, "four chunks, and one look that finds nothing"


def test_the_owner_is_led_to_the_progress_and_on(client, run, bob):
    fill(run, 3)
    client.force_login(bob)
    typed = {"seen": "confirmed", "fees": "waive", "tell": "none"}

    page = client.post(url("implementation_status", pk=run.pk, to="cancelled"), typed, follow=True)
    assert says(page, "Cancel: Wound care", "Waiting")
    jobs.run_due()

    page = client.get(page.request["PATH_INFO"])
    assert says(page, "It is cancelled for 3 people.", run.get_absolute_url())


def test_the_note_stands_in_the_history_of_each_order(run, bob):
    orders = fill(run, 2)
    cancel(run, bob)
    jobs.run_due()

    for order in orders:
        line = history.of(order).last()
        assert (line.by, line.note) == (bob, "The implementation was cancelled.\nToo few.")
