"""When two addresses look like the same one: the same identifier, or name, street and place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from accounts.models import BillingAddress
from tables.folding import fold

_LETTERS = re.compile(r"[^\W_]+")


def marks(values: Mapping[str, Any]) -> frozenset[tuple[str, ...]]:
    """Two addresses that share a mark are twins; with ZIP or city, as both are often mistyped."""
    street = _plain(values, "address_line_1", "house_number").replace("strasse", "str")
    where = {("zip", _plain(values, "zip")), ("city", _plain(values, "city"))}
    name = _plain(values, "name_line_1")
    return frozenset((name, street, *place) for place in where if place[1])


def of(address: BillingAddress) -> list[BillingAddress]:
    """Other addresses of the same owner that look like this one, or bear its identifier."""
    owned = BillingAddress.objects.filter(
        organisation=address.organisation_id, person=address.person_id
    )
    near = owned.exclude(pk=address.pk).filter(
        Q(name_folded=fold(address.name_line_1)[:255])
        | Q(identifier_folded=fold(address.identifier)[:255])
    )
    return [one for one in near if _are_twins(one, address)]


def _are_twins(one: BillingAddress, other: BillingAddress) -> bool:
    if fold(one.identifier) == fold(other.identifier):
        return True
    return bool(marks(vars(one)) & marks(vars(other)))


def _plain(values: Mapping[str, Any], *names: str) -> str:
    return letters(" ".join(str(values.get(name) or "") for name in names))


def letters(text: str) -> str:
    """Letters and digits only: `Bahnhofstr. 1` is `bahnhofstr1`."""
    return "".join(_LETTERS.findall(fold(text)))
