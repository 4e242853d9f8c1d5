"""Words for what stands in the history of booking orders."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from bookings import states

register = template.Library()

VERBS = {
    "created": pgettext_lazy("history", "Created"),
    "changed": pgettext_lazy("history", "Changed"),
    "copied": pgettext_lazy("history", "Copied"),
    "archived": pgettext_lazy("history", "Archived"),
    "unarchived": pgettext_lazy("history", "Taken out of the archive"),
    "owner added": pgettext_lazy("history", "Owner added"),
    "owner removed": pgettext_lazy("history", "Owner removed"),
    "booked": pgettext_lazy("history", "Booked"),
    "confirmed": pgettext_lazy("history", "Confirmed"),
    "declined": pgettext_lazy("history", "Declined"),
    "accepted": pgettext_lazy("history", "Accepted by the participant"),
    "refused": pgettext_lazy("history", "Declined by the participant"),
    "expired": pgettext_lazy("history", "Expired without confirmation"),
    "marked paid": pgettext_lazy("history", "Set as paid"),
    "marked open": pgettext_lazy("history", "Set as open"),
    "billing address changed": pgettext_lazy("history", "Billing address changed"),
}
STATES = {**states.ACCESS_STATUS, **states.STATUS}


@register.filter
def event_label(verb: str) -> str | Promise:
    return VERBS.get(verb, verb)


@register.filter
def in_words(value: str) -> str | Promise:
    """A state as people read it; anything else as it is."""
    return STATES.get(value, value)
