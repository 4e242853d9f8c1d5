"""Measures one database: loads it and lets each scenario print its table."""

import logging
import os
import sys
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks import (  # noqa: E402
    beside,
    booking,
    catalog,
    exporting,
    lists,
    parts,
    planner,
    race,
    starting,
    statements,
    webhooks,
)

# What must not grow with the number of orders is measured at every size,
GROWING = {
    "statements": statements,
    "lists": lists,
    "parts": parts,
    "planner": planner,
    "export": exporting,
}
# everything else at the largest alone, the catalog last: it adds 10,000 courses.
AT_THE_LARGEST = {
    "beside": beside,
    "booking": booking,
    "race": race,
    "webhooks": webhooks,
    "catalog": catalog,
}
ONLY_WHEN_ASKED = {"starting": starting}
MOST_ROWS = 100_000  # of one workbook that is timed


def chosen(size: int, extent: str) -> list[str]:
    """ONLY=export,race names scenarios; otherwise all that belong to this size."""
    asked = [name for name in os.environ.get("ONLY", "").split(",") if name]
    known = {**GROWING, **AT_THE_LARGEST} if extent == "all" else GROWING
    names = [name for name in asked or known if name in {**known, **ONLY_WHEN_ASKED}]
    return [name for name in names if not (name == "export" and size > MOST_ROWS)]


def main(size: int, extent: str) -> None:
    names = chosen(size, extent)
    if not names:
        return
    logging.disable(logging.WARNING)
    started = perf_counter()
    call_command("migrate", verbosity=0)
    call_command("load_demo", orders=size, verbosity=0)
    print(f"loaded in {perf_counter() - started:.1f} s\n", flush=True)
    for name in names:
        print(f"### {name}\n", flush=True)
        {**GROWING, **AT_THE_LARGEST, **ONLY_WHEN_ASKED}[name].report()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
