"""Changes of billing addresses, as verbs. What an order says is a copy none of these reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts import history
from accounts.editing import differences, lock_as_seen
from accounts.models import BillingAddress
from accounts.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def create(*, address: BillingAddress, by: User | None) -> BillingAddress:
    address.save(force_insert=True)
    history.record(address, "created", by=by)
    return address


@transaction.atomic
def change(*, address: BillingAddress, seen: str, by: User) -> None:
    """`seen` is the fingerprint of what the person started from; ChangedMeanwhile if it is old."""
    stored = lock_as_seen(address, seen)
    changes = differences(stored, address)
    if changes:
        address.save()
        history.record(address, "changed", by=by, note=changes)


@transaction.atomic
def activate(*, address: BillingAddress, by: User) -> None:
    _switch(address, True, by)


@transaction.atomic
def deactivate(*, address: BillingAddress, by: User) -> None:
    """It can no longer be chosen; orders that name it stay as they are."""
    _switch(address, False, by)


def _switch(address: BillingAddress, active: bool, by: User) -> None:
    moved = BillingAddress.objects.filter(pk=address.pk, is_active=not active)
    if moved.update(is_active=active):
        history.record(address, "activated" if active else "deactivated", by=by)


@transaction.atomic
def delete(*, address: BillingAddress, by: User | None) -> None:
    """Only while no booking names it: a Refusal otherwise."""
    line = history.line(address, "deleted", by=by)
    try:
        BillingAddress.objects.select_for_update().get(pk=address.pk).delete()
    except BillingAddress.DoesNotExist:
        return
    except ProtectedError:
        raise Refusal(
            _(
                "“%(address)s” stands in booking orders, so it was not deleted. "
                "Deactivate it: it can then no longer be chosen."
            )
            % {"address": address}
        ) from None
    line.save(force_insert=True)
