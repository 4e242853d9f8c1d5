"""PayPal's stand-in for the demo and for developing: `manage.py paypal_standin`."""

from __future__ import annotations

import signal
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bookings.paypal import config
from bookings.paypal.standin.server import Standin

WEBHOOK = "/payments/paypal/webhook/"


class Command(BaseCommand):
    help = "Stands in for PayPal on this machine: approves payments, moves no money."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--port", type=int, help="default: as in PAYPAL_STANDIN, else 8001")
        parser.add_argument("--site", default="", help="where Kursbuch runs; default: SITE_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PLAY_MONEY:
            raise CommandError(
                "This is no demo: the stand-in was not started. DEMO=1 or DEBUG=1 allows it; "
                "where people pay with money, neither may be on."
            )
        port = options["port"]
        if port is None:
            port = urlsplit(settings.PAYPAL_STANDIN).port or 8001
        site = (options["site"] or settings.SITE_URL).rstrip("/")
        try:
            standin = Standin(port, webhook_url=f"{site}{WEBHOOK}")
        except OSError:
            raise CommandError(f"Port {port} is taken: the stand-in was not started.") from None
        if options["verbosity"]:
            self.stdout.write(f"Not PayPal, but in its place: {standin.url}/control/")
            self.stdout.write(f"Kursbuch finds it with {config.STANDIN_VARIABLE}={standin.url}")
        # Also where a shell has told its children to ignore the first of them.
        for told in (signal.SIGINT, signal.SIGTERM):
            signal.signal(told, signal.default_int_handler)
        try:
            standin.serve()
        except KeyboardInterrupt:
            self.stdout.write("Stopped; everything is forgotten.")
