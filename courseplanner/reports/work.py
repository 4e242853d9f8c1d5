"""Writing a report: the accounting workbook, in the background. See bookings/jobs.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Setting, User
from accounts.refusal import Refusal
from accounts.rights import allows
from bookings import jobs
from bookings.models import Job
from bookings.models.order import BookingOrderQuerySet
from courseplanner import orders
from courseplanner.accounting import AccountingReport
from courseplanner.reports import sight
from courseplanner.reports.templates import TEMPLATES, Days
from tables.download import workbook
from tables.periods import between

IN = {"product": "resource__implementation__product", "implementation": "resource__implementation"}


def write(job: Job) -> None:
    """From the beginning each time: what broke off has left nothing."""
    _refuse_unless_permitted(job)
    owner: User = job.owner
    table = AccountingReport(
        _rows(job, owner), query=QueryDict("columns=all"), may=partial(allows, owner)
    )
    content = workbook(table, by=owner, filters=_said(job), tell=partial(jobs.progress, job))
    day = timezone.localdate(job.created_at).isoformat()
    jobs.keep_file(job, f"{job.title} {day}", _while_permitted(job, content))


def _rows(job: Job, owner: User) -> BookingOrderQuerySet:
    rows = between(orders.seen_by(owner), "created_at", _days(job))
    if place := job.arguments["of"]:
        kind, pk = place
        rows = rows.filter(**{IN[kind]: pk})
    return rows


def _days(job: Job) -> Days:
    """As of the day it was asked for, however late it is written."""
    month = Setting.load().fiscal_year_month
    return TEMPLATES[job.arguments["template"]].days(timezone.localdate(job.created_at), month)


def _said(job: Job) -> list[tuple[object, object]]:
    begin, end = _days(job)
    return [
        (_("Report"), job.title),
        (_("Ordered from"), _written(begin)),
        (_("Ordered until"), _written(end)),
    ]


def _written(day: date | None) -> str:
    return formats.date(day) if day else ""


def _while_permitted(job: Job, content: Iterable[bytes]) -> Iterator[bytes]:
    """Looked at once more at the end: a file that is not finished is never kept."""
    yield from content
    _refuse_unless_permitted(job)


def _refuse_unless_permitted(job: Job) -> None:
    if not sight.still(job.owner, job.arguments["sight"]):
        raise Refusal(
            _(
                "You may no longer see everything this report was asked for. "
                "It was not written; run it again to get what you may see now."
            )
        )
