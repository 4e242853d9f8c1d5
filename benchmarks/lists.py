"""The planner's list and My bookings, beside a bare view with one indexed query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import clear_url_caches, path

from accounts.models import User
from benchmarks import crowd
from benchmarks.measure import held, side_by_side, table
from benchmarks.statements import read, signed_in, statements_of
from bookings.models import BookingOrder
from bookings.tables import MyBookings
from config import urls
from courseplanner.lists import OrderList
from courseplanner.tables import Orders
from tables.table import Table, _fetched

PLANNER = "/planner/orders/"
UNFOLDED = "courseplanner/order_unfolded.html"
CASES = {
    "first page": "",
    "tab of open orders": "?preset=open",
    "filtered, paid": "?status=paid",
    "last page": "?cursor=last",
    "number, by its beginning": "?q=KB-2026-0000",
    "first and last name, by their beginnings": "?q=ann+mei",
    "the name of one in sixty": "?q=mei",
}
OWN = (5, 50, 1000)
# The same cells in the same markup, and nothing around them.
PAGE = (
    "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>"
    "{% endfor %}</table>"
)


def report() -> None:
    with _bare_views():
        _planner()
        _own()


def _planner() -> None:
    client = signed_in("planner@example.org")
    rows = []
    for name, query in CASES.items():
        ours, bare = side_by_side(
            lambda query=query: read(client, PLANNER + query),
            lambda: read(client, "/bare/orders/"),
        )
        asked = statements_of(lambda query=query: read(client, PLANNER + query))
        rows.append([name, asked, ours.ms, bare.ms, held(ours.median / bare.median, 2.5)])
    table("| planner's list | statements | ms | bare view, ms | ratio |", rows)
    ours, whole = side_by_side(
        lambda: read(client, PLANNER), lambda: read(client, "/bare/whole-rows/")
    )
    first_page = [[ours.ms, whole.ms, held(ours.median / whole.median, 2.5)]]
    table("| first page, ms | bare view with menus and what rows unfold, ms | ratio |", first_page)


def _own() -> None:
    rows, first = [], 0.0
    for number in OWN:
        person = crowd.person_with_orders(number)
        client = signed_in(person.email)
        ours, bare = side_by_side(
            lambda client=client: read(client, "/bookings/"),
            lambda client=client: read(client, "/bare/mine/"),
        )
        first = first or ours.median
        rows.append([number, ours.ms, bare.ms, f"{ours.median / first - 1:+.0%} of the first"])
    table("| my bookings, orders of the person | ms | bare view, ms | against 5 |", rows)


@contextmanager
def _bare_views() -> Iterator[None]:
    """Three addresses more than the house has."""
    added = [
        path("bare/whole-rows/", _whole_rows),
        path("bare/orders/", _bare(Orders, lambda _person: BookingOrder.objects.all())),
        path("bare/mine/", _bare(MyBookings, BookingOrder.objects.of)),
    ]
    urls.urlpatterns += added
    clear_url_caches()
    yield
    del urls.urlpatterns[-len(added) :]
    clear_url_caches()


def _whole_rows(request: HttpRequest) -> HttpResponse:
    """The rows of the planner's list as they are, and nothing around them."""
    given = {**OrderList(request, None).context(), "dense": True, "menu": True}
    return render(request, "tables/table.html", {**given, "unfolded": UNFOLDED})


def _bare(kind: type[Table], found: Callable[[User], object]) -> Callable[..., HttpResponse]:
    columns = [column for column in kind.columns if column.default and not column.needs]
    paths, expressions = _fetched(columns)
    page = engines["django"].from_string(PAGE)

    def view(request: HttpRequest) -> HttpResponse:
        newest = found(request.user).order_by("-created_at", "-pk")
        rows = [row.values() for row in newest.values(*paths, **expressions)[:25]]
        return HttpResponse(page.render({"rows": rows}))

    return view
