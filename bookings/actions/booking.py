"""Booking an offer for a person: the one way in that leaves a booking order behind."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import formats, history
from accounts.refusal import Refusal
from bookings import billing, mail, seats
from bookings.models import BookingOrder, Participation
from bookings.numbers import booking_number, reserve_serials
from catalog.models import LearningResource, Offer

if TYPE_CHECKING:
    from accounts.models import User

GONE = gettext_lazy("This offer is no longer there. Nothing was booked. Choose another one.")


class AlreadyBooked(Refusal):
    """The person is in already; `order` is the booking that exists, None if entered by hand."""

    def __init__(self, order: BookingOrder | None) -> None:
        self.order = order
        number = order.number if order else ""
        super().__init__(
            _("You are already booked: %(number)s.") % {"number": number}
            if order
            else _("You already take part in this course.")
        )


class TermsChanged(Refusal):
    """Price or cancellation terms are no longer those the person saw."""


@transaction.atomic
def book(*, offer: Offer, person: User, by: User | None, answers: dict[str, Any]) -> BookingOrder:
    """Book this offer for this person; `answers` are the cleaned data of the method's form.

    Order: lock the resource, already in?, the offer as it stands now, the terms seen, the
    method's own check, the seat, then order, address, participation, history, receipt.
    """
    now = timezone.now()
    resource = seats.lock(offer.resource_id, now)
    _refuse_second_booking(person, resource, now)
    offer = _offer_as_it_stands(offer, person, resource, now)
    refuse_changed_terms(offer, answers)
    offer.access_method.check(offer, person, answers)
    seats.take(resource)
    order = create_order(offer, resource, person, by, answers, now)
    if answers.get("address"):
        billing.freeze(order=order, address=answers["address"], by=by)
    participation = _grant(order, offer, now)
    history.record(order, "booked", by=by, after=order.state)
    _tell(order, participation, by)
    return order


def _tell(order: BookingOrder, participation: Participation, by: User | None) -> None:
    """Whom somebody else booked hears of it in any case; oneself where there is a receipt."""
    if by is not None and by != order.person:
        mail.added(participation, by=by, words="")
    elif order.offer.receipt and participation.confirm_by != "payment":
        mail.booked(order, participation)


def refuse_unless_bookable(*, offer: Offer, person: User) -> None:
    """Raise what `book` would refuse whatever the form's answers; takes no lock.

    Asked before the form is shown. A seat that is taken by nothing but a lapsed hold counts as
    free, since booking gives it up first.
    """
    now, resource = timezone.now(), offer.resource
    _refuse_second_booking(person, resource, now)
    sentence = _why_not(offer, now)
    if sentence:
        raise Refusal(sentence)
    held = Participation.objects.filter(resource=resource).lapsed(now)
    if resource.is_full and not held.exists():
        raise seats.full(resource)


def _refuse_second_booking(person: User, resource: LearningResource, now: datetime) -> None:
    standing = Participation.objects.standing(now).filter(person=person, resource=resource)
    booked = list(standing.values_list("order", flat=True)[:1])
    if booked:
        raise AlreadyBooked(BookingOrder.objects.filter(pk=booked[0]).first())


def _offer_as_it_stands(
    offer: Offer, person: User, resource: LearningResource, now: datetime
) -> Offer:
    """The offer read again under the lock; a Refusal if it can no longer be booked."""
    current = (
        Offer.objects.visible_to(person).select_related("cost_center").filter(pk=offer.pk).first()
    )
    if current is None:
        raise Refusal(str(GONE))
    current.resource = resource
    sentence = _why_not(current, now)
    if sentence:
        raise Refusal(sentence)
    return current


def _why_not(offer: Offer, now: datetime) -> str:
    """Why the offer cannot be booked now; empty if it can. Full is for `seats.take` to say."""
    return {
        "ended": _("This offer has ended. Nothing was booked. Choose another one."),
        "planned": _("This offer opens on %(day)s. Nothing was booked yet.")
        % {"day": formats.date_and_time(offer.valid_from)},
        "unavailable": _("This course cannot be booked at the moment. Nothing was booked."),
    }.get(offer.state_at(now), "")


def refuse_changed_terms(offer: Offer, answers: dict[str, Any]) -> None:
    if answers["seen"] != offer.terms_seen:
        raise TermsChanged(
            _(
                "Price or cancellation terms have changed while you were filling in the form. "
                "Nothing was booked. Check the summary and book again if you agree."
            )
        )


def create_order(
    offer: Offer,
    resource: LearningResource,
    person: User,
    by: User | None,
    answers: dict[str, Any],
    now: datetime,
) -> BookingOrder:
    [serial] = reserve_serials()
    center = offer.cost_center
    order = BookingOrder(
        pk=serial,
        number=booking_number(serial, now),
        person=person,
        offer=offer,
        resource=resource,
        booked_by=by,
        created_at=now,
        state=offer.access_method.start_state(offer),
        resource_title=resource.title,
        resource_title_folded=resource.title_folded,
        offer_label=offer.label,
        method=offer.method,
        price=offer.price,
        price_original=offer.price,
        currency=offer.currency,
        cancellable=offer.cancellable,
        fee_agreed=offer.cancellation_fee,
        free_until_days=offer.free_until_days,
        begin_at_booking=resource.begin,
        cost_center_name=center.name if center else "",
        cost_center_account=center.account if center else "",
        po_number=answers.get("po_number", ""),
        comment=answers.get("comment", ""),
    )
    order.save(force_insert=True)
    return order


def _grant(order: BookingOrder, offer: Offer, now: datetime) -> Participation:
    hold = offer.access_method.hold(offer)
    time = hold or timedelta(days=offer.confirmation_days or 0)
    until = now + time if time else None
    waits = "payment" if hold else "staff" if offer.confirmation else ""
    return Participation.objects.create(
        person=order.person,
        resource=order.resource,
        order=order,
        created_at=now,
        status="pending" if waits else "active",
        confirm_by=waits,
        confirm_until=until if waits else None,
    )
