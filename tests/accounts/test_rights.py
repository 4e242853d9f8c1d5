"""Roles × verbs × scopes: what the table grants, and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import rights
from accounts.models import Role, User
from tests.cast import give_role, make_person, make_resource


def again(person: User) -> User:
    """As the next request reads them."""
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("verb", rights.RIGHTS)
@pytest.mark.parametrize("role", Role.values)
def test_a_role_may_what_the_table_grants(care, verb, role):
    person = make_person("Petra", role, care)

    assert rights.allows(person, verb) == (role in rights.RIGHTS[verb])


@pytest.mark.parametrize("verb", rights.RIGHTS)
def test_visitors_and_closed_accounts_may_nothing(care, verb):
    closed = make_person("Petra", "administrator", care, is_active=False)

    assert not rights.allows(AnonymousUser(), verb)
    assert not rights.allows(closed, verb)


def test_the_table_knows_only_roles_that_exist():
    roles = {role for granted in rights.RIGHTS.values() for role in granted}

    assert roles <= {*Role.values, "product_owner"}


def test_a_role_holds_below_but_not_above_or_beside(root, care, tech):
    person = make_person("Petra", "planner", care)

    scope = rights.scope(person, "orders.see")

    assert scope.organisations == {care.pk}
    give_role(person, "planner", root)
    assert rights.scope(again(person), "orders.see").organisations == {root.pk, care.pk, tech.pk}


def test_a_role_not_inherited_holds_there_alone(root, care):
    person = make_person("Petra")
    give_role(person, "planner", root, inherited=False)

    assert rights.scope(person, "orders.see").organisations == {root.pk}


def test_who_holds_the_role_everywhere_needs_no_filter(root, care, tech):
    assert rights.scope(make_person("Petra", "planner", root), "orders.see").everything


def test_a_superuser_may_everything(db):
    boss = User.objects.create_superuser("boss@example.org", "demo")

    assert all(rights.scope(boss, verb).everything for verb in rights.RIGHTS)


def test_owning_a_product_is_a_role_of_its_own(alice):
    make_resource().implementation.product.owners.add(alice)

    scope = rights.scope(again(alice), "orders.settle")

    assert (scope.products_of, scope.organisations) == (alice.pk, frozenset())


def test_releases_of_an_organisation_reach_those_below_it(root, care, tech, elsewhere):
    person = make_person("Petra", "user", care)

    assert rights.reach(person) == {care.pk, root.pk}
    assert rights.reach(AnonymousUser()) == set()


def test_what_a_person_is_costs_two_statements_however_often_asked(
    alice, django_assert_num_queries
):
    person = again(alice)
    with django_assert_num_queries(2):
        for verb in rights.RIGHTS:
            rights.allows(person, verb)
        rights.reach(person)


def test_a_ring_of_organisations_is_walked_once(root, care):
    root.parent = care
    root.save()

    assert rights.reach(make_person("Petra", "user", care)) == {care.pk, root.pk}
