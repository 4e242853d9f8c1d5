"""The ways out: cancelling an order, taking access away, time that has run out."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import history
from accounts.refusal import Refusal
from bookings import mail, seats
from bookings.models import BookingOrder, Participation
from bookings.models.participation import ParticipationQuerySet
from catalog.models import LearningResource

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def cancel(
    *,
    order: BookingOrder,
    by: User | None,
    fee: Decimal | None = None,
    note: str = "",
    words: str | None = "",
) -> None:
    """End an order and withdraw the access that it granted, no other.

    `fee` is what staff decided; None charges what is due today. `note` stands in the history,
    `words` in the mail; with `words` None nobody is told. A Refusal if the fee is above the
    price or negative, a Conflict if the order can no longer be cancelled.
    """
    now = timezone.now()
    resource = seats.lock(order.resource_id, now)
    current = BookingOrder.objects.with_details().get(pk=order.pk)
    due = current.fee_due(on=timezone.localdate(now), begin_now=resource.begin)
    charged = due if fee is None else fee
    _refuse_fee(charged, current)
    fees = (
        {"cancellation_fee": charged, "cancellation_fee_original": due} if due or charged else {}
    )
    BookingOrder.objects.filter(pk=current.pk).move_one(to="cancelled", cancelled_at=now, **fees)
    _withdraw(Participation.objects.filter(order=current), resource, now)
    after = BookingOrder.objects.with_details().get(pk=current.pk)
    history.record(after, "cancelled", by=by, before=current.state, after=after.status, note=note)
    if words is not None:
        mail.cancelled(after, by=by, words=words)


def _refuse_fee(fee: Decimal, order: BookingOrder) -> None:
    if fee < 0:
        raise Refusal(_("A cancellation fee is zero or more. Nothing was cancelled."), field="fee")
    if fee > order.price:
        raise Refusal(
            _("The fee is above the price of the order. Nothing was cancelled."), field="fee"
        )


def _withdraw(granted: ParticipationQuerySet, resource: LearningResource, now: datetime) -> None:
    """Only what still takes a seat: access may have been removed before the order was."""
    seats.release(resource.pk, granted.live().move(to="cancelled", decided_at=now))


@transaction.atomic
def remove(
    *, participation: Participation, by: User, note: str = "", words: str | None = ""
) -> None:
    """Take access away and leave the money as it is; for `words` see `cancel`."""
    now = timezone.now()
    seats.lock(participation.resource_id, now)
    Participation.objects.filter(pk=participation.pk).move_one(to="removed", decided_at=now)
    seats.release(participation.resource_id)
    subject = participation.order or participation
    history.record(subject, "removed", by=by, before="active", after="removed", note=note)
    if words is not None:
        mail.removed(participation, words=words)


@transaction.atomic
def expire_lapsed(*, resource_id: int) -> int:
    """End what nobody confirmed or paid in time on this resource; called by `manage.py tick`."""
    now = timezone.now()
    resource = LearningResource.objects.locked(resource_id)
    return seats.release_lapsed(resource, now)
