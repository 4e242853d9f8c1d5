"""What must be true of all bookings at any moment, each rule as one question to the database.

Called by `manage.py audit`. Every check yields one sentence per finding and reads row by row, so
a million orders need no more memory than one. Nothing is repaired here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from bookings import numbers, states
from bookings.models import BookingOrder, Capture, OrderAddress, Participation
from catalog import methods
from catalog.models import LearningResource

Check = Callable[[], Iterator[str]]

# Access that stands behind an order somebody pays or has paid for. "removed" is staff taking
# access away and leaving the money as it is; declining, expiring and cancelling end the order too.
STANDS_BEHIND = ("pending", "active", "removed")
# A written-off order keeps whatever access it had, so it proves nothing.
NEEDS_ACCESS = ("open", "in_payment", "paid", "done")
LOST = ("cancelled", "error")


def _rows(found: QuerySet[Any, Any]) -> Iterator[Any]:
    return found.order_by("pk").iterator(chunk_size=2000)


def seats_are_counted() -> Iterator[str]:
    """`seats_taken` is the number of live participations."""
    live = Participation.objects.live().filter(resource=OuterRef("pk")).order_by()
    counted = live.values("resource").annotate(number=Count("pk")).values("number")
    resources = LearningResource.objects.annotate(live=Coalesce(Subquery(counted), Value(0)))
    for one in _rows(resources.exclude(seats_taken=F("live"))):
        yield f"{one} ({one.pk}): {one.seats_taken} seats taken, {one.live} participations"


def nobody_is_in_twice() -> Iterator[str]:
    """At most one live participation per person and resource."""
    pairs = Participation.objects.live().order_by().values("resource_id", "person_id")
    for pair in pairs.annotate(number=Count("pk")).filter(number__gt=1).iterator(chunk_size=2000):
        yield "person {person_id} in resource {resource_id}: {number} times".format(**pair)


def orders_have_their_access() -> Iterator[str]:
    """Behind every done, open or paid order stands the access it promised."""
    orders = BookingOrder.objects.filter(state__in=NEEDS_ACCESS)
    without = orders.exclude(participation__status__in=STANDS_BEHIND)
    for order in _rows(without.annotate(access=F("participation__status"))):
        yield f"{order} is {order.state}, its access {order.access or 'does not exist'}"


def access_has_its_order() -> Iterator[str]:
    """No access is left behind an order that was cancelled or went wrong."""
    orders = BookingOrder.objects.filter(state__in=LOST)
    for order in _rows(orders.filter(participation__status__in=states.TAKES_A_SEAT)):
        yield f"{order} is {order.state} and still grants access"


def frozen_copies_are_complete() -> Iterator[str]:
    """What an order and its address say without asking anybody else."""
    needed = ("resource_title", "offer_label", "method", "currency")
    empty = Q(resource_title_folded="") | _any_empty(*needed)
    for order in _rows(BookingOrder.objects.filter(empty)):
        yield f"{order}: the frozen copy is incomplete"
    unknown = BookingOrder.objects.exclude(method__in=methods.installed())
    for order in _rows(unknown.exclude(method="")):
        yield f"{order}: the access method {order.method} is not installed"
    lines = _any_empty("name_line_1", "address_line_1", "city", "country")
    for address in _rows(OrderAddress.objects.filter(lines).select_related("order")):
        yield f"{address.order}: the frozen address is incomplete"


def _any_empty(*fields: str) -> Q:
    condition = Q()
    for field in fields:
        condition |= Q(**{field: ""})
    return condition


def invoices_have_an_address() -> Iterator[str]:
    """Accounting can send every invoice over more than nothing."""
    billed = [key for key, method in methods.installed().items() if method.settled_by_hand]
    orders = BookingOrder.objects.filter(method__in=billed, price_original__gt=0, address=None)
    for order in _rows(orders):
        yield f"{order}: an invoice without an address"


def numbers_are_well_formed() -> Iterator[str]:
    """Prefix, year, the order's own key, and the right check digit."""
    rows = BookingOrder.objects.order_by("pk").values_list("pk", "number")
    for serial, number in rows.iterator(chunk_size=2000):
        if not numbers.is_well_formed(number, serial):
            yield f"{number} ({serial}) is not a booking number"


def status_agrees_with_state() -> Iterator[str]:
    """What people read is what the stored expression makes of the state."""
    orders = BookingOrder.objects.annotate(expected=states.STATUS_EXPRESSION)
    for order in _rows(orders.exclude(status=F("expected"))):
        yield f"{order} reads {order.status}, but is {order.expected}"


def money_is_accounted_for() -> Iterator[str]:
    """All that came pays an order or lies on the desk; nothing goes back that did not come."""
    captures = Capture.objects.select_related("item").prefetch_related("refunds")
    for capture in _rows(captures):
        item = getattr(capture, "item", None)
        placed = capture.assigned + (item.amount if item else 0)
        came = capture.amount if capture.received_at else 0
        gone = sum(one.amount for one in capture.refunds.all() if one.state != "failed")
        if placed != came:
            yield f"{capture}: {came} came, {placed} are accounted for"
        if gone > max(came, 0):
            yield f"{capture}: {came} came, {gone} went back"


def paypal_orders_are_paid_by_what_came() -> Iterator[str]:
    """A paid order of a method that refunds has its money; money pays no order that waits."""
    taking = [key for key, method in methods.installed().items() if method.refunds]
    orders = BookingOrder.objects.filter(method__in=taking)
    paid = Capture.objects.filter(order=OuterRef("pk"), assigned__gt=0)
    for order in _rows(orders.filter(~Exists(paid), state="paid")):
        yield f"{order} is paid, and no money came"
    for order in _rows(orders.filter(Exists(paid), state="in_payment")):
        yield f"{order} waits for money that came"


CHECKS: tuple[Check, ...] = (
    seats_are_counted,
    nobody_is_in_twice,
    orders_have_their_access,
    access_has_its_order,
    frozen_copies_are_complete,
    invoices_have_an_address,
    numbers_are_well_formed,
    status_agrees_with_state,
    money_is_accounted_for,
    paypal_orders_are_paid_by_what_came,
)
