"""Measures one database: loads it and lets each scenario print its table."""

import logging
import os
import subprocess
import sys
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

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
# everything else at one size alone, the catalog last: it adds 10,000 courses.
AT_ONE_SIZE = {
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
    known = {**GROWING, **AT_ONE_SIZE} if extent == "all" else GROWING
    names = [name for name in asked or known if name in {**known, **ONLY_WHEN_ASKED}]
    return [name for name in names if not (name == "export" and size > MOST_ROWS)]


def _manage(*command: str) -> None:
    """In a process of its own: what loading leaves in memory would slow what is measured."""
    subprocess.run([sys.executable, "manage.py", *command, "--verbosity=0"], check=True)


def main(size: int, extent: str) -> None:
    names = chosen(size, extent)
    if not names:
        return
    logging.disable(logging.WARNING)
    started = perf_counter()
    _manage("migrate")
    _manage("load_demo", f"--orders={size}")
    print(f"loaded in {perf_counter() - started:.1f} s\n", flush=True)
    for name in names:
        print(f"### {name}\n", flush=True)
        {**GROWING, **AT_ONE_SIZE, **ONLY_WHEN_ASKED}[name].report()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
