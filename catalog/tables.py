"""The catalog as a list. The columns follow OpenOlat's, with its defaults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Case, F, IntegerField, When
from django.db.models.functions import Greatest
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Setting
from catalog import prices, seats
from catalog.links import ShelfLinks
from catalog.models import LearningResource
from tables.choice import Choice
from tables.columns import CHOICE, CODE, DATE, NUMBER, Column
from tables.counting import Count
from tables.table import Table

SORTS = {
    "priority": pgettext_lazy("sort", "Recommended"),
    "begin": pgettext_lazy("sort", "Begin"),
    "end": pgettext_lazy("sort", "End"),
    "title": pgettext_lazy("sort", "Title"),
    "-id": pgettext_lazy("sort", "Newest"),
}
# Priority, begin and title, folded into one column: see LearningResource.fold_text.
PRIORITY = Column(
    "priority", pgettext_lazy("column", "Recommendation"), "catalog_key", sort="catalog_key"
)


class Said(dict[Any, str]):
    """What is read for a value, worked out when it is asked for, in the language of now."""

    def __init__(self, say: Callable[[str], str]) -> None:
        language = translation.get_language()

        def in_language(value: str) -> str:
            with translation.override(language):
                return say(value)

        self.say = lru_cache(in_language)

    def get(self, key: Any, default: Any = None) -> str:
        return self.say(key or "")


@dataclass(frozen=True)
class SaidColumn(Column):
    """A text made from the value, the same on the page and in the workbook."""

    say: Callable[[], Callable[[str], str]] = lambda: str

    def labels(self) -> dict[Any, str]:
        return Said(self.say())


def _availability() -> Callable[[str], str]:
    few = Setting.load().few_seats
    return lambda value: seats.told(value, few)


class Catalog(Table):
    name = "catalog"
    title = gettext_lazy("Catalog")
    default_sort = "priority"
    extras = ("title", "language", "format")
    columns = (
        Column(
            "begin",
            pgettext_lazy("column", "Begin"),
            "begin",
            DATE,
            sort="begin",
            template="catalog/cells/begin.html",
            css="dep",
        ),
        Column("end", pgettext_lazy("column", "End"), "end", DATE, sort="end"),
        Column(
            "title",
            pgettext_lazy("column", "Title"),
            "title",
            sort="title_folded",
            locked=True,
            template="catalog/cells/title.html",
            css="title",
            width=56,
        ),
        Column(
            "kind",
            pgettext_lazy("column", "Type"),
            "kind",
            CHOICE,
            choices=dict(LearningResource.Kind.choices),
        ),
        Column("place", pgettext_lazy("column", "Place"), "location", width=32),
        Column("certification", pgettext_lazy("column", "Certification"), "certification"),
        SaidColumn(
            "availability",
            pgettext_lazy("column", "Availability"),
            "availability",
            CHOICE,
            say=_availability,
            template="catalog/cells/availability.html",
            css="kb-nowrap",
        ),
        SaidColumn(
            "offers",
            pgettext_lazy("column", "Offers"),
            "offered",
            CHOICE,
            say=lambda: prices.told,
            template="catalog/cells/offers.html",
        ),
        Column("id", pgettext_lazy("column", "ID"), "pk", CODE, sort="pk", default=False),
        Column(
            "reference", pgettext_lazy("column", "Reference"), "reference", CODE, default=False
        ),
        Column("authors", pgettext_lazy("column", "Author"), "authors", default=False, width=32),
        Column("language", pgettext_lazy("column", "Main language"), "language", default=False),
        Column("workload", pgettext_lazy("column", "Workload"), "workload", default=False),
        Column(
            "format",
            pgettext_lazy("column", "Format"),
            "format",
            CHOICE,
            choices=dict(LearningResource.Format.choices),
            default=False,
        ),
        SaidColumn(
            "subjects",
            pgettext_lazy("column", "Subjects"),
            "subject_names",
            CHOICE,
            say=lambda: _in_one_line,
            default=False,
            css="wrap",
            width=32,
        ),
        Column(
            "seats",
            pgettext_lazy("column", "Free seats"),
            Case(
                When(
                    max_participants__isnull=False,
                    then=Greatest(F("max_participants") - F("seats_taken"), 0),
                ),
                output_field=IntegerField(),
            ),
            NUMBER,
            default=False,
        ),
    )

    def __init__(
        self, *args: Any, query: QueryDict | None = None, total: Count | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, query=query, **kwargs)
        self.links = ShelfLinks(self.query)
        self.total = total

    @property
    def count(self) -> Count:
        """The filter has counted already, in the same statement as its options."""
        return super().count if self.total is None else self.total

    @cached_property
    def sort(self) -> str:
        asked = self.query.get("sort", "")
        return asked if asked in self.sortable() else self.liked_sort(self.choice)

    @classmethod
    def liked_sort(cls, own: Choice) -> str:
        return own.sort if own.sort in cls.sortable() else cls.default_sort

    @classmethod
    def sortable(cls) -> set[str]:
        """What an address may say."""
        named = [column.name for column in cls.columns if column.sort]
        return {PRIORITY.name, *named, *(f"-{name}" for name in named)}

    @cached_property
    def sorted_by(self) -> Column:
        return PRIORITY if self.sort == PRIORITY.name else super().sorted_by

    @property
    def sorts(self) -> list[tuple[Any, str, bool]]:
        """Label and address of each way to sort, and whether it is the present one."""
        return [(SORTS[key], self.links.sort(key), key == self.sort) for key in SORTS]

    @property
    def sort_label(self) -> Any:
        return SORTS.get(self.sort) or self.sorted_by.label


def _in_one_line(names: str) -> str:
    return ", ".join(sorted(names.splitlines()))
