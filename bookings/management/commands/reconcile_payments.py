"""manage.py reconcile_payments: ask PayPal about everything that is not known for sure."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from bookings.payments import reconcile


class Command(BaseCommand):
    help = "Settles payments, refunds and webhooks whose outcome is unknown. Safe at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(reconcile.run(everything=True) or "Nothing was unknown.")
