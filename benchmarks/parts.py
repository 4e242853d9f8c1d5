"""What dominates the planner's list: its page taken apart, each part timed alone."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from accounts.models import User
from benchmarks.lists import PLANNER, UNFOLDED
from benchmarks.measure import runs, table
from benchmarks.statements import read, signed_in
from courseplanner.lists import OrderList
from tables.counting import counts
from tables.table import Table


def report() -> None:
    client = signed_in("planner@example.org")
    whole = runs(lambda: read(client, PLANNER))
    rows = [["the whole page", whole.ms, ""]]
    for name, work in _parts().items():
        spent = runs(work)
        rows.append([name, spent.ms, f"{spent.median / whole.median:.0%}"])
    table("| planner's list, first page | ms | of the page |", rows)


def _parts() -> dict[str, Callable[[], object]]:
    request = _request()
    found = OrderList(request, None)
    given = found.context()

    def fresh() -> Table:
        return found.table(found.kind, found.filter().qs)

    def written() -> None:
        context = {**given, "dense": True, "menu": True, "unfolded": UNFOLDED}
        render_to_string("tables/table.html", context, request)

    def counted_afresh() -> None:
        cache.clear()
        counts([found.seen().filter(one.condition) for one in fresh().presets])

    return {
        "rights, filters and what the page is given": lambda: OrderList(request, None).context(),
        "the statement for the rows, and what comes back": lambda: fresh().rows,
        "the tabs, large numbers remembered": lambda: fresh().tabs,
        "the tabs, all counted afresh": counted_afresh,
        "the rows as HTML": written,
        "toolbar, filters and column chooser as HTML": lambda: render_to_string(
            "tables/toolbar.html", given, request
        ),
        "an empty page of the house": lambda: render_to_string("base.html", {}, request),
    }


def _request() -> HttpRequest:
    request = RequestFactory().get(PLANNER)
    request.user = User.objects.get(email="planner@example.org")
    request.session = signed_in(request.user.email).session
    return request
