"""The ways out: cancelling an order, taking access away, time that has run out."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats, history
from accounts.refusal import Refusal
from bookings import mail, seats, states
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
    resource = seats.lock(order.resource_id, timezone.now())
    current = BookingOrder.objects.with_details().get(pk=order.pk)
    after = _end(current, resource, by=by, fee=fee, note=note)
    if words is not None:
        mail.cancelled(after, by=by, words=words)


def _end(
    order: BookingOrder,
    resource: LearningResource,
    *,
    by: User | None,
    fee: Decimal | None,
    note: str,
) -> BookingOrder:
    """With the resource locked and `order` as it is stored; returns what became of it."""
    now = timezone.now()
    due = order.fee_due_today()
    charged = due if fee is None else fee
    _refuse_fee(charged, order)
    fees = (
        {"cancellation_fee": charged, "cancellation_fee_original": due} if due or charged else {}
    )
    BookingOrder.objects.filter(pk=order.pk).move_one(to="cancelled", cancelled_at=now, **fees)
    _withdraw(Participation.objects.filter(order=order), resource, now)
    after = BookingOrder.objects.with_details().get(pk=order.pk)
    history.record(after, "cancelled", by=by, before=order.state, after=after.status, note=note)
    after.access_method.cancelled(after, by=by)
    return after


@transaction.atomic
def cancel_own(*, order: BookingOrder, by: User, seen: Decimal) -> None:
    """The participant cancels for the fee they saw; a Refusal if it is another by now."""
    seats.lock(order.resource_id, timezone.now())
    current = BookingOrder.objects.with_details().get(pk=order.pk)
    sentence = why_not_cancellable(current)
    if sentence:
        raise Refusal(sentence)
    due = current.fee_due_today()
    if due != seen:
        raise Refusal(
            _("The fee is now %(fee)s. Nothing was cancelled. Cancel again if you agree.")
            % {"fee": formats.money(due, current.currency)}
        )
    cancel(order=current, by=by)


def why_not_cancellable(order: BookingOrder) -> str:
    """Why the participant cannot cancel this order; empty if they can."""
    contact = _("Ask the course planners of %(organisation)s.") % {
        "organisation": order.resource.organisation.name
    }
    if "cancelled" not in states.ORDER[order.state]:
        return _("%(number)s is “%(status)s” and cannot be cancelled. Nothing was changed.") % {
            "number": order.number,
            "status": order.status_label,
        }
    if not order.cancellable:
        return _("This booking cannot be cancelled online. Nothing was cancelled.") + f" {contact}"
    last_day = order.resource.end or order.resource.begin
    if last_day and last_day < timezone.localdate():
        return _("This course is over. Nothing was cancelled.") + f" {contact}"
    return ""


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
def call_off(
    *, participation: Participation, by: User | None, waive: bool, note: str, words: str | None
) -> bool:
    """End what a person has in a course that does not take place; False if nothing was left.

    The order is cancelled as far as it still can be, for nothing with `waive`, else for what is
    due today; access is withdrawn whoever granted it. For `words` see `cancel`.
    """
    now = timezone.now()
    resource = seats.lock(participation.resource_id, now)
    current = Participation.objects.with_details().get(pk=participation.pk)
    order = current.order
    if order and "cancelled" in states.ORDER[order.state]:
        fee = Decimal(0) if waive else None
        current.order = _end(order, resource, by=by, fee=fee, note=note)
    elif current.status in states.TAKES_A_SEAT:
        _withdraw(Participation.objects.filter(pk=current.pk), resource, now)
        change = {"before": current.status, "after": "cancelled"}
        history.record(order or current, "removed", by=by, note=note, **change)
    else:
        return False
    if words is not None:
        mail.run_cancelled(current, words=words)
    return True


@transaction.atomic
def expire_lapsed(*, resource_id: int) -> int:
    """End what nobody confirmed or paid in time on this resource; called by `manage.py tick`."""
    now = timezone.now()
    resource = LearningResource.objects.locked(resource_id)
    return seats.release_lapsed(resource, now)
