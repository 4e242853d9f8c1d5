"""How somebody wants to see a list: kept with the person, for visitors in their session.

Called by the views of lists: `load` gives a Table its choice, `keep` takes what was posted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import TablePreference
from tables.choice import Choice

if TYPE_CHECKING:
    from django.http import HttpRequest

SESSION_KEY = "tables"


def load(request: HttpRequest, table: str) -> Choice:
    """One query for a person, none for a visitor; no choice yet is an empty one."""
    if not request.user.is_authenticated:
        return Choice.of(_of_visitor(request).get(table))
    kept = TablePreference.objects.filter(person=request.user, table=table)
    return Choice.of(kept.values_list("choice", flat=True).first())


def keep(request: HttpRequest, table: str, choice: Choice | None) -> None:
    """None goes back to what the list began with."""
    if not request.user.is_authenticated:
        _keep_for_visitor(request, table, choice)
    elif choice is None:
        TablePreference.objects.filter(person=request.user, table=table).delete()
    else:
        TablePreference.objects.update_or_create(
            person=request.user, table=table, defaults={"choice": choice.stored()}
        )


def _keep_for_visitor(request: HttpRequest, table: str, choice: Choice | None) -> None:
    kept = _of_visitor(request)
    kept.pop(table, None)
    if choice is not None:
        kept[table] = choice.stored()
    request.session[SESSION_KEY] = kept


def _of_visitor(request: HttpRequest) -> dict[str, object]:
    kept = request.session.get(SESSION_KEY)
    return dict(kept) if isinstance(kept, dict) else {}
