"""manage.py import_catalog: courses and offers from a workbook or a CSV file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from courseplanner.imports import mapping as mappings
from courseplanner.imports import report
from courseplanner.imports.plan import make_plan
from courseplanner.imports.template import write_template
from courseplanner.imports.write import import_sheet
from tables.sheets import reading
from tables.sheets.problems import UnreadableError

TOLD_EVERY = 5_000


class Command(BaseCommand):
    help = "Imports courses and offers: a dry run first, with --commit all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="the .xlsx or .csv file")
        parser.add_argument("--mapping", type=Path, help="a .toml file: whose columns mean what")
        parser.add_argument("--commit", action="store_true", help="write it; otherwise a dry run")
        parser.add_argument("--as", dest="email", help="the person the history names")
        parser.add_argument(
            "--errors",
            type=Path,
            help="a file for all that is wrong: .csv lists it, .xlsx marks the faulty cells",
        )
        parser.add_argument("--template", type=Path, help="write an empty workbook to fill in")
        parser.add_argument(
            "--language", choices=[code for code, _name in settings.LANGUAGES], default="en"
        )

    def handle(self, *, file: Path | None, language: str, **wanted: Any) -> None:
        with translation.override(language):
            try:
                self._run(file, **wanted)
            except UnreadableError as error:
                said = _("{reason} Nothing was imported.").format(reason=error)
                raise CommandError(said) from error
            except OSError as error:
                raise CommandError(str(error)) from error

    def _run(self, file: Path | None, *, template: Path | None, **wanted: Any) -> None:
        if template:
            write_template(template)
            self.stdout.write(_("The template is in {file}.").format(file=template))
        if file:
            self._import(file, **wanted)
        elif not template:
            raise CommandError(_("Name a file to import, or --template to get an empty one."))

    def _import(
        self,
        file: Path,
        *,
        mapping: Path | None,
        commit: bool,
        email: str | None,
        errors: Path | None,
        **_options: Any,
    ) -> None:
        person = _person(email)
        rules, sheet = mappings.load(mapping), reading.read(file)
        if commit:
            plan = import_sheet(sheet, rules, source=file.name, by=person, tell=self._tell)
        else:
            plan = make_plan(sheet, rules, self._tell)
        if errors:
            report.write_problems(plan, sheet, errors)
        for line in report.lines(plan, written=commit and not plan.errors):
            self.stdout.write(line)
        if plan.errors:
            raise CommandError(_("There are errors. Nothing was imported."))
        if not commit:
            self.stdout.write(_("This was a dry run. With --commit it is imported."))

    def _tell(self, done: int, rows: int) -> None:
        """Of a long list, how far it is: on stderr, so that a file of what is said stays short."""
        if rows > TOLD_EVERY and (done % TOLD_EVERY == 0 or done == rows):
            self.stderr.write(_("{done} of {rows} rows compared").format(done=done, rows=rows))


def _person(email: str | None) -> User | None:
    if email is None:
        return None
    person = User.objects.filter(email=email.lower(), is_active=True).first()
    if person is None:
        raise CommandError(
            _("There is no active person {email}. Nothing was imported.").format(email=email)
        )
    return person
