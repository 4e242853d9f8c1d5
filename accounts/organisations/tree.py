"""Who stands under whom, and who is administered by nobody."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Organisation, OrganisationRole, Role

LEVELS = 12  # deep enough for every house, and pages can still draw it


@dataclass(frozen=True)
class Tree:
    parents: dict[int, int | None]

    @classmethod
    def read(cls) -> Tree:
        return cls(dict(Organisation.objects.order_by().values_list("pk", "parent_id")))

    @classmethod
    def locked(cls) -> Tree:
        """The tree, which nobody else changes until the transaction ends, nor who administers it.

        Always all of it and in one order, so that two changes meet here and never later. Rows
        that only refer to an organisation are not held up.
        """
        rows = Organisation.objects.select_for_update(no_key=True).order_by("pk")
        list(rows.values_list("pk"))
        return cls.read()

    def path(self, pk: int | None) -> list[int]:
        """The organisation and those above it, to the top."""
        path: list[int] = []
        while pk is not None and pk not in path:
            path.append(pk)
            pk = self.parents.get(pk)
        return path

    def under(self, pk: int) -> set[int]:
        """The organisation and all below it."""
        return {one for one in self.parents if pk in self.path(one)}

    def levels(self, pk: int) -> int:
        """How many levels the organisation and what is below it take up."""
        above = len(self.path(pk)) - 1
        return max(len(self.path(one)) for one in self.under(pk)) - above

    def unadministered(self) -> set[int]:
        """Where no active person is administrator, neither there nor from above."""
        roles = OrganisationRole.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
        held = list(roles.values_list("organisation_id", "inherited"))
        there = {pk for pk, _inherited in held}
        passed_on = {pk for pk, inherited in held if inherited}
        return {
            pk for pk in self.parents if pk not in there and passed_on.isdisjoint(self.path(pk))
        }
