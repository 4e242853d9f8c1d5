"""`actions.book` beside the bare statements of the same transaction, by 1, 8 and 32 workers."""

from __future__ import annotations

import http.client
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from http import HTTPStatus
from time import perf_counter
from urllib.parse import urlencode

from django.db import connection, connections
from django.test import Client

from accounts.models import User
from accounts.refusal import Refusal
from benchmarks import bare_booking, crowd
from benchmarks.measure import held, table
from benchmarks.serving import HERE, server
from bookings import actions
from catalog.models import Offer

WORKERS = (1, 8, 32)
BOOKINGS = int(os.environ.get("BOOKINGS", "640"))
SHARE, OVER_HTTP = 1 / 8, 0.6
HEAD = (
    "| resources | workers | booked a second | its own statements | share"
    " | six statements | share | over HTTP | of booked |"
)

Job = tuple[Offer, User]


def report() -> None:
    sample = bare_booking.All()
    rows = [_compared(workers, many, sample) for many in (False, True) for workers in WORKERS]
    table(HEAD, rows)
    print(f"Its own statements are {len(sample.sent)}.\n", flush=True)


def _compared(workers: int, many: bool, sample: bare_booking.All) -> list[object]:
    ours = _rate(_book, workers, many)
    own, six = _rate(sample, workers, many), _rate(bare_booking.six, workers, many)
    web = _over_http(workers, many)
    where = "many" if many else "one"
    return [
        *(where, workers, f"{ours:.0f}"),
        *(f"{own:.0f}", held(ours / own, SHARE, at_most=False)),
        *(f"{six:.0f}", held(ours / six, SHARE, at_most=False)),
        *(f"{web:.0f}", held(web / ours, OVER_HTTP, at_most=False)),
    ]


def _jobs(many: bool) -> list[Job]:
    """Offer and person of each booking: all on one resource, or spread over a hundred."""
    mark = f"book{perf_counter():.6f}".replace(".", "")
    offers = []
    for number in range(100 if many else 1):
        resource = crowd.resource(f"{mark} {number}")
        resource.save()
        offers.append(crowd.offer(resource, "free", "O-01"))
    Offer.objects.bulk_create(offers)
    people = crowd.people(BOOKINGS, mark)
    return [(offers[n % len(offers)], person) for n, person in enumerate(people)]


def _rate(work: Callable[[Job], None], workers: int, many: bool) -> float:
    jobs = _jobs(many)
    connections.close_all()
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(_nothing, range(workers)))
        started = perf_counter()
        list(pool.map(work, jobs, chunksize=4))
        return len(jobs) / (perf_counter() - started)


def _nothing(_worker: int) -> None:
    """Starts a worker and its connection."""
    connection.ensure_connection()


def _book(job: Job) -> None:
    offer, person = job
    try:
        actions.book(offer=offer, person=person, by=person, answers={"seen": offer.terms_seen})
    except Refusal as refusal:
        raise SystemExit(refusal.sentence) from refusal


def _over_http(workers: int, many: bool) -> float:
    """The click alone: everybody is signed in and has the page before the clock starts."""
    clicks = [_click(*job) for job in _jobs(many)]
    connections.close_all()
    with server(workers=2) as (port, _worker), ProcessPoolExecutor(min(workers, 8)) as pool:
        list(pool.map(_nothing, range(workers)))
        started = perf_counter()
        list(pool.map(_post, [(port, *click) for click in clicks], chunksize=4))
        return len(clicks) / (perf_counter() - started)


def _click(booked: Offer, person: User) -> tuple[str, str, str]:
    client = Client(HTTP_HOST="localhost")
    client.force_login(person)
    path = f"/catalog/{booked.resource.slug}/book/{booked.pk}/"
    token = "x" * 32
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
    return path, cookies, urlencode({"seen": booked.terms_seen, "csrfmiddlewaretoken": token})


def _post(click: tuple[int, str, str, str]) -> None:
    port, path, cookies, body = click
    asked = http.client.HTTPConnection(HERE, port, timeout=60)
    form = "application/x-www-form-urlencoded"
    headers = {"Cookie": cookies, "Host": "localhost", "Content-Type": form}
    asked.request("POST", path, body, headers)
    answer = asked.getresponse()
    answer.read()
    asked.close()
    assert answer.status == HTTPStatus.FOUND, (path, answer.status)
