"""Long work: begun once, resumed when its worker is lost, forgotten when its time is over."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone, translation

from accounts.refusal import Refusal
from bookings import jobs
from bookings.models import Job

SEEN: list[str] = []


def write(job: Job) -> None:
    SEEN.append(translation.get_language())
    jobs.progress(job, 2, 2)
    jobs.keep_file(job, "orders.xlsx", [b"ab", b"cd"])


def break_off(job: Job) -> None:
    """Goes one step further each time it is called, and is lost after the first."""
    job.result = {"steps": job.result.get("steps", 0) + 1}
    jobs.progress(job, job.result["steps"], 2)
    if job.result["steps"] < 2:
        raise ConnectionError("lost")


def refuse(job: Job) -> None:
    raise Refusal("You may no longer see these orders. Nothing was written.")


def fail(job: Job) -> None:
    raise ZeroDivisionError("by zero")


def slow(job: Job) -> None:
    _taken_over(job)
    jobs.progress(job, 1)


def slow_file(job: Job) -> None:
    _taken_over(job)
    jobs.keep_file(job, "orders.xlsx", [b"ab"])


def _taken_over(job: Job) -> None:
    Job.objects.update(tries=job.tries + 1)


def deleted(job: Job) -> None:
    jobs.forget(Job.objects.get())
    jobs.keep_file(job, "orders.xlsx", [b"ab"])


@pytest.fixture(autouse=True)
def kinds(settings):
    SEEN.clear()
    names = ("write", "break_off", "refuse", "fail", "slow", "slow_file", "deleted")
    settings.JOBS = {name: f"tests.bookings.test_jobs.{name}" for name in names}


def start(kind: str, by) -> Job:
    return jobs.start(kind=kind, title="Orders", arguments={}, by=by)


def test_a_job_is_worked_on_in_its_owners_language(bob):
    with translation.override("de"):
        job = start("write", bob)

    assert jobs.run_due() == 1

    job.refresh_from_db()
    assert (job.state, job.done, job.total, SEEN) == ("done", 2, 2, ["de"])
    assert (job.file_name, job.file.read()) == ("orders.xlsx", b"abcd")
    assert job.expires_at - job.finished_at == jobs.KEPT_FOR


def test_a_job_that_ended_is_not_done_again(bob):
    start("write", bob)
    assert [jobs.run_due(), jobs.run_due()] == [1, 0]


def test_a_job_of_a_change_that_was_rolled_back_never_was(bob):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        start("write", bob)
        raise ZeroDivisionError
    assert jobs.run_due() == 0


def test_what_broke_off_goes_on_where_it_was(bob):
    job = start("break_off", bob)

    jobs.run_due()
    job.refresh_from_db()
    assert (job.state, job.done, job.error) == ("queued", 1, "ConnectionError: lost")

    jobs.run_due()
    job.refresh_from_db()
    assert (job.state, job.done, job.error) == ("done", 2, "")


def test_a_lost_worker_is_replaced_after_a_while(bob):
    job = start("write", bob)
    now = timezone.now()
    Job.objects.update(state="running", tries=1, seen_at=now - jobs.SILENCE / 2)
    assert jobs.run_due() == 0

    Job.objects.update(seen_at=now - jobs.SILENCE - timedelta(seconds=1))
    assert jobs.run_due() == 1
    job.refresh_from_db()
    assert (job.state, job.tries) == ("done", 2)


def test_what_keeps_failing_is_given_up_and_says_why(bob):
    job = start("fail", bob)
    for _try in range(jobs.MAX_TRIES + 1):
        jobs.run_due()
    job.refresh_from_db()
    assert (job.state, job.tries) == ("failed", jobs.MAX_TRIES)
    assert job.error == (
        "This broke off 3 times and was given up. What had been done by then stays. "
        "ZeroDivisionError: by zero"
    )


def test_a_refusal_is_final_and_told_as_it_is(bob):
    job = start("refuse", bob)
    jobs.run_due()
    job.refresh_from_db()
    assert (job.state, job.tries) == ("failed", 1)
    assert job.error == "You may no longer see these orders. Nothing was written."


def test_what_kills_its_worker_each_time_is_given_up(bob):
    job = start("write", bob)
    lost = timezone.now() - jobs.SILENCE - timedelta(seconds=1)
    Job.objects.update(state="running", tries=jobs.MAX_TRIES, seen_at=lost)
    jobs.run_due()
    job.refresh_from_db()
    assert (job.state, SEEN, job.error[:19]) == ("failed", [], "This broke off 3 ti")


def test_a_slow_worker_whose_job_was_taken_over_stops(bob):
    """It came back after the silence: what it does from here on would be done twice."""
    job = start("slow", bob)
    jobs.run_due()
    job.refresh_from_db()
    assert (job.state, job.tries, job.done) == ("running", 2, 0)
    assert not job.file.storage.exists("jobs")


@pytest.mark.parametrize("kind", ["slow_file", "deleted"])
def test_a_file_that_nobody_waits_for_is_not_left_behind(bob, kind):
    job = start(kind, bob)
    jobs.run_due()
    _folders, files = job.file.storage.listdir("jobs")
    assert files == []


def test_a_file_that_was_there_before_gives_way(bob):
    """As after starting anew with an empty database."""
    job = start("write", bob)
    storage = job.file.storage
    storage.save(f"jobs/{job.pk}-1.bin", ContentFile(b"old"))
    jobs.run_due()
    job.refresh_from_db()
    assert (job.file.name, job.file.read()) == (f"jobs/{job.pk}-1.bin", b"abcd")
    assert len(storage.listdir("jobs")[1]) == 1


def test_two_workers_do_not_share_a_job(bob):
    job = start("write", bob)
    seen_by_both = Job.objects.get(pk=job.pk)
    lost_before = timezone.now() - jobs.SILENCE
    assert jobs._claim(job, lost_before)
    assert not jobs._claim(seen_by_both, lost_before)


def test_tick_works_and_forgets_with_the_files(bob):
    job = start("write", bob)
    call_command("tick")
    job.refresh_from_db()
    stored, storage = job.file.name, job.file.storage

    Job.objects.update(expires_at=timezone.now())
    call_command("tick")

    assert not Job.objects.exists()
    assert not storage.exists(stored)
