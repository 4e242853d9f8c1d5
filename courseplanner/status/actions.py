"""The one verb that moves an implementation along its states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.refusal import Conflict, Refusal
from bookings.models import Job
from catalog.models import LearningResource
from catalog.states import IMPLEMENTATION, IMPLEMENTATION_STEPS
from courseplanner.models import Implementation
from courseplanner.status import work

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def move(
    *,
    implementation: Implementation,
    to: str,
    seen: str,
    by: User,
    note: str = "",
    words: str | None = None,
    waive: bool = True,
) -> Job | None:
    """One step along `IMPLEMENTATION_STEPS`, under the lock of the resource.

    `seen` is the status the person decided on: a Conflict if it is another by now, a Refusal if
    no step leads to `to`. Confirming tells whoever takes part, cancelling ends every booking and
    participation, for nothing with `waive`; for `words` see bookings.actions.cancel. Where many
    are concerned that is a Job, which is returned.
    """
    resource = LearningResource.objects.locked(implementation.resource_id)
    implementation.refresh_from_db(fields=["archived_at"])
    if resource.status != seen:
        raise Conflict(_changed_meanwhile(resource))
    if sentence := why_not(implementation, resource.status, to):
        raise Refusal(sentence)
    LearningResource.objects.filter(pk=resource.pk).update(status=to)
    what = {"before": resource.status, "after": to, "note": note}
    event = history.record(implementation, "status changed", by=by, **what)
    if to == "cancelled":
        how = {"words": words, "waive": waive}
        return work.begin("run_cancelled", implementation, event, by=by, **how)
    if to == "confirmed" and words is not None:
        return work.begin("run_confirmed", implementation, event, by=by, words=words)
    return None


def steps(implementation: Implementation, status: str) -> tuple[str, ...]:
    """Where it can be led from this status; what is archived rests."""
    return () if implementation.archived_at else IMPLEMENTATION_STEPS[status]


def why_not(implementation: Implementation, status: str, to: str) -> str:
    """Why there is no way from this status to that one; empty if there is."""
    if to in steps(implementation, status):
        return ""
    if implementation.archived_at:
        return _(
            "“%(name)s” is archived, so its status was not changed. Take it out of the archive "
            "first."
        ) % {"name": implementation}
    told = {"now": IMPLEMENTATION[status], "to": IMPLEMENTATION[to]}
    if status == to:
        return _("The status is “%(now)s” already. Nothing was changed.") % told
    ways = ", ".join(f"“{IMPLEMENTATION[step]}”" for step in IMPLEMENTATION_STEPS[status])
    if not ways:
        return (
            _(
                "What is “%(now)s” cannot become “%(to)s”. Nothing was changed. Copy the "
                "implementation to run it again."
            )
            % told
        )
    return _(
        "No step leads from “%(now)s” to “%(to)s”. Nothing was changed. Possible: %(ways)s."
    ) % {**told, "ways": ways}


def _changed_meanwhile(resource: LearningResource) -> str:
    return _("Somebody else has changed the status meanwhile: it is “%(now)s” now.") % {
        "now": resource.status_label
    }
