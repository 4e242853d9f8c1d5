"""Changes of who is what in an organisation, as verbs: the tree is locked, so are its roles.

Nobody can take the last administrator away from an organisation, two at once neither.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import Organisation, OrganisationRole, Role
from accounts.organisations.tree import Tree
from accounts.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def add_role(
    *, organisation: Organisation, person: User, role: str, inherited: bool, by: User
) -> OrganisationRole:
    Tree.locked()
    if not Organisation.objects.active().filter(pk=organisation.pk).exists():
        raise Refusal(
            _("“%(name)s” is inactive: nobody gets a role there. Activate it first.")
            % {"name": organisation}
        )
    held, is_new = OrganisationRole.objects.get_or_create(
        user=person, organisation=organisation, role=role, defaults={"inherited": inherited}
    )
    if not is_new:
        raise Refusal(
            _("%(person)s has the role %(role)s here already. Nothing was changed.")
            % {"person": person, "role": held.get_role_display()},
            field="role",
        )
    _record(held, "role added", by)
    return held


@transaction.atomic
def change_inheritance(*, held: OrganisationRole, inherited: bool, by: User) -> None:
    """Whether the role holds for sub-organisations."""
    with _leaving_nothing_unadministered(held):
        changed = OrganisationRole.objects.filter(pk=held.pk, inherited=not inherited)
        if changed.update(inherited=inherited):
            held.inherited = inherited
            _record(held, "role changed", by)


@transaction.atomic
def remove_role(*, held: OrganisationRole, by: User) -> None:
    with _leaving_nothing_unadministered(held):
        removed, _rows = OrganisationRole.objects.filter(pk=held.pk).delete()
        if removed:
            _record(held, "role removed", by)


@contextmanager
def _leaving_nothing_unadministered(held: OrganisationRole) -> Iterator[None]:
    """Refuses, and so takes back, what would leave an organisation without an administrator."""
    tree = Tree.locked()
    before = tree.unadministered()
    yield
    bare = tree.unadministered() - before
    if bare:
        names = Organisation.objects.filter(pk__in=bare).values_list("name", flat=True)
        raise Refusal(
            _(
                "%(person)s is the last administrator of %(names)s. Nothing was changed; make "
                "somebody else administrator there first."
            )
            % {"person": held.user, "names": _listed(list(names))}
        )


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:3])
    return shown if len(names) <= 3 else f"{shown}, …"  # noqa: PLR2004


def keep_administered(
    organisation: Organisation, *, by: User, before: Collection[int] = ()
) -> None:
    """Who created or moved it becomes its administrator if anything of it has lost its last one.

    `before` were without any already.
    """
    tree = Tree.read()
    if (tree.under(organisation.pk) & tree.unadministered()).difference(before):
        held, _is_new = OrganisationRole.objects.update_or_create(
            user=by,
            organisation=organisation,
            role=Role.ADMINISTRATOR,
            defaults={"inherited": True},
        )
        _record(held, "role added", by)


def _record(held: OrganisationRole, verb: str, by: User) -> None:
    """In the history of the organisation, so that it outlives the role."""
    reach = _("with sub-organisations") if held.inherited else _("only here")
    note = f"{held.user} ({held.user.email}): {held.get_role_display()}, {reach}"
    history.record(held.organisation, verb, by=by, note=note)
