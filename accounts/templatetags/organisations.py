"""What pages about organisations ask before they show a way on, and words for their history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accounts import domains
from accounts.rights import allows, scope

if TYPE_CHECKING:
    from accounts.rights import Person, Scope

register = template.Library()

VERBS = {
    "created": pgettext_lazy("history", "Created"),
    "changed": pgettext_lazy("history", "Changed"),
    "moved": pgettext_lazy("history", "Moved"),
    "activated": pgettext_lazy("history", "Activated"),
    "deactivated": pgettext_lazy("history", "Deactivated"),
    "role added": pgettext_lazy("history", "Role added"),
    "role changed": pgettext_lazy("history", "Role changed"),
    "role removed": pgettext_lazy("history", "Role removed"),
    "domain added": pgettext_lazy("history", "E-mail domain added"),
    "domain removed": pgettext_lazy("history", "E-mail domain removed"),
}


@register.filter
def may(person: Person, verb: str) -> bool:
    return allows(person, verb)


@register.filter
def may_everywhere(person: Person, verb: str) -> bool:
    return scope(person, verb).everything


@register.filter
def organisation_verb(verb: str) -> str | Promise:
    return VERBS.get(verb, verb)


@register.filter
def within(organisation: int, seen: Scope) -> bool:
    return seen.everything or organisation in seen.organisations


@register.filter
def readable_domain(domain: str) -> str:
    return domains.readable(domain)
