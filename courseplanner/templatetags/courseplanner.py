"""Words for what stands in histories, and what pages ask before they show a way on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from accounts.rights import scope
from bookings import states
from catalog.states import IMPLEMENTATION, OFFER

if TYPE_CHECKING:
    from accounts.rights import Person
    from courseplanner.models import Product

register = template.Library()

VERBS = {
    "created": pgettext_lazy("history", "Created"),
    "changed": pgettext_lazy("history", "Changed"),
    "copied": pgettext_lazy("history", "Copied"),
    "status changed": pgettext_lazy("history", "Status changed"),
    "event added": pgettext_lazy("history", "Event added"),
    "event changed": pgettext_lazy("history", "Event changed"),
    "event deleted": pgettext_lazy("history", "Event deleted"),
    "archived": pgettext_lazy("history", "Archived"),
    "unarchived": pgettext_lazy("history", "Taken out of the archive"),
    "owner added": pgettext_lazy("history", "Owner added"),
    "owner removed": pgettext_lazy("history", "Owner removed"),
    "booked": pgettext_lazy("history", "Booked"),
    "entered": pgettext_lazy("history", "Entered"),
    "confirmed": pgettext_lazy("history", "Confirmed"),
    "declined": pgettext_lazy("history", "Declined"),
    "accepted": pgettext_lazy("history", "Accepted by the participant"),
    "refused": pgettext_lazy("history", "Declined by the participant"),
    "expired": pgettext_lazy("history", "Expired without confirmation"),
    "marked paid": pgettext_lazy("history", "Set as paid"),
    "marked open": pgettext_lazy("history", "Set as open"),
    "cancelled": pgettext_lazy("history", "Cancelled"),
    "removed": pgettext_lazy("history", "Access removed"),
    "price changed": pgettext_lazy("history", "Price changed"),
    "fee changed": pgettext_lazy("history", "Cancellation fee changed"),
    "written off": pgettext_lazy("history", "Written off"),
    "withdrawn": pgettext_lazy("history", "Deleted"),
    "code added": pgettext_lazy("history", "Access code added"),
    "code changed": pgettext_lazy("history", "Access code changed"),
    "code replaced": pgettext_lazy("history", "Access code replaced"),
    "code deleted": pgettext_lazy("history", "Access code deleted"),
    "payment begun": pgettext_lazy("history", "Payment begun"),
    "paid": pgettext_lazy("history", "Paid by PayPal"),
    "payment denied": pgettext_lazy("history", "Payment denied by PayPal"),
    "taken up again": pgettext_lazy("history", "Taken up again for a late payment"),
    "money unassigned": pgettext_lazy("history", "Payment that does not match"),
    "money assigned": pgettext_lazy("history", "Unassigned money assigned"),
    "money moved": pgettext_lazy("history", "Unassigned money moved here"),
    "refund requested": pgettext_lazy("history", "Refund requested"),
    "refunded": pgettext_lazy("history", "Refunded"),
    "refund failed": pgettext_lazy("history", "Refund failed"),
    "charged back": pgettext_lazy("history", "Charged back by the payer's bank"),
    "billing address changed": pgettext_lazy("history", "Billing address changed"),
}
ADDRESS_PARTS = (
    "name_line_1", "name_line_2", "address_line_1", "house_number", "address_line_2",
    "address_line_3", "address_line_4", "po_box", "zip", "city", "region", "country",
)  # fmt: skip
STATES = {**states.ACCESS_STATUS, **states.STATUS}


@register.filter
def event_label(verb: str) -> str | Promise:
    return VERBS.get(verb, verb)


@register.filter
def offer_state(key: str) -> str | Promise:
    return OFFER[key]


@register.filter
def address_lines(row: Mapping[str, str | None]) -> SafeString:
    """The lines of the billing address frozen in an order, as a list has fetched them."""
    part = {name: row[f"address__{name}"] or "" for name in ADDRESS_PARTS}
    street = f"{part['address_line_1']} {part['house_number']}"
    place = f"{part['zip']} {part['city']}"
    far = [part["region"], part["country"] if part["country"] != "CH" else ""]
    last = ", ".join([place.strip(), *filter(None, far)])
    between = (part[f"address_line_{number}"] for number in (2, 3, 4))
    lines = [part["name_line_1"], part["name_line_2"], street, *between, part["po_box"], last]
    return format_html_join(mark_safe("<br>"), "{}", ((one,) for one in lines if one.strip()))


@register.filter
def may_see(person: Person, product: Product) -> bool:
    """Whether there is a way to its page: not for who plans below its organisation."""
    seen = scope(person, "products.see")
    here = seen.everything or product.organisation_id in seen.organisations
    return here or seen.products_of is not None


@register.filter
def in_words(value: str, subject_type: str = "") -> str | Promise:
    """A state of what the line is about, as people read it; anything else as it is."""
    known = IMPLEMENTATION if subject_type == "implementation" else STATES
    return known.get(value, value)
