"""One page of the catalog as cards: which resources, how many, and the ways to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from django.http import QueryDict

from catalog.models import LearningResource
from catalog.models.resource import LearningResourceQuerySet
from tables import cursor as cursors
from tables.counting import Count, counts
from tables.links import Links
from tables.parts import Pager

if TYPE_CHECKING:
    from accounts.rights import Person

PAGE_SIZE = 24
# Priority, begin and title, folded into one column: see LearningResource.fold_text.
ORDER = cursors.Order("catalog_key", descending=False, nullable=False, scope="catalog")


class Listing:
    def __init__(
        self, found: LearningResourceQuerySet, *, query: QueryDict, person: Person
    ) -> None:
        self.found = found
        self.query = query
        self.person = person
        self.links = Links(query)

    @property
    def rows(self) -> Sequence[LearningResource]:
        return cast("list[LearningResource]", self._page.rows)

    @cached_property
    def count(self) -> Count:
        return counts([self.found])[0]

    @cached_property
    def pager(self) -> Pager:
        keys = [{"pk": one.pk, ORDER.path: one.catalog_key} for one in self.rows]
        return Pager.of(replace(self._page, rows=keys), ORDER, self.links)

    @cached_property
    def _page(self) -> cursors.Slice:
        cards = self.found.with_offers_for(self.person, ended=False).with_session_count()
        cards = cards.defer("description", "objectives", "requirements")
        cursor = cursors.read(ORDER, self.query.get("cursor", ""))
        return cursors.page(cards, ORDER, cursor, PAGE_SIZE)
