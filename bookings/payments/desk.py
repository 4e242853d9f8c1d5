"""What is done with money nobody expected: take it on, assign, move, pay back, close."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats, history
from accounts.refusal import Conflict, Refusal
from bookings import seats
from bookings.models import BookingOrder, Capture, UnassignedMoney
from bookings.models.payment import NOTHING
from bookings.payments import paying, refunds, seat, taking

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def take_on(*, item: UnassignedMoney, by: User) -> None:
    """This person sees to it; a Conflict if somebody else does so already."""
    free = UnassignedMoney.objects.open().filter(pk=item.pk, owner=None)
    if not free.update(owner=by):
        raise Conflict(_("Somebody else already sees to this money."))
    history.record(item, "taken on", by=by)


@transaction.atomic
def assign(*, item: UnassignedMoney, by: User) -> None:
    """The seat the payer wanted, if it is free; what is too much stays on the desk."""
    if item.order is None:
        raise Refusal(_("Nobody knows what this money was to pay for."))
    now = timezone.now()
    resource = seats.lock(item.order.resource_id, now)
    order = BookingOrder.objects.with_details().get(pk=item.order.pk)
    current = _open(item)
    _refuse_too_little(current, order)
    seat.secure(order, resource, until=now + paying.CAPTURING_FOR, given_up=True)
    _use(current, BookingOrder.objects.with_details().get(pk=order.pk), "assigned", by)


@transaction.atomic
def move(*, item: UnassignedMoney, order: BookingOrder, by: User) -> None:
    """It pays another booking order of the same person that waits for its money."""
    seats.lock(order.resource_id, timezone.now())
    target = BookingOrder.objects.with_details().get(pk=order.pk)
    current = _open(item)
    if item.order is None or item.order.person_id != target.person_id:
        raise Refusal(_("Money can be moved among the bookings of one person only."))
    if target.state not in ("open", "in_payment"):
        raise Refusal(_("%(number)s does not wait for money.") % {"number": target.number})
    _refuse_too_little(current, target)
    _use(current, target, "moved", by)


def _use(item: UnassignedMoney, order: BookingOrder, outcome: str, by: User) -> None:
    if item.capture.assigned:
        raise Refusal(_("This payment already pays a booking; pay back what is left."))
    order.payments.filter(state__in=["new", "created"]).move(to="lapsed", next_look_at=None)
    taking.pay(order, item.capture, order.price)
    history.record(order, f"money {outcome}", by=by, note=item.capture.capture_id)
    rest = item.amount - order.price
    changes: dict[str, object] = {"amount": rest}
    if rest == NOTHING:
        changes |= {"closed_at": timezone.now(), "outcome": outcome}
    UnassignedMoney.objects.filter(pk=item.pk).update(**changes)
    history.record(item, outcome, by=by, note=order.number)


@transaction.atomic
def pay_back(*, item: UnassignedMoney, by: User, reason: str) -> None:
    """All that is left of it goes back; the item closes once PayPal has done it."""
    current = _open(item)
    left = current.left
    if left <= NOTHING:
        raise Refusal(_("There is nothing left to pay back."))
    refunds.request(current.capture, order=None, amount=left, reason=reason, by=by)
    asked = formats.money(left, current.capture.currency)
    history.record(item, "refund requested", by=by, after=asked, note=reason)


@transaction.atomic
def close(*, item: UnassignedMoney, by: User, note: str) -> None:
    """It stays where it is, for the reason that is written down."""
    current = _open(item)
    if current.capture.refunds.filter(order=None, settled_at=None).exists():
        raise Refusal(_("A refund of this money is under way. Wait until it is done."))
    UnassignedMoney.objects.filter(pk=current.pk).update(closed_at=timezone.now(), outcome="kept")
    history.record(item, "closed", by=by, note=note)


def _open(item: UnassignedMoney) -> UnassignedMoney:
    """The item and its capture, locked; a Conflict if it is closed by now."""
    Capture.objects.select_for_update().get(pk=item.capture_id)
    current = UnassignedMoney.objects.select_related("capture").get(pk=item.pk)
    if current.closed_at:
        raise Conflict(_("Somebody else has already settled this money."))
    return current


def _refuse_too_little(item: UnassignedMoney, order: BookingOrder) -> None:
    left: Decimal = item.left
    if item.capture.currency != order.currency or left < order.price:
        raise Refusal(
            _("%(left)s does not pay %(price)s. Pay it back and ask for the right amount.")
            % {
                "left": formats.money(left, item.capture.currency),
                "price": formats.money(order.price, order.currency),
            }
        )
