"""A file is checked, kept for a day, and taken in by a second click: all of it or nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.addresses.imports.plan import Plan, make_plan
from accounts.addresses.imports.rows import Entry, read_entries
from accounts.models import AddressImport, BillingAddress, Organisation, Setting, User
from accounts.refusal import Conflict, Refusal
from tables.sheets.problems import Problem
from tables.sheets.reading import Sheet

BATCH = 1000
MOST_PROBLEMS = 20_000  # one per row of the largest file
LONGEST_REASON = 500


class Outdated(Conflict):
    """What the file would do now is not what the person was shown."""


@transaction.atomic
def check(*, sheet: Sheet, owner: Organisation, file_name: str, by: User) -> AddressImport:
    """A dry run; what it found is kept instead of what this person checked before."""
    entries, faults = read_entries(sheet, customer_numbers=Setting.load().customer_numbers)
    AddressImport.objects.filter(organisation=owner, by=by).delete()
    kept = _kept(entries, faults, make_plan(entries, owner))
    return AddressImport.objects.create(
        organisation=owner, by=by, file_name=file_name[:255], rows=kept
    )


@transaction.atomic
def take_in(*, checked: AddressImport, by: User) -> int:
    """Creates the new addresses, and says how many. Outdated, if they are others by now.

    Imports of an organisation wait for each other, so that the same file clicked twice at once
    comes in once.
    """
    owner = Organisation.objects.select_for_update(no_key=True).get(pk=checked.organisation_id)
    kept = AddressImport.objects.select_for_update().filter(pk=checked.pk, by=by).first()
    if kept is None:
        raise Refusal(_("This file was taken in already. Nothing was imported twice."))
    plan = make_plan(_entries(kept), owner)
    if kept.rows["errors"] or plan.outcome != kept.rows["outcome"]:
        raise Outdated(
            _(
                "The addresses of the organisation have changed since the file was checked. "
                "Nothing was imported. Below stands what the file would do now."
            )
        )
    _create(plan, owner, kept.file_name, by)
    kept.delete()
    return len(plan.new)


@transaction.atomic
def check_again(*, checked: AddressImport) -> None:
    """Against what is stored now; the rows themselves are as they were."""
    entries, faults = _entries(checked), [Problem(*one) for one in checked.rows["faults"]]
    checked.rows = _kept(entries, faults, make_plan(entries, checked.organisation))
    checked.save(update_fields=["rows"])


def forget_expired(now: datetime) -> int:
    """Checked files that nobody took in for a day."""
    return AddressImport.objects.expired(now).delete()[0]


def problems(checked: AddressImport) -> list[Problem]:
    """Of the rows by themselves, and of what they would do."""
    return sorted(Problem(*one) for one in checked.rows["faults"] + checked.rows["compared"])


def _create(plan: Plan, owner: Organisation, file_name: str, by: User) -> None:
    made = BillingAddress.objects.bulk_create(
        [BillingAddress(organisation=owner, **entry.values) for entry in plan.new],
        batch_size=BATCH,
    )
    history.record_many(
        history.line(address, "imported", by=by, note=f"{file_name}: {entry.row}")
        for address, entry in zip(made, plan.new, strict=True)
    )


def _kept(entries: list[Entry], faults: list[Problem], plan: Plan) -> dict[str, Any]:
    """As JSON; with errors nothing will come of the rows, so they are not kept."""
    told = faults + plan.problems
    errors = sum(not one.is_warning for one in told)
    kept = [] if errors else entries
    return {
        "keys": list(kept[0].values) if kept else [],
        "entries": [[entry.row, *entry.values.values()] for entry in kept],
        "outcome": plan.outcome,
        "faults": _listed(faults),
        "compared": _listed(plan.problems),
        "errors": errors,
        "warnings": len(told) - errors,
        "new": len(plan.new),
        "unchanged": plan.unchanged,
    }


def _listed(problems: list[Problem]) -> list[list[Any]]:
    return [
        [one.row, one.column, one.reason[:LONGEST_REASON], one.is_warning]
        for one in sorted(problems)[:MOST_PROBLEMS]
    ]


def _entries(checked: AddressImport) -> list[Entry]:
    keys = checked.rows["keys"]
    return [
        Entry(row, dict(zip(keys, values, strict=True)))
        for row, *values in checked.rows["entries"]
    ]
