"""Hundreds in the background: broken off, resumed, and nobody told twice (F27)."""

from decimal import Decimal

import pytest

from accounts.models import Event, Message, Setting
from bookings import actions, jobs
from bookings.models import BookingOrder, Job
from courseplanner.settling import work
from tests.cast import book, make_offer, make_person, make_resource

MANY = 25


@pytest.fixture
def orders(root) -> list[BookingOrder]:
    Setting(pk=1, mail_paid=True).save()
    run = make_resource("Wound care", max_participants=100)
    offer = make_offer(run, method="invoice", receipt=False)
    return [book(offer, make_person(f"P{place:03}")) for place in range(MANY)]


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(work, "CHUNK", 10)


def begin(orders, by, to="paid") -> Job:
    seen = {order.pk: order.price for order in orders}
    return work.start(seen, to, by=by, note="Statement of May", back="/planner/orders/")


def paid() -> int:
    return BookingOrder.objects.filter(state="paid").count()


def told() -> int:
    return Message.objects.filter(event="paid").count()


def remembered() -> int:
    return Event.objects.filter(verb="marked paid", note="Statement of May").count()


def dies_in_chunk(number: int, monkeypatch, *, where: str) -> None:
    """The worker is gone in the middle of a chunk: before or after its orders are set."""
    chunk = work._chunk
    seen = []

    def dies(job, rows):
        seen.append(rows)
        if len(seen) == number and where == "before":
            raise KeyboardInterrupt
        chunk(job, rows)
        if len(seen) == number:
            raise KeyboardInterrupt

    monkeypatch.setattr(work, "_chunk", dies)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_due()
    monkeypatch.setattr(work, "_chunk", chunk)


@pytest.mark.parametrize("where", ["before", "after"])
def test_what_broke_off_goes_on_and_tells_nobody_twice(orders, bob, monkeypatch, where):
    job = begin(orders, bob)

    dies_in_chunk(2, monkeypatch, where=where)

    assert paid() == told() == remembered() == 10
    job.refresh_from_db()
    assert (job.done, job.total) == (10, MANY)

    Job.objects.update(state="queued")
    jobs.run_due()

    job.refresh_from_db()
    assert paid() == told() == remembered() == job.done == MANY
    assert job.result["said"] == "25 booking orders are set as paid."
    assert job.result["refused"] == []


def test_a_job_that_begins_anew_does_nothing_twice(orders, bob):
    """Its place was lost: the orders themselves say what has been done."""
    job = begin(orders, bob)
    jobs.run_due()
    Job.objects.update(state="queued", result={}, done=0, tries=0, finished_at=None)

    jobs.run_due()

    job.refresh_from_db()
    assert paid() == told() == remembered() == MANY
    assert job.result["said"] == "0 booking orders are set as paid. 25 were paid already."


def test_who_was_faster_in_between_is_not_overruled(orders, bob, admin, monkeypatch):
    job = begin(orders, bob)
    dies_in_chunk(2, monkeypatch, where="before")
    late = orders[-1]
    actions.change_price(order=late, price=Decimal(50), seen=Decimal(490), by=admin)
    Job.objects.update(state="queued")

    jobs.run_due()

    job.refresh_from_db()
    [why] = job.result["refused"]
    assert late.number in why
    assert paid() == told() == MANY - 1


def test_who_may_no_longer_settle_is_refused_in_between(orders, bob, monkeypatch):
    job = begin(orders, bob)
    dies_in_chunk(2, monkeypatch, where="before")
    bob.roles.all().delete()
    Job.objects.update(state="queued")

    jobs.run_due()

    job.refresh_from_db()
    assert job.state == "failed"
    assert "may no longer settle" in job.error
    assert paid() == 10


def test_a_chunk_costs_a_bounded_number_of_statements(orders, bob, django_assert_max_num_queries):
    begin(orders, bob)
    with django_assert_max_num_queries(10 + 3 * 12):
        jobs.run_due()
    assert paid() == MANY
