"""Booking orders as planners and managers may see them: which rows, and what of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, CharField, F, Value, When
from django.db.models.expressions import Combinable

from accounts.models import PersonWord
from accounts.rights import Scope, scope
from bookings.models import BookingOrder
from bookings.models.order import BookingOrderQuerySet, within
from tables.folding import matching

if TYPE_CHECKING:
    from accounts.models import User

NUMBER = re.compile(r"(KB-?)?\d[\d-]*", re.IGNORECASE)
EVERYTHING = Scope(everything=True)
ACCOUNTING = ("cost_center_name", "cost_center_account", "po_number")


def seen_by(person: User | None) -> BookingOrderQuerySet:
    """What this person may see, each row with what they may do with it; None is the system.

    Who plans here and manages people there sees accounting's values only on the rows planned:
    `seen_…` holds the value where it may be read and nothing elsewhere.
    """
    orders = BookingOrder.objects.in_scope(_scope(person, "orders.see"))
    accounting = _scope(person, "orders.accounting")
    return orders.annotate(
        may_settle=_may(_scope(person, "orders.settle")),
        may_readdress=_may(_scope(person, "orders.readdress")),
        may_change=_may(_scope(person, "orders.change")),
        may_decide=_may(_scope(person, "memberships.decide")),
        **{f"seen_{name}": _only_within(accounting, name) for name in ACCOUNTING},
    )


def search(orders: BookingOrderQuerySet, text: str) -> BookingOrderQuerySet:
    """A booking number by its beginning, otherwise every word of the person by its own.

    One place to look keeps it an index range; titles are searched among implementations.
    """
    text = text.strip()
    if NUMBER.fullmatch(text):
        number = text.upper().removeprefix("KB").removeprefix("-")
        return orders.filter(number__begins=f"KB-{number}")
    return orders.filter(matching(PersonWord, "owner", text, at="person"))


def _scope(person: User | None, verb: str) -> Scope:
    return EVERYTHING if person is None else scope(person, verb)


def _may(allowed: Scope) -> Combinable:
    if allowed.everything or allowed.is_empty:
        return Value(allowed.everything, output_field=BooleanField())
    return Case(
        When(within(allowed), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def _only_within(allowed: Scope, name: str) -> Combinable:
    if allowed.everything:
        return F(name)
    if allowed.is_empty:
        return Value("", output_field=CharField())
    return Case(When(within(allowed), then=F(name)), default=Value(""), output_field=CharField())
