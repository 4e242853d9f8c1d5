"""`actions.book` beside the bare statements of the same transaction, by 1, 8 and 32 workers."""

from __future__ import annotations

import http.client
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from http import HTTPStatus
from time import perf_counter
from urllib.parse import urlencode

from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refusal
from benchmarks import crowd
from benchmarks.measure import held, table
from benchmarks.serving import HERE, server
from bookings import actions
from catalog.models import Offer

WORKERS = (1, 8, 32)
BOOKINGS = int(os.environ.get("BOOKINGS", "640"))
SHARE, OVER_HTTP = 1 / 8, 0.6


def report() -> None:
    rows = [_compared(workers, many) for many in (False, True) for workers in WORKERS]
    table(
        "| resources | workers | booked a second | bare | share | over HTTP | of that |",
        rows,
    )


def _compared(workers: int, many: bool) -> list[object]:
    ours = _rate(_book, workers, many)
    bare = _rate(_bare, workers, many)
    web = _over_http(workers, many)
    share, of_that = (
        held(ours / bare, SHARE, at_most=False),
        held(web / ours, OVER_HTTP, at_most=False),
    )
    where = "many" if many else "one"
    return [where, workers, f"{ours:.0f}", f"{bare:.0f}", share, f"{web:.0f}", of_that]


def _jobs(many: bool) -> list[tuple[int, int]]:
    """Offer and person of each booking: all on one resource, or spread over a hundred."""
    mark = f"book{perf_counter():.6f}".replace(".", "")
    offers = []
    for number in range(100 if many else 1):
        resource = crowd.resource(f"{mark} {number}")
        resource.save()
        offers.append(crowd.offer(resource, "free", "O-01"))
    Offer.objects.bulk_create(offers)
    people = crowd.people(BOOKINGS, mark)
    return [(offers[n % len(offers)].pk, person.pk) for n, person in enumerate(people)]


def _rate(work: Callable[[tuple[int, int]], None], workers: int, many: bool) -> float:
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


def _book(job: tuple[int, int]) -> None:
    offer, person = Offer.objects.select_related("resource").get(pk=job[0]), User(pk=job[1])
    person.refresh_from_db()
    try:
        actions.book(offer=offer, person=person, by=person, answers={"seen": offer.terms_seen})
    except Refusal as refusal:
        raise SystemExit(refusal.sentence) from refusal


def _bare(job: tuple[int, int]) -> None:
    """What cannot be left out: the lock, the seat, the order, the participation, the history."""
    offer, person = job
    now = timezone.now()
    lock = "" if connection.vendor == "sqlite" else " FOR UPDATE"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT resource_id FROM catalog_offer WHERE id = %s", [offer])
        resource = cursor.fetchone()[0]
        cursor.execute(f"SELECT 1 FROM catalog_learningresource WHERE id = %s{lock}", [resource])
        cursor.execute(
            "UPDATE catalog_learningresource SET seats_taken = seats_taken + 1 WHERE id = %s",
            [resource],
        )
        cursor.execute(
            "INSERT INTO bookings_bookingorder (number, person_id, offer_id, resource_id,"
            " booked_by_id, created_at, state, resource_title, resource_title_folded, offer_label,"
            " method, price, price_original, currency, cancellable, cost_center_name,"
            " cost_center_account, po_number, comment) VALUES"
            " (%s, %s, %s, %s, %s, %s, 'done', 't', 't', 'o', 'free', 0, 0, 'CHF', %s,"
            " '', '', '', '') RETURNING id",
            [f"B-{person}", person, offer, resource, person, now, True],
        )
        order = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO bookings_participation (person_id, resource_id, status, origin, order_id,"
            " confirm_by, created_at) VALUES (%s, %s, 'active', 'booking', %s, '', %s)",
            [person, resource, order, now],
        )
        cursor.execute(
            "INSERT INTO accounts_event (subject_type, subject_id, subject_label, by_id, by_label,"
            " at, verb, before, after, note) VALUES"
            " ('bookingorder', %s, 'l', %s, 'l', %s, 'booked', '', 'done', '')",
            [order, person, now],
        )


def _over_http(workers: int, many: bool) -> float:
    """The click alone: everybody is signed in and has the page before the clock starts."""
    clicks = [_click(*job) for job in _jobs(many)]
    connections.close_all()
    with server(workers=2) as (port, _worker), ProcessPoolExecutor(min(workers, 8)) as pool:
        list(pool.map(_nothing, range(workers)))
        started = perf_counter()
        list(pool.map(_post, [(port, *click) for click in clicks], chunksize=4))
        return len(clicks) / (perf_counter() - started)


def _click(offer: int, person: int) -> tuple[str, str, str]:
    booked = Offer.objects.select_related("resource").get(pk=offer)
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(pk=person))
    path = f"/catalog/{booked.resource.slug}/book/{offer}/"
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
