"""Keeping views of lists. They are nobody's but their owner's, so no history is written."""

from __future__ import annotations

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import SavedView, User
from accounts.refusal import Refusal
from tables.choice import Choice

MOST = 50


class NameTaken(Refusal):
    """By another view of the same person and list."""


@transaction.atomic
def save(
    *, table: str, name: str, choice: Choice, query: str, by: User, overwrite: bool = False
) -> SavedView:
    """A new view, or with `overwrite` the one of this name as the list is shown now."""
    kept = _locked(by).filter(table=table)
    existing = kept.filter(name=name).first()
    if existing is None:
        _refuse_too_many(kept.count())
        existing = SavedView(person=by, table=table, name=name)
    elif not overwrite:
        raise _taken(name)
    existing.choice, existing.query = choice.stored(), query
    existing.save()
    return existing


@transaction.atomic
def rename(*, view: SavedView, name: str, by: User) -> None:
    others = _locked(by).filter(table=view.table).exclude(pk=view.pk)
    if others.filter(name=name).exists():
        raise _taken(name)
    view.name = name
    view.save(update_fields=["name"])


def delete(*, view: SavedView, by: User) -> None:
    SavedView.objects.filter(person=by, pk=view.pk).delete()


def _locked(person: User) -> models.QuerySet[SavedView]:
    """One person's views, theirs alone to change until the transaction ends."""
    User.objects.select_for_update().get(pk=person.pk)
    return SavedView.objects.filter(person=person)


def _refuse_too_many(number: int) -> None:
    if number >= MOST:
        raise Refusal(
            _("The view is not saved: a list has room for %(most)s. Delete one first.")
            % {"most": MOST},
            field="name",
        )


def _taken(name: str) -> NameTaken:
    said = _(
        "You have a view “%(name)s” of this list already. Overwrite it or choose another name."
    )
    return NameTaken(said % {"name": name}, field="name")
