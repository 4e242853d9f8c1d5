"""How somebody wants to see a list: kept with the person, for visitors in their session.

Called by the views of lists: `load` gives a Table its choice, `keep` takes what was posted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import CharField, F, IntegerField, TextField, Value
from django.http import Http404, QueryDict

from accounts.models import SavedView, TablePreference
from tables.choice import Choice
from tables.saved_views import PARAMETER, View, Views

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User

SESSION_KEY = "tables"
_ID = re.compile(r"[0-9]{1,18}")


def load(request: HttpRequest, table: str) -> Choice:
    """One query for a person, none for a visitor; no choice yet is an empty one.

    404 for a view of somebody else; one's own of another list is left alone.
    """
    if not request.user.is_authenticated:
        return Choice.of(_of_visitor(request).get(table))
    rows = _kept(request.user, table)
    own = next((Choice.of(row.choice) for row in rows if not row.pk), Choice())
    named = sorted((row for row in rows if row.pk), key=lambda row: row.name.casefold())
    views = tuple(View(row.pk, row.name, row.query, Choice.of(row.choice)) for row in named)
    current = _opened(request.user, views, request.GET)
    shown = current.choice if current else own
    return replace(shown, views=Views(views, current))


def keep(request: HttpRequest, table: str, choice: Choice | None) -> None:
    """None goes back to what the list began with. With a view open it is the view's columns."""
    if not request.user.is_authenticated:
        _keep_for_visitor(request, table, choice)
    elif _keep_in_view(request, table, choice):
        return
    elif choice is None:
        TablePreference.objects.filter(person=request.user, table=table).delete()
    else:
        TablePreference.objects.update_or_create(
            person=request.user, table=table, defaults={"choice": choice.stored()}
        )


def _keep_in_view(request: HttpRequest, table: str, choice: Choice | None) -> bool:
    view = _id(QueryDict(request.POST.get("query", "")))
    open_view = SavedView.objects.filter(person=request.user, table=table, pk=view)
    return bool(view and open_view.update(choice=(choice or Choice()).stored()))


class _Row(NamedTuple):
    """A view, or with 0 and no name what is kept without one."""

    pk: int
    name: str
    query: str
    choice: object


def _kept(person: User, table: str) -> list[_Row]:
    """Both tables in one statement."""
    own = TablePreference.objects.filter(person=person, table=table).values_list(
        Value(0, IntegerField()), Value("", CharField()), Value("", TextField()), "choice"
    )
    views = SavedView.objects.filter(person=person, table=table)
    named = views.values_list(F("pk"), F("name"), F("query"), "choice")
    return [_Row(*row) for row in own.union(named, all=True)]


def _opened(person: User, views: tuple[View, ...], query: QueryDict) -> View | None:
    wanted = _id(query)
    current = next((view for view in views if view.pk == wanted), None)
    if wanted and not current and not SavedView.objects.filter(person=person, pk=wanted).exists():
        raise Http404
    return current


def _id(query: QueryDict) -> int:
    given = query.get(PARAMETER, "")
    return int(given) if _ID.fullmatch(given) else 0


def _keep_for_visitor(request: HttpRequest, table: str, choice: Choice | None) -> None:
    kept = _of_visitor(request)
    kept.pop(table, None)
    if choice is not None:
        kept[table] = choice.stored()
    request.session[SESSION_KEY] = kept


def _of_visitor(request: HttpRequest) -> dict[str, object]:
    kept = request.session.get(SESSION_KEY)
    return dict(kept) if isinstance(kept, dict) else {}
