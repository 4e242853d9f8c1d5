"""Yes or no to a participation that waits: by staff, or by the person who was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats, history
from accounts.refusal import Refusal
from bookings import mail, seats
from bookings.models import BookingOrder, Participation

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def confirm(*, order: BookingOrder, by: User) -> None:
    """Make a pending participation active; a Conflict if it no longer waits for staff."""
    now = timezone.now()
    seats.lock(order.resource_id, now)
    waiting = Participation.objects.filter(order=order, confirm_by="staff")
    waiting.move_one(to="active", decided_at=now)
    history.record(order, "confirmed", by=by, before="pending", after="active")
    mail.confirmed(order)


@transaction.atomic
def decline(*, order: BookingOrder, by: User, note: str = "") -> None:
    """Refuse a pending participation: the order is cancelled without a fee, the seat is free."""
    now = timezone.now()
    seats.lock(order.resource_id, now)
    waiting = Participation.objects.filter(order=order, confirm_by="staff")
    waiting.move_one(to="declined", decided_at=now)
    BookingOrder.objects.filter(pk=order.pk).move_one(to="cancelled", cancelled_at=now)
    seats.release(order.resource_id)
    history.record(order, "declined", by=by, before="pending", after="declined", note=note)
    mail.declined(order, note)


@transaction.atomic
def accept(*, participation: Participation, by: User) -> None:
    """The person who was asked takes part; a Refusal if it no longer waits for their word."""
    _answer(participation, by, to="active", verb="accepted")


@transaction.atomic
def refuse(*, participation: Participation, by: User, note: str = "") -> None:
    """The person who was asked does not take part: the seat is free, an order costs nothing."""
    _answer(participation, by, to="declined", verb="refused", note=note)
    seats.release(participation.resource_id)
    if participation.order_id:
        booked = BookingOrder.objects.filter(pk=participation.order_id)
        booked.move_one(to="cancelled", cancelled_at=timezone.now())


def _answer(participation: Participation, by: User, *, to: str, verb: str, note: str = "") -> None:
    """Lock the resource, decide on what is stored, move, write it down, tell who asked."""
    now = timezone.now()
    seats.lock(participation.resource_id, now)
    asked = Participation.objects.filter(confirm_by="person").with_details()
    current = asked.get(pk=participation.pk)
    if current.status != "pending":
        raise Refusal(_why_no_answer(current))
    Participation.objects.filter(pk=current.pk).move_one(to=to, decided_at=now)
    subject = current.order or current
    history.record(subject, verb, by=by, before="pending", after=to, note=note)
    mail.answered(current, accepted=to == "active", note=note)


def _why_no_answer(participation: Participation) -> str:
    """Why a membership no longer waits for the person's word."""
    title = participation.resource.title
    if participation.status == "active":
        return _("You have already accepted “%(title)s”. Nothing was changed.") % {"title": title}
    if participation.status == "expired":
        until = formats.date_and_time(participation.confirm_until)
        return _(
            "“%(title)s” could be confirmed until %(until)s. Your seat has been given up, and "
            "nothing was changed. Look in the catalog whether you can still book."
        ) % {"title": title, "until": until}
    return _("“%(title)s” no longer waits for your answer. Nothing was changed.") % {
        "title": title
    }
