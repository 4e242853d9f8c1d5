"""manage.py export_orders: the accounting workbook as a file, for cron."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights import allows
from bookings import states
from bookings.models.order import BookingOrderQuerySet
from catalog import methods
from courseplanner import orders
from courseplanner.accounting import AccountingReport
from courseplanner.models import Implementation
from tables.download import workbook, write_workbook

Said = list[tuple[object, object]]


class Command(BaseCommand):
    help = "Writes the booking orders as the Excel file that accounting books from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="the .xlsx file to write")
        parser.add_argument("--status", action="append", choices=sorted(states.STATUS))
        parser.add_argument("--method", action="append", choices=sorted(methods.installed()))
        parser.add_argument("--since", type=date.fromisoformat, help="ordered from YYYY-MM-DD on")
        parser.add_argument("--implementation", type=int, help="the number in its address")
        parser.add_argument(
            "--language", choices=[code for code, _name in settings.LANGUAGES], default="en"
        )
        parser.add_argument(
            "--as", dest="email", help="only what this person may see; otherwise everything"
        )

    def handle(self, *, out: Path, language: str, email: str | None, **wanted: Any) -> None:
        person = self._person(email)
        with translation.override(language):
            rows, said = self._narrowed(orders.seen_by(person), wanted)
            table = AccountingReport(
                rows, query=QueryDict("columns=all"), may=lambda verb: _may(person, verb)
            )
            self._write(workbook(table, by=person or _("System"), filters=said), out)
        self.stdout.write(f"{rows.count()} booking orders in {out}")

    def _person(self, email: str | None) -> User | None:
        if email is None:
            return None
        person = User.objects.filter(email=email.lower(), is_active=True).first()
        if person is None or not allows(person, "orders.export"):
            raise CommandError(f"{email} may not export booking orders. Nothing was written.")
        return person

    def _narrowed(
        self, rows: BookingOrderQuerySet, wanted: dict[str, Any]
    ) -> tuple[BookingOrderQuerySet, Said]:
        said: Said = []
        if keys := wanted["status"]:
            rows = rows.filter(status__in=keys)
            said.append((_("Status"), ", ".join(str(states.STATUS[key]) for key in keys)))
        if keys := wanted["method"]:
            rows = rows.filter(method__in=keys)
            said.append((_("Offer type"), ", ".join(str(methods.labels()[key]) for key in keys)))
        if since := wanted["since"]:
            rows = rows.filter(created_at__gte=_begin_of(since))
            said.append((_("Ordered since"), since.isoformat()))
        if pk := wanted["implementation"]:
            run = self._implementation(pk)
            rows = rows.filter(resource=run.resource_id)
            said.append((_("Implementation"), run))
        return rows, said

    def _implementation(self, pk: int) -> Implementation:
        found = Implementation.objects.select_related("resource").filter(pk=pk).first()
        if found is None:
            raise CommandError(f"There is no implementation {pk}. Nothing was written.")
        return found

    def _write(self, content: Any, out: Path) -> None:
        try:
            write_workbook(content, out)
        except OSError as error:
            raise CommandError(f"{out} could not be written: {error.strerror}.") from error


def _may(person: User | None, verb: str) -> bool:
    return person is None or allows(person, verb)


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
