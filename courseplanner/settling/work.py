"""Invoices by the hundred: a few while one waits, more as long work, resumed if broken off."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.refusal import Refusal
from accounts.rights import allows
from bookings import actions, jobs
from bookings.models import BookingOrder, Job

if TYPE_CHECKING:
    from accounts.models import User
    from bookings.actions import Settled

AT_ONCE = 50
CHUNK = 100


def settle(seen: Mapping[int, Decimal], to: str, *, by: User, note: str) -> Settled:
    orders = BookingOrder.objects.permitted(by, "orders.settle")
    return actions.settle(orders=orders, seen=seen, to=to, by=by, note=note)


def start(seen: Mapping[int, Decimal], to: str, *, by: User, note: str, back: str) -> Job:
    title = _("Set as paid") if to == "paid" else _("Set as open")
    rows = [[pk, str(price)] for pk, price in seen.items()]
    given = {"to": to, "rows": rows, "note": note, "back": back}
    return jobs.start(kind="settle", title=title, arguments=given, by=by)


def run(job: Job) -> None:
    """Each chunk and how far it is in one transaction: what was done is not done again."""
    rows = job.arguments["rows"]
    for place in range(job.result.get("next", 0), len(rows), CHUNK):
        if not allows(job.owner, "orders.settle"):
            raise Refusal(_("You may no longer settle booking orders. Nothing more was done."))
        with transaction.atomic():
            _chunk(job, rows[place : place + CHUNK])
            job.result["next"] = place + CHUNK
            jobs.progress(job, min(place + CHUNK, len(rows)), len(rows))


def _chunk(job: Job, rows: list[tuple[int, str]]) -> None:
    given, result = job.arguments, job.result
    seen = {pk: Decimal(price) for pk, price in rows}
    settled = settle(seen, given["to"], by=job.owner, note=given["note"])
    result["settled"] = result.get("settled", 0) + settled.done
    result["already"] = result.get("already", 0) + settled.already
    result["refused"] = [*result.get("refused", []), *settled.refused]
    result["said"] = said(given["to"], result["settled"], result["already"])
    result["back"] = given["back"]


def said(to: str, done: int, already: int) -> str:
    """What was done in words; nothing of what was so already, unless there is some."""
    told = _done(to, done)
    return f"{told} {_already(to, already)}" if already else told


def _done(to: str, n: int) -> str:
    if to == "paid":
        told = ngettext(
            "%(n)d booking order is set as paid.", "%(n)d booking orders are set as paid.", n
        )
    else:
        told = ngettext(
            "%(n)d booking order is set as open.", "%(n)d booking orders are set as open.", n
        )
    return told % {"n": n}


def _already(to: str, n: int) -> str:
    if to == "paid":
        told = ngettext("%(n)d was paid already.", "%(n)d were paid already.", n)
    else:
        told = ngettext("%(n)d was open already.", "%(n)d were open already.", n)
    return told % {"n": n}
