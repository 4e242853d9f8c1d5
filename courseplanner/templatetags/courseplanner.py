"""Words for what stands in the history of booking orders."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _p

register = template.Library()

VERBS = {
    "booked": _p("history", "Booked"),
    "confirmed": _p("history", "Confirmed"),
    "declined": _p("history", "Declined"),
    "expired": _p("history", "Expired without confirmation"),
    "marked paid": _p("history", "Set as paid"),
    "marked open": _p("history", "Set as open"),
}


@register.filter
def event_label(verb: str) -> str | Promise:
    return VERBS.get(verb, verb)
