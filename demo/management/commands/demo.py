"""manage.py demo: everything a newcomer needs, in one process tree (`make run` calls it)."""

import os
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections, connections

from accounts.models import User
from demo import serving
from demo.templatetags.demo_people import demo_people


class Command(BaseCommand):
    help = "Migrates, loads the demo into an empty database, and serves it."
    requires_system_checks = []

    def handle(self, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: nothing was started. DEMO=1 makes it one.")
        port = int(os.environ.get("PORT", "8000"))
        standin = urlsplit(settings.PAYPAL_STANDIN).port or port + 1
        for needed in (port, standin):
            if not serving.is_free(needed):
                raise CommandError(
                    f"Port {needed} is taken: nothing was started. "
                    f"Stop what runs there, or choose another one: make run PORT={port + 10}"
                )
        with serving.told_to_stop() as stop:
            call_command("migrate", verbosity=0)
            self._load()
            connections.close_all()
            others = serving.worker(), serving.standin(standin, port)
            with serving.running(serving.web_server(port), *others) as children:
                if not all(serving.answers(each, children) for each in (port, standin)):
                    raise CommandError("It did not start; what was said stands above.")
                self._welcome(port, standin)
                if not serving.watch(stop, children, self._tick):
                    raise CommandError(
                        "The server, the worker or the stand-in has ended by itself."
                    )
        self.stdout.write("Stopped. The data are kept for the next start.")

    def _load(self) -> None:
        if not User.objects.exists():
            self.stdout.write("Loading the demo …")
            call_command("load_demo", stdout=self.stdout)

    def _welcome(self, port: int, standin: int) -> None:
        lines = [f"  {person.email:<22}{person.does}" for person in demo_people()]
        close_old_connections()
        self.stdout.write(
            f"\nKursbuch is ready: http://localhost:{port}/\n\n"
            "Sign in as one of these people, password demo:\n" + "\n".join(lines) + "\n\n"
            f"In place of PayPal: http://localhost:{standin}/control/\n\n"
            "Stop with Ctrl-C.\n"
        )
        self.stdout.flush()

    def _tick(self) -> None:
        try:
            call_command("tick")
        except (CommandError, DatabaseError) as error:
            self.stderr.write(f"tick will be tried again in a minute: {error}")
        close_old_connections()
