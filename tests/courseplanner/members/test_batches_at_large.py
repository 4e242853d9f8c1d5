"""Hundreds of members in the background: broken off, resumed, and nobody told twice (F27)."""

import pytest

from bookings import jobs
from bookings.models import Job
from courseplanner.members import batches, verbs, work
from courseplanner.members.verbs import Told
from tests.cast import make_resource
from tests.courseplanner.members.pages import booked, decide, mails, people, seats, statuses


@pytest.fixture
def crowd(root):
    return booked(make_resource("Wound care", max_participants=100), people(12))


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 5)


def accept(crowd, by) -> Job:
    told = Told(note="", words="", fees={})
    of = crowd[0].resource.implementation
    return work.start(verbs.ACCEPT, of, crowd, told=told, by=by)


def test_many_are_decided_in_the_background(planner, crowd, small_batches):
    page = decide(planner, "accept", crowd)

    assert "Accept: Wound care" in page.content.decode()
    jobs.run_due()
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == ("done", 12, 12)
    assert job.result["said"] == "12 people are accepted."
    assert set(statuses(crowd[0].resource)) == {"active"}


def test_what_broke_off_goes_on_and_tells_nobody_twice(crowd, bob, monkeypatch):
    job = accept(crowd, bob)
    kept = work._keep

    def dies(job, place, sentence):
        if place == 7:
            raise KeyboardInterrupt
        kept(job, place, sentence)

    monkeypatch.setattr(work, "_keep", dies)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_due()
    assert statuses(crowd[0].resource).count("active") == len(mails("confirmed")) == 7
    Job.objects.filter(pk=job.pk).update(state="queued")

    monkeypatch.setattr(work, "_keep", kept)
    jobs.run_due()

    job.refresh_from_db()
    assert (job.state, job.result["refused"]) == ("done", [])
    assert statuses(crowd[0].resource).count("active") == len(mails("confirmed")) == 12
    assert seats(crowd[0].resource) == 12


def test_who_may_no_longer_decide_is_refused_in_between(crowd, bob):
    job = accept(crowd, bob)
    bob.roles.all().delete()

    jobs.run_due()

    job.refresh_from_db()
    assert job.state == "failed"
    assert "may no longer decide" in job.error
    assert set(statuses(crowd[0].resource)) == {"pending"}
