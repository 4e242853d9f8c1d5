"""Two workers at once (F36), on a real PostgreSQL."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from bookings import jobs
from bookings.models import Job

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WORKERS, WAITING = 4, 12
DONE: list[int] = []


def work(job: Job) -> None:
    DONE.append(job.pk)
    jobs.progress(job, 1, 1)


def all_work() -> list[int]:
    """How many jobs each of the workers did, all beginning at once."""
    start = threading.Barrier(WORKERS)

    def one() -> int:
        try:
            start.wait(10)
            return jobs.run_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return [worker.result(30) for worker in [pool.submit(one) for _each in range(WORKERS)]]


@pytest.fixture
def waiting(bob, settings) -> list[int]:
    DONE.clear()
    settings.JOBS = {"work": "tests.bookings.test_jobs_races.work"}
    made = [
        jobs.start(kind="work", title="Work", arguments={}, by=bob) for _each in range(WAITING)
    ]
    return [job.pk for job in made]


def test_each_job_is_done_by_one_worker(waiting):
    assert sum(all_work()) == WAITING
    assert sorted(DONE) == sorted(waiting)


def test_without_the_claim_it_would_be_done_by_several(waiting, monkeypatch):
    monkeypatch.setattr(jobs, "_claim", lambda _job, _lost_before: True)
    monkeypatch.setattr(jobs, "progress", lambda _job, _done, _total: None)
    all_work()
    assert len(DONE) > WAITING
