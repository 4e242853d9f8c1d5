"""Words for what stands in the history of billing addresses."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

register = template.Library()

VERBS = {
    "created": pgettext_lazy("history", "Created"),
    "imported": pgettext_lazy("history", "Imported"),
    "changed": pgettext_lazy("history", "Changed"),
    "activated": pgettext_lazy("history", "Activated"),
    "deactivated": pgettext_lazy("history", "Deactivated"),
}


@register.filter
def address_verb(verb: str) -> str | Promise:
    return VERBS.get(verb, verb)
