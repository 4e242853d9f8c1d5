"""Asking for a report, and doing away with it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusal import Refusal
from bookings import jobs
from bookings.models import Job
from courseplanner.models import Implementation, Product
from courseplanner.reports import sight
from courseplanner.reports.templates import TEMPLATES

KIND = "report"
MOST_AT_ONCE = 5


@transaction.atomic
def run(*, template: str, of: Product | Implementation | None, by: User) -> Job:
    """Over all that the person may see, or over that part of it which lies in `of`."""
    User.objects.select_for_update().get(pk=by.pk)  # two clicks count each other
    going_on = Job.objects.of(by).filter(kind=KIND, finished_at=None).count()
    if going_on >= MOST_AT_ONCE:
        raise Refusal(
            _(
                "%(most)s of your reports are still being written. "
                "No other was begun; wait for one of them or delete it."
            )
            % {"most": MOST_AT_ONCE}
        )
    label = str(TEMPLATES[template].label)
    arguments = {"template": template, "of": _named(of), "sight": sight.of(by)}
    title = f"{label}: {of}" if of else label
    return jobs.start(kind=KIND, title=title, arguments=arguments, by=by)


def _named(place: Product | Implementation | None) -> list[object] | None:
    return [type(place)._meta.model_name, place.pk] if place else None


def delete(*, report: Job) -> None:
    """With its file; if it is still being written, that ends."""
    jobs.forget(report)
