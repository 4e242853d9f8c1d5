"""Who may do what, and on whose things: role × verb × scope, as one table one can print.

Views ask `allows` (may this person do it at all?) and fetch rows through a QuerySet that is
given `scope` (on which ones?), so that a forgotten check is a 404 and not a leak.

implementations.keep is the implementation itself: its texts, dates, status, events and copies.
memberships.keep adds, cancels and removes people, memberships.decide accepts and declines those
who wait. orders.settle is paid or open, orders.readdress the billing address, orders.change price,
fee, writing off and cancelling. people.book_for is booking for somebody from the catalog.
organisations.* includes their billing addresses, e-mail domains, members and roles.

Scopes: organisation  resources of the organisations where the person holds the role
        product       resources of the products the person owns
        people        what concerns the users of the organisations where the role is held
        -             not at all
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists

from accounts.models.organisation import Organisation, OrganisationRole

if TYPE_CHECKING:
    from typing import TypeAlias

    from accounts.models.person import User

    Person: TypeAlias = User | AnonymousUser

TABLE = """
verb                  administrator  planner       principal     product_owner  line_manager  education_manager
products.see          organisation   organisation  organisation  product        -             -
products.create       organisation   organisation  -             -              -             -
products.keep         organisation   organisation  -             product        -             -
implementations.see   organisation   organisation  organisation  product        -             -
implementations.keep  organisation   organisation  -             product        -             -
offers.keep           organisation   organisation  -             product        -             -
memberships.see       organisation   organisation  organisation  product        -             -
memberships.decide    organisation   organisation  -             product        people        people
memberships.keep      organisation   organisation  -             product        -             -
orders.see            organisation   organisation  organisation  product        people        people
orders.export         organisation   organisation  organisation  product        people        people
orders.accounting     organisation   organisation  organisation  product        -             -
orders.settle         organisation   organisation  -             product        -             -
orders.readdress      organisation   organisation  -             product        -             -
orders.change         organisation   organisation  -             product        -             -
orders.refund         organisation   organisation  -             -              -             -
people.book_for       -              -             -             -              people        people
payments.see          organisation   -             organisation  -              -             -
payments.keep         organisation   -             -             -              -             -
organisations.see     organisation   -             organisation  -              -             -
organisations.keep    organisation   -             -             -              -             -
cost_centers.see      organisation   -             organisation  -              -             -
cost_centers.keep     organisation   -             -             -              -             -
settings.keep         organisation   -             -             -              -             -
mails.see             organisation   -             -             -              -             -
"""


def _read(table: str) -> dict[str, dict[str, str]]:
    head, *rows = (line.split() for line in table.strip().splitlines())
    return {
        verb: {role: scope for role, scope in zip(head[1:], scopes, strict=True) if scope != "-"}
        for verb, *scopes in rows
    }


RIGHTS = _read(TABLE)


@dataclass(frozen=True)
class Scope:
    """On which things a verb may be used. `everything` says that no filter is needed."""

    everything: bool = False
    organisations: frozenset[int] = frozenset()
    people_of: frozenset[int] = frozenset()
    products_of: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (
            self.everything or self.organisations or self.people_of or self.products_of is not None
        )

    def covers(self, other: Scope) -> bool:
        """Whether all that lies in the other lies in this one, too."""
        if self.everything or other.everything:
            return self.everything
        return (
            self.organisations >= other.organisations
            and self.people_of >= other.people_of
            and other.products_of in (None, self.products_of)
        )


@dataclass
class Standing:
    """What a person is, where: read once per request and kept on the person."""

    person_id: int
    is_superuser: bool
    owns_products: bool
    parents: dict[int, int | None]
    roles: list[tuple[str, int, bool]] = field(default_factory=list)

    def reach(self) -> set[int]:
        """The organisations the person belongs to, and all above them: whose releases count."""
        return {
            up for _role, organisation, _inherited in self.roles for up in self._up(organisation)
        }

    def holds(self, role: str) -> set[int]:
        """The organisations in which this role counts, sub-organisations included."""
        exact = {org for name, org, _inherited in self.roles if name == role}
        passed_on = {org for name, org, inherited in self.roles if name == role and inherited}
        if not passed_on:
            return exact
        return exact | {org for org in self.parents if passed_on.intersection(self._up(org))}

    def _up(self, organisation: int | None) -> list[int]:
        path: list[int] = []
        while organisation is not None and organisation not in path:
            path.append(organisation)
            organisation = self.parents.get(organisation)
        return path


def standing(person: User) -> Standing:
    known: Standing | None = getattr(person, "standing", None)
    if known is None:
        known = _load(person)
        setattr(person, "standing", known)  # noqa: B010  a cache, no field of the person
    return known


def _load(person: User) -> Standing:
    """Two statements: the tree, asking on the way whether any product is owned, and the roles."""
    owned = person.owned_products.order_by()
    tree = Organisation.objects.order_by().annotate(owner=Exists(owned))
    organisations = list(tree.values_list("pk", "parent_id", "owner"))
    roles = OrganisationRole.objects.filter(user=person).values_list(
        "role", "organisation_id", "inherited"
    )
    return Standing(
        person_id=person.pk,
        is_superuser=person.is_superuser,
        owns_products=any(owner for _pk, _parent, owner in organisations),
        parents={pk: parent for pk, parent, _owner in organisations},
        roles=list(roles),
    )


def scope(person: Person, verb: str) -> Scope:
    """Everything this person may use the verb on; empty for visitors and the inactive."""
    if isinstance(person, AnonymousUser) or not person.is_active:
        return Scope()
    known = standing(person)
    if known.is_superuser:
        return Scope(everything=True)
    granted = RIGHTS[verb]
    organisations = _held(known, granted, "organisation")
    return Scope(
        everything=bool(known.parents) and organisations >= known.parents.keys(),
        organisations=frozenset(organisations),
        people_of=frozenset(_held(known, granted, "people")),
        products_of=known.person_id
        if known.owns_products and "product_owner" in granted
        else None,
    )


def _held(known: Standing, granted: dict[str, str], wanted: str) -> set[int]:
    return {
        organisation
        for role, kind in granted.items()
        if kind == wanted
        for organisation in known.holds(role)
    }


def allows(person: Person, verb: str) -> bool:
    return not scope(person, verb).is_empty


def reach(person: Person) -> set[int]:
    """Organisations whose releases and addresses count for this person; none for visitors."""
    return set() if isinstance(person, AnonymousUser) else standing(person).reach()
