"""How many statements a page, a booking and an export take; the same at every size."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import BillingAddress, User
from benchmarks.measure import runs
from bookings import actions
from bookings.models import Participation
from catalog.models import Offer

PAGES = {
    "catalog": ("learner@example.org", "/catalog/"),
    "catalog, list": ("learner@example.org", "/catalog/?layout=list&sort=begin"),
    "catalog, search": ("learner@example.org", "/catalog/?q=fu"),
    "catalog, filters": (
        "learner@example.org",
        "/catalog/?place=Olten&language=Deutsch&type=invoice&seats=free&from=2020-01-01",
    ),
    "my bookings": ("learner@example.org", "/bookings/"),
    "planner: implementations": ("planner@example.org", "/planner/"),
    "planner: booking orders": ("planner@example.org", "/planner/orders/"),
    "planner: open orders": ("planner@example.org", "/planner/orders/?preset=open"),
    "planner: search by name": ("planner@example.org", "/planner/orders/?q=mei"),
    "planner: search by number": ("planner@example.org", "/planner/orders/?q=KB-2026-0000"),
    "line manager: booking orders": ("manager@example.org", "/planner/orders/"),
}
EXPORT = ("planner@example.org", "/planner/orders/accounting.xlsx")


def report() -> None:
    print("| what | statements | ms in process |\n|---|---|---|")
    for name, (email, path) in PAGES.items():
        client = signed_in(email)
        line(name, lambda client=client, path=path: read(client, path))
    line("booking on invoice", book, once=True)
    client = signed_in(EXPORT[0])
    line("export, all columns", lambda: read(client, EXPORT[1]), once=True)
    print(flush=True)


def line(name: str, work: Callable[[], object], *, once: bool = False) -> None:
    if not once:
        work()
    statements = statements_of(work)
    spent = "" if once else runs(work).ms
    print(f"| {name} | {statements} | {spent} |", flush=True)


def statements_of(work: Callable[[], None]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return counted(captured)


def counted(captured: CaptureQueriesContext) -> int:
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SET ")
    return sum(not query["sql"].startswith(frame) for query in captured.captured_queries)


def signed_in(email: str) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(email=email))
    return client


def read(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == HTTPStatus.OK, (path, response.status_code)
    for _ in response:
        pass


def book() -> None:
    person = User.objects.get(email="learner@example.org")
    taken = Participation.objects.live().filter(person=person).values("resource")
    offers = Offer.objects.visible_to(person).exclude(resource__in=taken).filter(method="invoice")
    offer = next(
        one
        for one in offers.select_related("resource")
        if one.state_at(timezone.now()) == "bookable"
    )
    address = BillingAddress(
        person=person,
        identifier="Bench",
        name_line_1="Bench AG",
        address_line_1="Weg 1",
        city="Olten",
        country="CH",
    )
    answers = {"seen": offer.terms_seen, "address": address}
    actions.book(offer=offer, person=person, by=person, answers=answers)
