"""Catalog and search over 10,000 resources with 50,000 offers, four clients at once."""

from __future__ import annotations

from benchmarks import crowd
from benchmarks.measure import held, table
from benchmarks.serving import ask_for, server
from benchmarks.statements import signed_in

RESOURCES, OFFERS_EACH = 10_000, 5
CASES = {
    "catalog": "/catalog/",
    "search": "/catalog/?q=fuehr+bue",
    "free seats": "/catalog/?seats=free",
}
SECONDS = 6
SHARE = 1 / 15


def report() -> None:
    crowd.fill_catalog(RESOURCES, OFFERS_EACH)
    cookie = signed_in("learner@example.org").cookies["sessionid"].value
    with server() as (port, _worker):
        for path in ("/healthz", *CASES.values()):
            ask_for(port, path, cookie, clients=4, seconds=1)
        empty, _spent = ask_for(port, "/healthz", cookie, clients=4, seconds=SECONDS)
        rows = [["empty view", f"{empty:.0f}", "", ""]]
        for name, path in CASES.items():
            rate, spent = ask_for(port, path, cookie, clients=4, seconds=SECONDS)
            share = held(rate / empty, SHARE, at_most=False)
            rows.append([name, f"{rate:.0f}", f"{spent.p95 * 1000:.0f}", share])
    table("| four clients | requests a second | p95 ms | share of the empty view |", rows)
