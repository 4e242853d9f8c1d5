"""What people are told about their bookings: each function writes one mail into the outbox.

Called by actions inside their transaction. The key says what the mail is about, so the same
thing is never told twice.
"""

from __future__ import annotations

from typing import Any

from django.utils import translation

from accounts import formats, outbox
from bookings.models import BookingOrder, Participation


def booked(order: BookingOrder, participation: Participation) -> None:
    event = "booked_pending" if participation.status == "pending" else "booked"
    _queue(event, order)


def confirmed(order: BookingOrder) -> None:
    _queue("confirmed", order)


def declined(order: BookingOrder, note: str) -> None:
    _queue("declined", order, note=note)


def _queue(event: str, order: BookingOrder, **more: Any) -> None:
    outbox.queue(
        event=event,
        key=f"{event}:{order.number}",
        person=order.person,
        context={**_facts(order), **more},
    )


def _facts(order: BookingOrder) -> dict[str, Any]:
    """Everything the texts say, already in the recipient's language."""
    resource = order.resource
    with translation.override(order.person.language):
        free_until = order.free_until(resource.begin)
        return {
            "first_name": order.person.first_name,
            "number": order.number,
            "path": order.get_absolute_url(),
            "title": order.resource_title,
            "period": formats.period(resource.begin, resource.end),
            "location": resource.location,
            "offer_type": str(order.access_method.label),
            "ordered_at": formats.date_and_time(order.created_at),
            "price": formats.money(order.price, order.currency) if order.price else "",
            "fee": formats.money(order.fee_agreed, order.currency) if order.fee_agreed else "",
            "free_until": formats.date(free_until) if free_until else "",
            "cancellable": order.cancellable,
            "status": order.state,
            "po_number": order.po_number,
            "address": _address_lines(order),
        }


def _address_lines(order: BookingOrder) -> list[str]:
    address = getattr(order, "address", None)
    if address is None:
        return []
    place = f"{address.zip} {address.city}".strip()
    lines = [address.name_line_1, address.name_line_2, address.street, address.po_box, place]
    return [line for line in lines if line]
