"""Addresses inside the catalog: cards or list belongs to what they say."""

from __future__ import annotations

from django.http import QueryDict

from tables.choice import Choice
from tables.links import Links
from tables.saved_views import PARAMETER

CARDS, LIST = "cards", "list"


def layout(query: QueryDict, own: Choice) -> str:
    """As the address says, else as this person likes it."""
    asked = (query.get("layout", ""), own.layout)
    return next((one for one in asked if one in (CARDS, LIST)), CARDS)


class ShelfLinks(Links):
    @property
    def filter_fields(self) -> list[tuple[str, str]]:
        kept = ("q", "sort", "layout", PARAMETER)
        return [(name, value) for name, value in self.hidden() if name in kept]

    @property
    def all_rows(self) -> str:
        kept = QueryDict(mutable=True)
        for name in ("sort", "layout"):
            if value := self.query.get(name):
                kept[name] = str(value)
        return Links(kept).here
