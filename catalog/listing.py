"""The catalog as a request asks for it: what is found, how it is shown, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import cast

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from accounts import preferences
from catalog import links
from catalog.filters import ResourceFilter
from catalog.models import LearningResource
from catalog.tables import Catalog
from tables import cursor as cursors
from tables.filters import Applied
from tables.parts import Pager

SEARCH_LENGTH = 200
CARDS_PER_PAGE = 24


class Listing:
    def __init__(self, request: HttpRequest, *, layout: str = "") -> None:
        self.person = request.user
        self.query = request.GET
        self.own = preferences.load(request, Catalog.name)
        self.layout = layout or links.layout(self.query, self.own)
        self.words = self.query.get("q", "").strip()[:SEARCH_LENGTH]

    @property
    def is_list(self) -> bool:
        return self.layout == links.LIST

    @cached_property
    def filter(self) -> ResourceFilter:
        listed = LearningResource.objects.listed_for(self.person)
        return ResourceFilter(self.query, listed, person=self.person, words=self.words)

    @cached_property
    def table(self) -> Catalog:
        """The list. Around the cards stands what it knows without its columns: sorts and links."""
        rows = self.filter.rows
        if self.is_list:
            rows = rows.with_offers_in_short(self.person).with_subject_names()
            rows = rows.with_availability_for(self.person)
        return Catalog(rows, query=self.query, choice=self.own, total=self.filter.total)

    @cached_property
    def cards(self) -> Cards:
        return Cards(self)

    @cached_property
    def applied(self) -> list[Applied]:
        return self.filter.applied(self.table.links)

    @property
    def whole_address(self) -> str:
        """Where the same stands with the person's liking in it, unless it is in it already."""
        liked = {"layout": self.layout, "sort": Catalog.liked_sort(self.own)}
        usual = {"layout": links.CARDS, "sort": Catalog.default_sort}
        missing = {k: v for k, v in liked.items() if k not in self.query and v != usual[k]}
        if not missing:
            return ""
        query = self.query.copy()
        for name, value in missing.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def said(self) -> list[tuple[object, object]]:
        """What the list is narrowed to, in words for the workbook."""
        said: list[tuple[object, object]] = [(one.label, one.value) for one in self.applied]
        return [(_("Search"), self.words), *said] if self.words else said


class Cards:
    """One page of cards; what a Table has for its pager."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.order = listing.table.order
        self.count = listing.table.count

    @property
    def rows(self) -> Sequence[LearningResource]:
        return cast("list[LearningResource]", self._page.rows)

    @cached_property
    def pager(self) -> Pager:
        keys = [
            {"pk": one.pk, self.order.path: getattr(one, self.order.path)} for one in self.rows
        ]
        page = cursors.Slice(keys, self._page.has_previous, self._page.has_next)
        return Pager.of(page, self.order, self.listing.table.links)

    @cached_property
    def _page(self) -> cursors.Slice:
        found = self.listing.filter.rows
        every = LearningResource.objects.all()
        cards = every.with_offers_for(self.listing.person, ended=False).with_session_count()
        cards = cards.defer("description", "objectives", "requirements")
        cursor = cursors.read(self.order, self.listing.query.get("cursor", ""))
        return cursors.page(found, cards, self.order, cursor, CARDS_PER_PAGE)


def nothing() -> Catalog:
    """The list without any row: what the chooser posts to."""
    return Catalog(LearningResource.objects.none(), query=QueryDict())
