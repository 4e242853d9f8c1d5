"""An implementation is edited as one thing: its resource, what the planner adds, its subjects."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _

from accounts.editing import ChangedMeanwhile, differences, fingerprint
from catalog.models import LearningResource, Subject
from courseplanner.models import Implementation


def mark(implementation: Implementation) -> str:
    """Of everything that can be edited; one statement, for the subjects."""
    subjects = sorted(implementation.resource.subjects.values_list("pk", flat=True))
    parts = (fingerprint(implementation.resource), fingerprint(implementation), subjects)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def lock_as_seen(implementation: Implementation, seen: str) -> Implementation:
    """As it is stored, its resource locked first as for every change; ChangedMeanwhile if it is
    not what was seen. In a transaction.
    """
    resource = LearningResource.objects.locked(implementation.resource_id)
    stored = Implementation.objects.select_for_update(of=("self",)).get(pk=implementation.pk)
    stored.resource = resource
    if mark(stored) != seen:
        raise ChangedMeanwhile(stored)
    return stored


def changes(stored: Implementation, edited: Implementation, subjects: list[Subject]) -> str:
    """One line for each field that changed, for the history."""
    lines = [differences(stored.resource, edited.resource), differences(stored, edited)]
    before, after = (sorted(map(str, some)) for some in (stored.resource.subjects.all(), subjects))
    if before != after:
        told = {"before": ", ".join(before) or "–", "after": ", ".join(after) or "–"}
        lines.append(_("Subjects: %(before)s → %(after)s") % told)
    return "\n".join(line for line in lines if line)
