"""The seat behind a payment: made sure of before money is taken, and given for money that came.

Always inside a transaction that holds the resource, like everything in `bookings.seats`.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts import history
from accounts.refusal import Refusal
from bookings import mail, seats, states
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource


def is_held(order: BookingOrder) -> bool:
    """Whether the order waits for its money, and its seat with it."""
    return order.state == "in_payment" and order.participation.status in states.TAKES_A_SEAT


def secure(
    order: BookingOrder, resource: LearningResource, *, until: datetime, given_up: bool = False
) -> None:
    """The seat is kept until then; one that lapsed is taken again if it is still there.

    With `given_up` also one that somebody gave up. A Refusal if there is no seat to be had.
    """
    if is_held(order):
        held = Participation.objects.filter(pk=order.participation.pk, confirm_until__lt=until)
        held.update(confirm_until=until)
        return
    lost = {"expired", "cancelled"} if given_up else {"expired"}
    if order.state != "cancelled" or order.participation.status not in lost:
        raise Refusal(_("This booking no longer waits for a payment. Nothing was changed."))
    _take_again(order, resource, until)


def _take_again(order: BookingOrder, resource: LearningResource, until: datetime) -> None:
    if resource.status in {"cancelled", "finished", "closed"}:
        raise Refusal(_("“%(title)s” does not take place any more.") % {"title": resource.title})
    others = Participation.objects.live().filter(person=order.person, resource=resource)
    if others.exists():
        raise Refusal(_("%(name)s is already in by another booking.") % {"name": order.person})
    seats.take(resource)
    BookingOrder.objects.filter(pk=order.pk).move_one(
        to="in_payment", cancelled_at=None, cancellation_fee=None, cancellation_fee_original=None
    )
    Participation.objects.filter(pk=order.participation.pk).move_one(
        to="pending", confirm_by="payment", confirm_until=until, decided_at=None
    )
    history.record(order, "taken up again", by=None, before="cancelled", after="in_payment")


def keep_open(order: BookingOrder) -> None:
    """The money is on its way, however long it takes: the seat waits with it."""
    pending = Participation.objects.filter(order=order, status="pending")
    pending.update(confirm_until=None)


def let_in(order: BookingOrder, now: datetime) -> None:
    waiting = Participation.objects.filter(order=order, status="pending")
    waiting.move(to="active", decided_at=now)


def give_up(order: BookingOrder, now: datetime) -> None:
    """The order costs nothing and its seat is free."""
    BookingOrder.objects.filter(pk=order.pk).move_one(to="cancelled", cancelled_at=now)
    live = Participation.objects.live().filter(order=order)
    seats.release(order.resource_id, live.move(to="cancelled", decided_at=now))


def take_away(order: BookingOrder, now: datetime) -> None:
    """Money that was taken back takes the access along, once; the order stays as it is."""
    active = Participation.objects.filter(order=order, status="active")
    if active.move(to="removed", decided_at=now):
        seats.release(order.resource_id)
        history.record(order, "removed", by=None, before="active", after="removed")
        mail.removed(Participation.objects.with_details().get(order=order), words="")
