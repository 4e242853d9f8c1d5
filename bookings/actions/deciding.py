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
def confirm(
    *, participation: Participation, by: User, note: str = "", words: str | None = ""
) -> None:
    """Let somebody in who waits for staff; else a Conflict. For `words` see cancel."""
    current = _decide(participation, by, "confirmed", to="active", asked={"staff"}, note=note)
    if words is not None:
        mail.confirmed(current, words=words)


@transaction.atomic
def decline(
    *, participation: Participation, by: User, note: str = "", words: str | None = ""
) -> None:
    """Somebody who waits does not take part: the seat is free, an order costs nothing.

    Also takes back the question to a person who was asked and has not answered yet.
    """
    asked = {"staff", "person"}
    current = _decide(participation, by, "declined", to="declined", asked=asked, note=note)
    _give_up(current)
    if words is not None:
        mail.declined(current, words=words)


def _decide(
    participation: Participation, by: User, verb: str, *, to: str, asked: set[str], note: str
) -> Participation:
    """Lock the resource, move from pending on, write it down; returns what is stored now."""
    now = timezone.now()
    seats.lock(participation.resource_id, now)
    waiting = Participation.objects.filter(pk=participation.pk, status="pending")
    waiting.filter(confirm_by__in=asked).move_one(to=to, decided_at=now)
    current = Participation.objects.with_details().get(pk=participation.pk)
    subject = current.order or current
    history.record(subject, verb, by=by, before="pending", after=to, note=note)
    return current


def _give_up(participation: Participation) -> None:
    """The seat is free; the order behind it, if there is one, is cancelled without a fee."""
    seats.release(participation.resource_id)
    if participation.order_id:
        booked = BookingOrder.objects.filter(pk=participation.order_id)
        booked.move_one(to="cancelled", cancelled_at=timezone.now())


@transaction.atomic
def accept(*, participation: Participation, by: User) -> None:
    """The person who was asked takes part; a Refusal if it no longer waits for their word."""
    _answer(participation, by, to="active", verb="accepted")


@transaction.atomic
def refuse(*, participation: Participation, by: User, note: str = "") -> None:
    """The person who was asked does not take part: the seat is free, an order costs nothing."""
    _answer(participation, by, to="declined", verb="refused", note=note)
    _give_up(participation)


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
