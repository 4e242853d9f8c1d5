"""A list, declared once: its page, its sort links, its column chooser and its workbook.

Subclass Table, name the columns, and give an instance the rows a person may see:

    class Bookings(Table):
        name = "bookings"
        columns = (Column("number", pgettext_lazy("column", "Booking number"), "number", CODE), …)
        default_sort = "-created"

    table = Bookings(BookingOrder.objects.visible_to(user), query=request.GET, choice=choice)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import choice as choices
from . import cursor as cursors
from . import saved_views
from .choice import Choice, Chooser, Placed
from .columns import CODE, MONEY, Column, Label
from .counting import Count, counts
from .entries import Entry
from .links import Links
from .parts import Head, Pager, Row, Tab
from .saved_views import ViewsMenu

May = Callable[[str], bool]


def nothing(_verb: str) -> bool:
    return False


@dataclass(frozen=True)
class Preset:
    """A ready-made filter, shown as a tab with its number of rows."""

    name: str
    label: Label
    condition: Q


class Table:
    name: ClassVar[str]
    title: ClassVar[Label] = ""
    columns: ClassVar[Sequence[Column]]
    default_sort: ClassVar[str]
    presets: ClassVar[Sequence[Preset]] = ()
    menu: ClassVar[Sequence[Entry]] = ()  # what can be done with a row
    extras: ClassVar[tuple[str, ...]] = ()  # what the menu reads, always fetched
    called: ClassVar[str] = ""  # a row by what was fetched of it: "{first_name} {last_name}"
    unfolds: ClassVar[bool] = False  # each row brings along the columns that are not shown
    search_hint: ClassVar[Label] = ""
    empty: ClassVar[Label] = ""
    page_size: ClassVar[int] = 25

    def __init__(
        self,
        rows: QuerySet[Any],
        *,
        query: QueryDict | None = None,
        choice: Choice | None = None,
        may: May = nothing,
    ) -> None:
        self.query = QueryDict() if query is None else query
        self.choice = choice or Choice()
        self.links = Links(self.query)
        self.permitted = [c for c in self.columns if c.needs is None or may(c.needs)]
        self.found = rows
        self.rows_shown = rows.filter(self.preset.condition) if self.preset else rows

    # What is shown

    @cached_property
    def placed(self) -> list[Placed]:
        return choices.arrange(self.permitted, self.choice.columns)

    @cached_property
    def visible(self) -> list[Column]:
        return [place.column for place in self.placed if place.visible]

    @cached_property
    def unfolded(self) -> list[Column]:
        """What a row holds back until it is unfolded."""
        return [p.column for p in self.placed if not p.visible] if self.unfolds else []

    @cached_property
    def preset(self) -> Preset | None:
        named = {preset.name: preset for preset in self.presets}
        first = self.presets[0] if self.presets else None
        return named.get(self.query.get("preset", ""), first)

    @cached_property
    def sort(self) -> str:
        """The name of a column, with a minus for descending."""
        sortable = {column.name for column in self.permitted if column.sort}
        asked = (self.query.get("sort", ""), self.choice.sort)
        return next((s for s in asked if s.removeprefix("-") in sortable), self.default_sort)

    @cached_property
    def sorted_by(self) -> Column:
        name = self.sort.removeprefix("-")
        return next(column for column in self.columns if column.name == name)

    @cached_property
    def order(self) -> cursors.Order:
        path = self.sorted_by.sort or "pk"
        return cursors.Order(
            path=path,
            descending=self.sort.startswith("-"),
            nullable=cursors.is_nullable(self.found.model, path),
            scope=f"tables.{self.name}",
        )

    @property
    def size(self) -> int:
        return self.choice.page_size or self.page_size

    @property
    def is_narrowed(self) -> bool:
        """By a search or a tab; what it is filtered by, its filter knows."""
        chosen = self.preset is not None and self.preset is not self.presets[0]
        return chosen or bool(self.query.get("q", "").strip())

    @property
    def caption(self) -> str:
        direction = _("descending") if self.order.descending else _("ascending")
        words = {"title": self.title, "column": self.sorted_by.label, "direction": direction}
        return _("%(title)s, sorted by %(column)s, %(direction)s") % words

    # The page

    @cached_property
    def page(self) -> cursors.Slice:
        paths, expressions = _fetched([*self.visible, *self.unfolded])
        needed = dict.fromkeys(["pk", self.order.path, *self.extras, *paths])
        values = self.rows_shown.values(*needed, **expressions)
        cursor = cursors.read(self.order, self.query.get("cursor", ""))
        return cursors.page(self.rows_shown, values, self.order, cursor, self.size)

    @cached_property
    def rows(self) -> list[Row]:
        columns = [*self.visible, *self.unfolded]
        labels = {column.name: column.labels() for column in columns}
        return [
            Row.of(data, self.visible, labels, self.unfolded, self.called.format_map(data))
            for data in self.page.rows
        ]

    @cached_property
    def head(self) -> list[Head]:
        return [Head.of(column, self.sort, self.links) for column in self.visible]

    @cached_property
    def pager(self) -> Pager:
        return Pager.of(self.page, self.order, self.links)

    @cached_property
    def _counts(self) -> list[Count]:
        """Of every tab, or of the rows where there are no tabs."""
        tabs = [self.found.filter(preset.condition) for preset in self.presets]
        return counts(tabs or [self.rows_shown])

    @property
    def count(self) -> Count:
        return self._counts[self.presets.index(self.preset) if self.preset else 0]

    @cached_property
    def tabs(self) -> list[Tab]:
        return [
            Tab(preset.label, self.links.preset(preset.name), count, preset is self.preset)
            for preset, count in zip(self.presets, self._counts, strict=True)
        ]

    # The chooser

    @cached_property
    def chooser(self) -> Chooser:
        return choices.chooser(self.placed, self.query.get("chooser", ""), self.size)

    def chosen(self, post: QueryDict) -> Choice | None:
        """What a posted chooser asks for; None forgets the person's choice."""
        return choices.read(post, self.permitted)

    @cached_property
    def views(self) -> ViewsMenu | None:
        """None for whoever cannot keep any."""
        if self.choice.views is None:
            return None
        names = tuple(place.name for place in self.placed)
        shown = replace(self.choice, columns=names, sort=self.sort)
        return saved_views.menu(self.choice.views, self.name, self.query, shown)

    # The workbook

    @property
    def workbook_columns(self) -> list[Column]:
        """The visible columns in their order, or all; no amount goes without its currency."""
        everything = self.query.get("columns") == "all"
        shown = [p.column for p in self.placed if p.visible or everything]
        return _with_currency([column for column in shown if not column.page_only])

    def workbook_rows(self) -> QuerySet[Any, dict[str, Any]]:
        """Every row of filter and sort; one statement, and nothing that is not written."""
        paths, expressions = _fetched(self.workbook_columns, dressed=False)
        rows = self.rows_shown.order_by(*self.order.by())
        return rows.values(*dict.fromkeys(paths), **expressions)


def _fetched(
    columns: Sequence[Column], *, dressed: bool = True
) -> tuple[list[str], dict[str, Combinable]]:
    """Paths and expressions the database is asked for, `dressed` with what templates need."""
    paths = [column.value for column in columns if isinstance(column.value, str)]
    if dressed:
        paths += [path for column in columns for path in column.paths]
    expressions = {c.key: c.value for c in columns if not isinstance(c.value, str)}
    return paths, expressions


def _with_currency(columns: list[Column]) -> list[Column]:
    """A column Currency after the last amount in it, unless there is one already."""
    given = {column.key for column in columns}
    amounts = {c.currency: place for place, c in enumerate(columns) if c.kind == MONEY}
    for path, place in sorted(amounts.items(), key=lambda item: -item[1]):
        if path and path not in given:
            label = pgettext("column", "Currency")
            columns.insert(place + 1, Column(f"{path}_code", label, path, CODE))
    return columns
