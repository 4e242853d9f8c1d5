"""Views of one list that a person keeps under names: which there are, which one is open.

A view is a choice (columns, sort, rows per page) and a query (tab, filters, search). Its link
carries the query as any other link to the list does; `view` in it brings the choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core import signing
from django.http import QueryDict

if TYPE_CHECKING:
    from tables.choice import Choice

PARAMETER = "view"
# What belongs to the page one is on, or stands in the choice.
_NOT_KEPT = (PARAMETER, "sort", "cursor", "chooser", "columns")


@dataclass(frozen=True)
class View:
    pk: int
    name: str
    query: str
    choice: Choice

    @property
    def href(self) -> str:
        return f"?{self.query}&{PARAMETER}={self.pk}" if self.query else f"?{PARAMETER}={self.pk}"


@dataclass(frozen=True)
class Views:
    """By name."""

    all: tuple[View, ...] = ()
    current: View | None = None


@dataclass(frozen=True)
class ViewsMenu:
    """fields: name and value of what a form posts to keep the list as it is shown."""

    views: Views
    fields: list[tuple[str, str]]
    is_changed: bool

    @property
    def current(self) -> View | None:
        return self.views.current


def kept(query: QueryDict) -> str:
    """What a view keeps of an address: always written alike, so that two can be compared."""
    pairs = [
        (name, value)
        for name, values in sorted(query.lists())
        for value in values
        if value and name not in _NOT_KEPT
    ]
    written = QueryDict(mutable=True)
    for name, value in pairs:
        written.appendlist(name, value)
    return written.urlencode()


def menu(views: Views, table: str, query: QueryDict, choice: Choice) -> ViewsMenu:
    """choice: of what is shown now, whatever it came from."""
    asked, current = kept(query), views.current
    fields = [
        ("list", _signer().sign(table)),
        ("columns", ",".join(choice.columns)),
        ("sort", choice.sort),
        ("page_size", str(choice.page_size)),
        ("query", asked),
    ]
    changed = current is not None and (
        asked != current.query or choice.sort != (current.choice.sort or choice.sort)
    )
    return ViewsMenu(views, fields, changed)


def list_named(signed: str) -> str:
    """The list a posted form belongs to; raises BadSignature for what no list has written."""
    return _signer().unsign(signed)


def _signer() -> signing.Signer:
    """Made when it is needed: commands that show no list need no key."""
    return signing.Signer(salt="tables.saved_views")
