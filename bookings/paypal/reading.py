"""Parts of an answer, each of the kind it must be, or Unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from bookings.paypal.errors import Unknown

Json = dict[str, Any]


def text(said: Json, name: str, *, needed: bool = False) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or (needed and not value):
        raise Unknown("garbled")
    return value


def one_of(known: Iterable[str], said: Json) -> str:
    status = text(said, "status", needed=True)
    if status not in known:
        raise Unknown("garbled")
    return status


def link(said: Json, rel: str) -> str:
    for each in objects(said.get("links")):
        if each.get("rel") == rel:
            return text(each, "href")
    return ""


def last_part(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def an_object(said: object) -> Json:
    """Nothing where there is nothing; Unknown where there is something else."""
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise Unknown("garbled")
    return said


def objects(said: object) -> list[Json]:
    if said is None:
        return []
    if not isinstance(said, list):
        raise Unknown("garbled")
    return [an_object(each) for each in said]


def first(said: object) -> Json:
    """Every checkout of ours has one unit; PayPal's short answers have none."""
    units = objects(said)
    return units[0] if units else {}
