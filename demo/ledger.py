"""Writes bookings as they would have come to stand: orders, addresses, access and history.

The one place that may insert states without walking through them; the load ends with an audit.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts import history
from accounts.models import BillingAddress, User
from bookings.models import BookingOrder, OrderAddress, Participation
from bookings.numbers import booking_number, reserve_serials
from catalog.models import AccessCode
from demo import chronicle
from demo.entries import Entry


def write(entries: Sequence[Entry], *, staff: User | None) -> list[BookingOrder]:
    """Insert these, which stand in the order of their time; `staff` did what planners do."""
    serials = reserve_serials(len(entries))
    orders = [_order(entry, serial) for entry, serial in zip(entries, serials, strict=True)]
    BookingOrder.objects.bulk_create(orders)
    pairs = list(zip(entries, orders, strict=True))
    OrderAddress.objects.bulk_create(
        _frozen(entry.address, order) for entry, order in pairs if entry.address
    )
    Participation.objects.bulk_create(_participation(entry, order) for entry, order in pairs)
    history.record_many(line for pair in pairs for line in chronicle.lines(*pair, staff))
    return orders


def count_uses() -> None:
    """How often each access code was used, from the orders that stand."""
    orders = BookingOrder.objects.filter(offer=OuterRef("offer"))
    count = orders.order_by().values("offer").annotate(uses=Count("pk")).values("uses")
    AccessCode.objects.update(uses=Coalesce(Subquery(count), 0))


def _order(entry: Entry, serial: int) -> BookingOrder:
    offer, resource = entry.offer, entry.offer.resource
    center = offer.cost_center
    order = BookingOrder(
        pk=serial,
        number=booking_number(serial, entry.at),
        person=entry.person,
        offer=offer,
        resource=resource,
        booked_by=entry.person,
        created_at=entry.at,
        state=entry.money,
        resource_title=resource.title,
        resource_title_folded=resource.title_folded,
        offer_label=offer.label,
        method=offer.method,
        price=offer.price if entry.price is None else entry.price,
        price_original=offer.price,
        currency=offer.currency,
        cancellable=offer.cancellable,
        fee_agreed=offer.cancellation_fee,
        free_until_days=offer.free_until_days,
        begin_at_booking=resource.begin,
        cost_center_name=center.name if center else "",
        cost_center_account=center.account if center else "",
        po_number=entry.po_number,
        comment=entry.comment,
        paid_at=entry.ended_at if entry.money == "paid" else None,
    )
    if entry.money == "cancelled":
        _cancel(order, entry)
    return order


def _cancel(order: BookingOrder, entry: Entry) -> None:
    """Charge what the terms say for that day, unless staff charged something else."""
    order.cancelled_at = entry.ended_at
    day = entry.ended_at.date() if entry.ended_at else entry.at.date()
    due = order.fee_due(on=day, begin_now=entry.offer.resource.begin)
    if due and entry.outcome == "cancelled":
        order.cancellation_fee_original = due
        order.cancellation_fee = due if entry.fee is None else entry.fee


def _frozen(address: BillingAddress, order: BookingOrder) -> OrderAddress:
    frozen = {name: getattr(address, name) for name in OrderAddress.TEXT_FIELDS}
    frozen["country"] = str(address.country)
    return OrderAddress(order=order, billing_address=address, **frozen, **_owner(address))


def _owner(address: BillingAddress) -> dict[str, str]:
    organisation = address.organisation
    if organisation is None:
        return {"source": "personal" if address.person_id else "proposal"}
    return {
        "source": "organisation",
        "organisation_identifier": organisation.identifier,
        "organisation_name": organisation.name,
        "organisation_customer_number": organisation.customer_number,
    }


def _participation(entry: Entry, order: BookingOrder) -> Participation:
    waited = entry.offer.confirmation
    days = entry.offer.confirmation_days if waited else None
    return Participation(
        person=entry.person,
        resource=order.resource,
        order=order,
        status=entry.access,
        created_at=entry.at,
        confirm_by="staff" if waited else "",
        confirm_until=entry.at + timedelta(days=days) if days else None,
        decided_at=entry.decided_at,
    )
