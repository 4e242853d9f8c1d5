"""What can be sorted can be sorted fast: every way has an index of the database behind it."""

from collections.abc import Iterator

import pytest
from django.db.models import Model

from accounts.addresses.tables import Addresses
from accounts.cost_centers.tables import CostCenters
from accounts.models import BillingAddress, CostCenter, OrganisationRole
from accounts.organisations.tables import Members
from bookings.models import BookingOrder, Participation
from bookings.tables import AddressesOfMyOrganisations, MyAddresses, MyBookings
from bookings.tables import MyPendingMemberships as Pending
from catalog.models import LearningResource
from catalog.tables import Catalog
from courseplanner.implementations.tables import Implementations, ImplementationsOfProduct
from courseplanner.models import Implementation, Product
from courseplanner.products.tables import Products
from courseplanner.tables import Orders, OrdersOfImplementation
from tables.table import Table

LISTS: dict[type[Table], type[Model]] = {
    Addresses: BillingAddress,
    AddressesOfMyOrganisations: BillingAddress,
    Catalog: LearningResource,
    CostCenters: CostCenter,
    Implementations: Implementation,
    ImplementationsOfProduct: Implementation,
    Members: OrganisationRole,
    MyAddresses: BillingAddress,
    MyBookings: BookingOrder,
    Orders: BookingOrder,
    OrdersOfImplementation: BookingOrder,
    Pending: Participation,
    Products: Product,
}
# An index over all rows that begins with what never varies within one list.
WITHIN = ("organisation", "person", "resource")


def indexes(model: type[Model]) -> Iterator[list[str]]:
    """The names of each index in order, without its direction."""
    yield [model._meta.pk.name]
    for field in model._meta.concrete_fields:
        if field.unique or field.db_index:
            yield [field.name]
    for index in model._meta.indexes:
        yield [field.removeprefix("-") for field in index.fields] or [
            str(getattr(one, "expression", one).name) for one in index.expressions
        ]


def is_indexed(model: type[Model], path: str) -> bool:
    *way, name = path.replace("pk", "id").split("__")
    for relation in way:
        model = model._meta.get_field(relation).related_model
    found = (names[1:] if names[0] in WITHIN else names for names in indexes(model))
    return any(names[:1] == [name] for names in found) or any(
        names[0] == name for names in indexes(model)
    )


def sorts() -> Iterator[tuple[type[Table], str]]:
    for kind in LISTS:
        for column in kind.columns:
            if column.sort:
                yield kind, column.sort


@pytest.mark.parametrize(("kind", "path"), list(sorts()))
def test_sort_has_an_index(kind, path):
    assert is_indexed(LISTS[kind], path)


def test_what_has_none_is_noticed():
    assert not is_indexed(BookingOrder, "comment")
    assert not is_indexed(BookingOrder, "resource__location")
    assert is_indexed(BookingOrder, "created_at")


# The catalog begins as it is recommended, which is no column.
@pytest.mark.parametrize("kind", [kind for kind in LISTS if kind is not Catalog])
def test_list_begins_with_a_sort_it_offers(kind):
    offered = {column.name for column in kind.columns if column.sort}

    assert kind.default_sort.removeprefix("-") in offered


@pytest.mark.parametrize("kind", LISTS)
def test_columns_have_names_and_labels_of_their_own(kind):
    names = [column.name for column in kind.columns]
    labels = [str(column.label) for column in kind.columns]

    assert len(set(names)) == len(names)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("kind", LISTS)
def test_something_is_always_shown(kind):
    assert any(column.locked for column in kind.columns)
