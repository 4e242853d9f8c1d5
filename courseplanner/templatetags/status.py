"""Where the status of an implementation can be led by who looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.functional import Promise

from accounts.rights import scope
from catalog.states import IMPLEMENTATION
from courseplanner.status.actions import steps

if TYPE_CHECKING:
    from accounts.rights import Person
    from courseplanner.models import Implementation

register = template.Library()


@register.filter
def next_steps(implementation: Implementation, person: Person) -> list[tuple[str, str | Promise]]:
    """Each with its label; none for who may only look."""
    found = steps(implementation, implementation.resource.status)
    if not found or not _keeps(person, implementation):
        return []
    return [(step, IMPLEMENTATION[step]) for step in found]


def _keeps(person: Person, implementation: Implementation) -> bool:
    """Asks the database only whether somebody owns the product."""
    kept = scope(person, "implementations.keep")
    if kept.everything or implementation.resource.organisation_id in kept.organisations:
        return True
    owners = implementation.product.owners
    return kept.products_of is not None and owners.filter(pk=kept.products_of).exists()
