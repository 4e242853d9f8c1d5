"""What people are told about their bookings: each function writes one mail into the outbox.

Called by actions inside their transaction. The key says what the mail is about, so the same
thing is never told twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import translation

from accounts import formats, outbox
from bookings.models import BookingOrder, OrderAddress, Participation

if TYPE_CHECKING:
    from accounts.models import Event, Message, User


def booked(order: BookingOrder, participation: Participation) -> None:
    if participation.status == "pending":
        with translation.override(order.person.language):
            until = formats.date_and_time(participation.confirm_until)
        _queue("booked_pending", order, confirm_until=until)
    else:
        _queue("booked", order)


def added(participation: Participation, *, by: User, words: str) -> None:
    """Somebody else booked for them, entered them, or asks whether they come."""
    event = "added_pending" if participation.status == "pending" else "added"
    if participation.status == "pending" and participation.confirm_by == "person":
        event = "invited"
    with translation.override(participation.person.language):
        until = formats.date_and_time(participation.confirm_until)
    _tell_member(event, participation, confirm_until=until, booked_by=str(by), words=words)


def confirmed(participation: Participation, *, words: str) -> None:
    _tell_member("confirmed", participation, words=words)


def declined(participation: Participation, *, words: str) -> None:
    _tell_member("declined", participation, words=words)


def cancelled(order: BookingOrder, *, by: User | None, words: str) -> None:
    """To the participant, who cancelled or was cancelled; `words` are those of staff."""
    event = "cancelled_yourself" if by == order.person else "cancelled"
    _queue(event, order, words=words, **_charged(order))


def price_changed(order: BookingOrder, *, before: Decimal, event: Event) -> None:
    """`order` has its new price already."""
    with translation.override(order.person.language):
        was = formats.money(before, order.currency)
    _queue("price_changed", order, once=event.pk, price_before=was)


def paid(settled: Iterable[tuple[BookingOrder, Event]]) -> None:
    """Each order with the line of its history that says so."""
    outbox.queue_all(_message("paid", order, once=event.pk) for order, event in settled)


def written_off(order: BookingOrder, *, event: Event) -> None:
    _queue("written_off", order, once=event.pk)


def run_confirmed(participation: Participation, *, words: str, event: Event) -> None:
    """The course takes place; `event` is the line in its history that says so."""
    is_pending = participation.status == "pending"
    _tell_member("run_confirmed", participation, once=event.pk, words=words, is_pending=is_pending)


def run_cancelled(participation: Participation, *, words: str) -> None:
    """The course does not take place; its order, if there is one, is cancelled already."""
    _tell_member("run_cancelled", participation, words=words, **_charged(participation.order))


def run_preview(
    event: str, participation: Participation, *, language: str, words: str, due: bool
) -> Message:
    """The mail `event` as this person would read it in one language; nothing is written."""
    order = participation.order
    # The same person, but each row brings a copy of its own.
    for row in filter(None, (participation, order)):
        row.person.language = language
    with translation.override(language):
        facts = _facts(order) if order else _membership(participation)
        fee = formats.money(order.fee_due_today(), order.currency) if order and due else ""
    shown = {"is_pending": participation.status == "pending", "words": words, "fee_charged": fee}
    name = str(participation.person)
    return outbox.preview(event=event, language=language, context={"name": name, **facts, **shown})


def _charged(order: BookingOrder | None) -> dict[str, Any]:
    if order is None or not order.cancellation_fee:
        return {"fee_charged": ""}
    with translation.override(order.person.language):
        return {"fee_charged": formats.money(order.cancellation_fee, order.currency)}


def removed(participation: Participation, *, words: str) -> None:
    _tell(participation.person, "removed", participation, words=words)


def expired(participation: Participation) -> None:
    """Nobody said yes in time, or the payment did not come."""
    order = participation.order
    if participation.confirm_by == "payment" and order:
        _queue("payment_lapsed", order, once=participation.pk)
    else:
        _tell(participation.person, "expired", participation)


def payment_denied(order: BookingOrder, *, event: Event) -> None:
    _queue("payment_denied", order, once=event.pk)


def refunded(order: BookingOrder, *, amount: Decimal, event: Event) -> None:
    with translation.override(order.person.language):
        refund = formats.money(amount, order.currency)
    _queue("refunded", order, once=event.pk, refund=refund)


def answered(participation: Participation, *, accepted: bool, note: str) -> None:
    """To who asked for the person's word, where that is known."""
    order = participation.order
    asked_by = participation.added_by or (order.booked_by if order else None)
    if asked_by and asked_by != participation.person:
        _tell(asked_by, "answered", participation, accepted=accepted, note=note)


def _tell_member(event: str, participation: Participation, **more: Any) -> None:
    """To the person, with everything about the order if there is one behind it."""
    if participation.order:
        _queue(event, participation.order, **more)
    else:
        _tell(participation.person, event, participation, **more)


def _tell(
    reader: User, event: str, participation: Participation, *, once: int | None = None, **more: Any
) -> None:
    """About a participation, whether there is an order behind it or not."""
    with translation.override(reader.language):
        facts = _membership(participation)
    outbox.queue(
        event=event,
        key=f"{event}:{participation.pk}" + (f":{once}" if once else ""),
        person=reader,
        context={"name": str(reader), **facts, **more},
    )


def _membership(participation: Participation) -> dict[str, Any]:
    """In the active language."""
    order, resource = participation.order, participation.resource
    return {
        "participant": str(participation.person),
        "number": order.number if order else "",
        "path": (order or resource).get_absolute_url(),
        "info_path": resource.get_absolute_url(),
        "title": order.resource_title if order else resource.title,
        "begin": formats.day(resource.begin),
        "organisation": resource.organisation.name,
        "waited_for": participation.confirm_by,
        "until": formats.date_and_time(participation.confirm_until),
    }


def _queue(event: str, order: BookingOrder, *, once: int | None = None, **more: Any) -> None:
    outbox.queue_all([_message(event, order, once=once, **more)])


def _message(event: str, order: BookingOrder, *, once: int | None = None, **more: Any) -> Message:
    """One mail per order, or per `once` (a line of its history) for what can happen again."""
    again = f":{once}" if once else ""
    return outbox.message(
        event=event,
        key=f"{event}:{order.number}{again}",
        person=order.person,
        context={**_facts(order), **more},
    )


def _facts(order: BookingOrder) -> dict[str, Any]:
    """Everything the texts say, already in the recipient's language."""
    resource, address = order.resource, getattr(order, "address", None)
    with translation.override(order.person.language):
        return {
            "name": str(order.person),
            "number": order.number,
            "path": order.get_absolute_url(),
            "info_path": resource.get_absolute_url(),
            "title": order.resource_title,
            "begin": formats.day(resource.begin),
            "end": formats.day(resource.end) if resource.end != resource.begin else "",
            "location": resource.location,
            "organisation": resource.organisation.name,
            "offer_type": str(order.access_method.label),
            "ordered_at": formats.date_and_time(order.created_at),
            "address": ", ".join(_lines(address)) if address else "",
            "po_number": order.po_number,
            **_money(order),
        }


def _money(order: BookingOrder) -> dict[str, Any]:
    free_until = order.free_until(order.resource.begin)
    return {
        "price": formats.money(order.price, order.currency) if order.price else "",
        "is_billed": order.status == "open",
        "cancellable": order.cancellable,
        "fee": formats.money(order.fee_agreed, order.currency) if order.fee_agreed else "",
        "free_until": formats.long_date(free_until),
    }


def _lines(address: OrderAddress) -> list[str]:
    place = f"{address.zip} {address.city}".strip()
    lines = [address.name_line_1, address.name_line_2, address.street, address.po_box, place]
    return [line for line in lines if line]
