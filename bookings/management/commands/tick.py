"""What must happen by itself, once a minute: `manage.py tick`, by cron, systemd or `make run`.

Idempotent, and safe to run twice at once: every step asks the rows what is left to do. A step
that fails is reported and does not keep the others from running.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import outbox
from accounts.addresses.imports.write import forget_expired
from accounts.models import User
from bookings import actions, jobs
from bookings.models import BookingOrder, Participation
from bookings.payments import reconcile
from catalog.models import LearningResource
from tables import sizes

KEEP_TASKS_DAYS = 14


class Command(BaseCommand):
    help = "Sends what waits in the outbox, ends what has lapsed, removes what is old."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = [
            step.__name__
            for step in (expire, settle, deliver, work, prune, count)
            if not self._done(step)
        ]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")

    def _done(self, step: Callable[[], str]) -> bool:
        try:
            said = step()
        except Exception as error:  # noqa: BLE001  the other steps must have their turn
            self.stderr.write(f"{step.__name__}: {type(error).__name__}: {error}")
            return False
        if said:
            self.stdout.write(said)
        return True


def expire() -> str:
    """Each resource in a transaction of its own, so that nobody waits long for a seat."""
    lapsed = Participation.objects.lapsed(timezone.now())
    resources = lapsed.order_by("resource_id").values_list("resource_id", flat=True).distinct()
    ended = sum(actions.expire_lapsed(resource_id=pk) for pk in list(resources))
    return f"{ended} participations ended that nobody confirmed in time" if ended else ""


def settle() -> str:
    return reconcile.run()


def deliver() -> str:
    sent = 0
    while part := outbox.deliver_due():
        sent += part
    return f"{sent} mails sent" if sent else ""


def work() -> str:
    ended = jobs.run_due()
    return f"{ended} jobs worked on" if ended else ""


def prune() -> str:
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=KEEP_TASKS_DAYS, verbosity=0)
    now = timezone.now()
    imports, old = forget_expired(now), jobs.forget_expired(now)
    said = {"checked imports of addresses": imports, "old jobs": old}
    told = [f"{number} {what} forgotten" for what, number in said.items() if number]
    return ", ".join(told)


def count() -> str:
    learnt = sizes.learn((BookingOrder, LearningResource, User))
    return "Tables have grown or shrunk: SQLite has counted them" if learnt else ""
