"""Asks whether all that must be true of bookings is true: `manage.py audit`, exit 1 if not."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from bookings.audit import CHECKS, Check


class Command(BaseCommand):
    help = "Checks seats, access, frozen copies, addresses, numbers and states of all bookings."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = [check for check in CHECKS if self._findings(check)]
        if broken:
            sys.exit(1)
        self.stdout.write(f"{len(CHECKS)} checks, no finding")

    def _findings(self, check: Check) -> int:
        """Writes them as they come; keeps only their number."""
        number = 0
        for sentence in check():
            number += 1
            self.stdout.write(f"{check.__name__}: {sentence}")
        return number
