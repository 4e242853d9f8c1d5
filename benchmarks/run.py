"""Measures one database: loads it, counts statements, times an export by a real server."""

import logging
import os
import sys
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks import exporting, statements  # noqa: E402


def main(size: int) -> None:
    logging.disable(logging.WARNING)
    started = perf_counter()
    call_command("migrate", verbosity=0)
    call_command("load_demo", orders=size, verbosity=0)
    print(f"loaded in {perf_counter() - started:.1f} s\n", flush=True)
    statements.report()
    exporting.report()


if __name__ == "__main__":
    main(int(sys.argv[1]))
