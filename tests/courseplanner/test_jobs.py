"""The page of long work: how far it is, what came of it, and only for who asked for it."""

import pytest
from django.urls import reverse

from bookings.models import Job


@pytest.fixture
def job(bob) -> Job:
    return Job.objects.create(owner=bob, kind="x", title="Set as “Paid”", language="en", total=500)


def read(client, job: Job, **headers) -> str:
    url = reverse("courseplanner:job", kwargs={"job": job.pk})
    return client.get(url, headers=headers).content.decode()


def over(job: Job, state: str, **what) -> None:
    Job.objects.update(state=state, finished_at=job.created_at, **what)


def test_what_goes_on_says_how_far_it_is_and_renews_itself(client, bob, job):
    client.force_login(bob)
    Job.objects.update(state="running", done=120)

    page = read(client, job)

    assert "Being worked on · 120 of 500" in page
    assert 'data-renew="/planner/jobs/' in page
    assert 'max="500" value="120"' in page


def test_only_the_part_that_changes_is_fetched_again(client, bob, job):
    client.force_login(bob)
    part = read(client, job, **{"X-Renew": "1"})
    assert part.strip().startswith('<div class="kb-job" data-renew=')
    assert "<html" not in part


def test_what_is_over_says_what_was_done_and_what_was_not(client, bob, job):
    client.force_login(bob)
    result = {"said": "498 paid.", "refused": ["KB-1 is <b>cancelled</b>."], "back": "/planner/"}
    over(job, "done", result=result)

    page = read(client, job)

    assert "498 paid." in page
    assert "<li>KB-1 is &lt;b&gt;cancelled&lt;/b&gt;.</li>" in page
    assert '<a class="btn btn-primary" href="/planner/">Continue</a>' in page
    assert "data-renew" not in page


def test_what_failed_says_why(client, bob, job):
    client.force_login(bob)
    over(job, "failed", error="You may no longer see these orders.")
    assert "You may no longer see these orders." in read(client, job)


def test_nobody_else_finds_it(client, dora, job):
    client.force_login(dora)
    assert client.get(reverse("courseplanner:job", kwargs={"job": job.pk})).status_code == 404
