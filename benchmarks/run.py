"""Measures one database: loads it, counts statements, times an export by a real server."""

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
    planner,
    race,
    starting,
    statements,
    webhooks,
)

SCENARIOS = {
    "statements": statements,
    "export": exporting,
    "lists": lists,
    "planner": planner,
    "beside": beside,
    "catalog": catalog,
    "booking": booking,
    "race": race,
    "webhooks": webhooks,
    "starting": starting,
}
ONLY_WHEN_ASKED = {"starting"}


def chosen() -> list[str]:
    """ONLY=export,race names scenarios; otherwise all that belong to a database."""
    asked = [name for name in os.environ.get("ONLY", "").split(",") if name]
    return asked or [name for name in SCENARIOS if name not in ONLY_WHEN_ASKED]


def main(size: int) -> None:
    logging.disable(logging.WARNING)
    started = perf_counter()
    call_command("migrate", verbosity=0)
    call_command("load_demo", orders=size, verbosity=0)
    print(f"loaded in {perf_counter() - started:.1f} s\n", flush=True)
    for name in chosen():
        print(f"### {name}\n", flush=True)
        SCENARIOS[name].report()


if __name__ == "__main__":
    main(int(sys.argv[1]))
