"""What a person could see when a report was asked for; who sees less by now does not get it."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.rights import Scope, allows, scope
from courseplanner.models import Product

Sight = dict[str, Any]


def of(person: User) -> Sight:
    """As it is stored with the report."""
    seen, products = scope(person, "orders.see"), Product.objects.filter(owners=person)
    return {
        "everything": seen.everything,
        "organisations": sorted(seen.organisations),
        "people_of": sorted(seen.people_of),
        "products": sorted(products.values_list("pk", flat=True)) if seen.products_of else [],
    }


def still(person: User, then: Sight) -> bool:
    """Read anew, so that a right withdrawn a moment ago counts."""
    today = User.objects.get(pk=person.pk)
    if not allows(today, "orders.export"):
        return False
    now = of(today)
    return now["everything"] or (
        _scope(now).covers(_scope(then)) and set(now["products"]) >= set(then["products"])
    )


def _scope(stored: Sight) -> Scope:
    return Scope(
        everything=stored["everything"],
        organisations=frozenset(stored["organisations"]),
        people_of=frozenset(stored["people_of"]),
    )
