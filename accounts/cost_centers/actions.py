"""Changes of cost centers, as verbs. Orders keep the name and account they were booked with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts import history
from accounts.editing import differences, lock_as_seen
from accounts.models import CostCenter
from accounts.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def create(*, center: CostCenter, by: User) -> CostCenter:
    center.save(force_insert=True)
    history.record(center, "created", by=by)
    return center


@transaction.atomic
def change(*, center: CostCenter, seen: str, by: User) -> None:
    """`seen` is the fingerprint of what the person started from; ChangedMeanwhile if it is old."""
    stored = lock_as_seen(center, seen)
    changes = differences(stored, center)
    if changes:
        center.save()
        history.record(center, "changed", by=by, note=changes)


@transaction.atomic
def activate(*, center: CostCenter, by: User) -> None:
    _switch(center, True, by)


@transaction.atomic
def deactivate(*, center: CostCenter, by: User) -> None:
    """No offer can choose it any more; those that have it keep it."""
    _switch(center, False, by)


def _switch(center: CostCenter, active: bool, by: User) -> None:
    moved = CostCenter.objects.filter(pk=center.pk, is_active=not active)
    if moved.update(is_active=active):
        history.record(center, "activated" if active else "deactivated", by=by)


@transaction.atomic
def delete(*, center: CostCenter, by: User) -> None:
    """Only while no offer has it: a Refusal otherwise."""
    line = history.line(center, "deleted", by=by)
    try:
        CostCenter.objects.select_for_update().get(pk=center.pk).delete()
    except CostCenter.DoesNotExist:
        return
    except ProtectedError:
        raise Refusal(
            _(
                "“%(name)s” stands in offers, so it was not deleted. "
                "Deactivate it: no other offer can then choose it."
            )
            % {"name": center}
        ) from None
    line.save(force_insert=True)
