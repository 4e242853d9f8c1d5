"""Pages while somebody exports everything, against the same pages when it is quiet."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.measure import Figures, held, table, timed
from benchmarks.serving import fetch, memory, server
from benchmarks.statements import EXPORT, signed_in

PAGES = {
    "catalog": ("learner@example.org", "/catalog/"),
    "my bookings": ("learner@example.org", "/bookings/"),
    "planner's list": ("planner@example.org", "/planner/orders/"),
}
TIMES = 200
MEMORY = 120


def report() -> None:
    rows = []
    with server() as (port, worker):
        for name, (email, path) in PAGES.items():
            cookie = signed_in(email).cookies["sessionid"].value
            fetch(port, path, cookie)
            quiet = _asked(port, path, cookie)
            with _exporting(port):
                busy = _asked(port, path, cookie)
            ratio = held(busy.p95 / quiet.p95, 2)
            rows.append([name, f"{quiet.p95 * 1000:.0f}", f"{busy.p95 * 1000:.0f}", ratio])
        peak = memory(worker, "VmHWM")
    table("| page | p95 quiet, ms | p95 while exporting, ms | ratio |", rows)
    print(f"The worker's peak: {peak} MiB (target: at most {MEMORY}).\n", flush=True)


def _asked(port: int, path: str, cookie: str) -> Figures:
    return Figures([timed(lambda: fetch(port, path, cookie)) for _ in range(TIMES)])


@contextmanager
def _exporting(port: int) -> Iterator[None]:
    """Exports one after the other until the block ends."""
    over, cookie = threading.Event(), signed_in(EXPORT[0]).cookies["sessionid"].value

    def export() -> None:
        while not over.is_set():
            fetch(port, EXPORT[1], cookie)

    thread = threading.Thread(target=export)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
