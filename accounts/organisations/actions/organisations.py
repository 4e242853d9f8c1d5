"""Changes of organisations, as verbs. Each one locks the tree before it decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import history
from accounts.editing import differences, lock_as_seen
from accounts.models import Organisation
from accounts.organisations.actions.roles import keep_administered
from accounts.organisations.tree import LEVELS, Tree
from accounts.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def create(*, organisation: Organisation, by: User) -> Organisation:
    """Who creates it administers it, if nobody else would."""
    tree = Tree.locked()
    _refuse_too_deep(tree, organisation.parent, 1)
    _refuse_under_inactive(organisation.parent)
    _save(organisation, force_insert=True)
    history.record(organisation, "created", by=by)
    keep_administered(organisation, by=by)
    return organisation


@transaction.atomic
def change(*, organisation: Organisation, seen: str, by: User) -> None:
    """Name, identifier and customer number; `seen` is the fingerprint of what was edited.

    Orders keep the name they were booked with.
    """
    stored = lock_as_seen(organisation, seen)
    changes = differences(stored, organisation)
    if changes:
        _save(organisation, update_fields=["name", "identifier", "customer_number"])
        history.record(organisation, "changed", by=by, note=changes)


@transaction.atomic
def move(*, organisation: Organisation, parent: Organisation | None, by: User) -> None:
    """Under another one or to the top (None); under itself or one of its own is refused."""
    tree = Tree.locked()
    moved = Organisation.objects.select_related("parent").get(pk=organisation.pk)
    if moved.parent == parent:
        return
    if parent and parent.pk in tree.under(moved.pk):
        raise Refusal(
            _(
                "“%(name)s” was not moved: it cannot stand under itself or under one of its own "
                "sub-organisations. Choose another place."
            )
            % {"name": moved},
            field="parent",
        )
    _refuse_too_deep(tree, parent, tree.levels(moved.pk))
    if moved.is_active:
        _refuse_under_inactive(parent)
    place, moved.parent = moved.parent, parent
    unadministered = tree.unadministered()
    moved.save(update_fields=["parent"])
    history.record(moved, "moved", by=by, before=_name(place), after=_name(parent))
    keep_administered(moved, by=by, before=unadministered)


@transaction.atomic
def deactivate(*, organisation: Organisation, by: User) -> None:
    """From the bottom up: refused while an active one stands under it."""
    Tree.locked()
    active = organisation.children.filter(is_active=True).count()
    if active:
        raise Refusal(
            ngettext(
                "“%(name)s” was not deactivated: %(number)d organisation under it is active. "
                "Deactivate that one first.",
                "“%(name)s” was not deactivated: %(number)d organisations under it are active. "
                "Deactivate those first.",
                active,
            )
            % {"name": organisation, "number": active}
        )
    _switch(organisation, False, by)


@transaction.atomic
def activate(*, organisation: Organisation, by: User) -> None:
    """From the top down: refused under an inactive one."""
    Tree.locked()
    _refuse_under_inactive(Organisation.objects.get(pk=organisation.pk).parent)
    _switch(organisation, True, by)


def _switch(organisation: Organisation, active: bool, by: User) -> None:
    switched = Organisation.objects.filter(pk=organisation.pk, is_active=not active)
    if switched.update(is_active=active):
        history.record(organisation, "activated" if active else "deactivated", by=by)


def _save(organisation: Organisation, **how: object) -> None:
    try:
        with transaction.atomic():
            organisation.save(**how)
    except IntegrityError:
        raise Refusal(
            _("Another organisation has this identifier. Nothing was saved; choose another one."),
            field="identifier",
        ) from None


def _refuse_under_inactive(parent: Organisation | None) -> None:
    if parent and not Organisation.objects.active().filter(pk=parent.pk).exists():
        raise Refusal(
            _(
                "“%(name)s” is inactive, and nothing active can stand under it. Nothing was "
                "changed; activate “%(name)s” first."
            )
            % {"name": parent},
            field="parent",
        )


def _refuse_too_deep(tree: Tree, parent: Organisation | None, levels: int) -> None:
    above = len(tree.path(parent.pk)) if parent else 0
    if above + levels > LEVELS:
        raise Refusal(
            _(
                "Organisations stand at most %(number)d levels deep, and this would be more. "
                "Nothing was changed; choose a place further up."
            )
            % {"number": LEVELS},
            field="parent",
        )


def _name(place: Organisation | None) -> str:
    return place.name if place else ""
