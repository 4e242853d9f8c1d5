"""500 people, 50 seats, every way to book mixed: exactly 50, and nobody without an answer."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter

from django.db import connections

from accounts.models import BillingAddress, User
from accounts.refusal import Refusal
from benchmarks import crowd
from benchmarks.booking import _nothing
from benchmarks.measure import Figures, table
from bookings import actions
from bookings.models import Participation
from catalog.models import AccessCode, Offer

PEOPLE, SEATS = 500, 50
AT_ONCE = (1, 8, 32)
REPEATS = int(os.environ.get("REPEATS", "20"))
METHODS = ("free", "code", "invoice")


def report() -> None:
    rows = []
    for at_once in AT_ONCE:
        races = [_race(at_once) for _ in range(REPEATS)]
        seats = Counter(taken for taken, _answers, _spent in races)
        answered = all(sum(answers.values()) == PEOPLE for _taken, answers, _spent in races)
        spent = Figures([one for *_rest, each in races for one in each])
        shown = ", ".join(f"{number} seats {times} times" for number, times in seats.items())
        everybody = "yes" if answered else "**no**"
        rows.append(
            [at_once, shown, everybody, f"{spent.median * 1000:.0f}", f"{spent.p95 * 1000:.0f}"]
        )
    table("| at once | booked in each race | everybody answered | median ms | p95 ms |", rows)


def _race(at_once: int) -> tuple[int, Counter[str], list[float]]:
    mark = f"race{perf_counter():.6f}".replace(".", "")
    resource = crowd.resource(mark, seats=SEATS)
    resource.save()
    offers = Offer.objects.bulk_create(crowd.offer(resource, one, one) for one in METHODS)
    AccessCode.objects.create(offer=offers[1], code="RACE", code_folded=AccessCode.folded("RACE"))
    people = crowd.people(PEOPLE, mark)
    jobs = [(offers[n % len(offers)].pk, person.pk) for n, person in enumerate(people)]
    connections.close_all()
    with ProcessPoolExecutor(at_once) as pool:
        list(pool.map(_nothing, range(at_once)))
        answers = list(pool.map(_one, jobs))
    taken = Participation.objects.live().filter(resource=resource).count()
    return (
        taken,
        Counter(answer for answer, _spent in answers),
        [spent for _answer, spent in answers],
    )


def _one(job: tuple[int, int]) -> tuple[str, float]:
    offer = Offer.objects.select_related("resource").get(pk=job[0])
    person = User.objects.get(pk=job[1])
    answers = {"seen": offer.terms_seen, "code": "RACE", "address": _address(person)}
    started = perf_counter()
    try:
        actions.book(offer=offer, person=person, by=person, answers=answers)
    except Refusal:
        return "refused", perf_counter() - started
    return "booked", perf_counter() - started


def _address(person: User) -> BillingAddress:
    return BillingAddress(
        person=person,
        identifier="Bench",
        name_line_1="Bench AG",
        address_line_1="Weg 1",
        city="Olten",
        country="CH",
    )
