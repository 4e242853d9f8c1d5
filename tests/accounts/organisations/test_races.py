"""Two at once, on a real PostgreSQL: no circle, and never nobody who administers.

Each race has its positive control: the same race without the lock, which must go wrong.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import EmailDomain, Organisation, OrganisationRole
from accounts.organisations import actions
from accounts.organisations.tree import Tree
from accounts.refusal import Refusal
from tests.accounts.organisations.pages import role_of
from tests.cast import aare, make_organisation, make_person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*changes: Callable[[], object]) -> list[str]:
    """All begin together; what became of each."""
    start = threading.Barrier(len(changes))

    def one(change: Callable[[], object]) -> str:
        try:
            start.wait(timeout=10)
            change()
        except Refusal:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(changes)) as pool:
        return sorted(pool.map(one, changes))


@pytest.fixture
def unlocked(monkeypatch):
    """Everybody looks before anybody changes anything: what the lock prevents."""
    looked = threading.Barrier(2)

    def look_first() -> Tree:
        tree = Tree.read()
        looked.wait(timeout=10)
        return tree

    monkeypatch.setattr(Tree, "locked", look_first)


def two_moves() -> list[str]:
    """Each of two neighbours under the other."""
    root = aare()
    admin = make_person("Ada", "administrator", root)
    one, two = make_organisation("one", "One", root), make_organisation("two", "Two", root)
    return at_once(
        lambda: actions.move(organisation=one, parent=two, by=admin),
        lambda: actions.move(organisation=two, parent=one, by=admin),
    )


def stand_in_a_circle() -> bool:
    parents = dict(Organisation.objects.values_list("identifier", "parent__identifier"))
    return parents["one"] == "two" and parents["two"] == "one"


def test_two_moves_make_no_circle():
    assert two_moves() == ["done", "refused"]
    assert not stand_in_a_circle()


def test_without_the_lock_two_moves_do(unlocked):
    assert two_moves() == ["done", "done"]
    assert stand_in_a_circle()


def two_removals() -> list[str]:
    """Each of two administrators removes the other."""
    ada = make_person("Ada", "administrator", aare())
    bea = make_person("Bea", "administrator", aare())
    hers, the_others = role_of(ada, "administrator"), role_of(bea, "administrator")
    return at_once(
        lambda: actions.remove_role(held=the_others, by=ada),
        lambda: actions.remove_role(held=hers, by=bea),
    )


def test_two_administrators_cannot_remove_each_other():
    assert two_removals() == ["done", "refused"]
    assert OrganisationRole.objects.filter(role="administrator").count() == 1


def test_without_the_lock_nobody_is_left(unlocked, monkeypatch):
    judged = threading.Barrier(2)
    judge = Tree.unadministered

    def judge_first(tree: Tree) -> set[int]:
        """Both judge what they see before either is through."""
        seen = judge(tree)
        judged.wait(timeout=10)
        return seen

    monkeypatch.setattr(Tree, "unadministered", judge_first)
    assert two_removals() == ["done", "done"]
    assert not OrganisationRole.objects.filter(role="administrator").exists()


def test_one_removed_while_the_other_loses_what_is_below():
    make_organisation("below", "Below", aare())
    ada = make_person("Ada", "administrator", aare())
    bea = make_person("Bea", "administrator", aare())
    hers, the_others = role_of(ada, "administrator"), role_of(bea, "administrator")

    outcome = at_once(
        lambda: actions.remove_role(held=the_others, by=ada),
        lambda: actions.change_inheritance(held=hers, inherited=False, by=bea),
    )

    assert outcome == ["done", "refused"]
    assert not Tree.read().unadministered()


def test_created_while_the_place_above_is_deactivated():
    """Either it is refused, or the place stays active: never something active under it."""
    root = aare()
    admin = make_person("Ada", "administrator", root)
    place = make_organisation("place", "Place", root)
    new = Organisation(identifier="new", name="New", parent=place)

    outcome = at_once(
        lambda: actions.create(organisation=new, by=admin),
        lambda: actions.deactivate(organisation=place, by=admin),
    )

    assert outcome == ["done", "refused"]
    active = Organisation.objects.filter(identifier="new", is_active=True).exists()
    assert Organisation.objects.get(identifier="place").is_active == active


def test_many_moves_at_once_neither_wait_for_ever_nor_make_a_circle():
    root = aare()
    admin = make_person("Ada", "administrator", root)
    places = [make_organisation(f"p{number}", f"P{number}", root) for number in range(8)]

    def around(number: int) -> Callable[[], object]:
        here, there = places[number], places[(number + 1) % 8]
        return lambda: actions.move(organisation=here, parent=there, by=admin)

    outcome = at_once(*(around(number) for number in range(8)))

    assert outcome.count("refused") == 1
    tree = Tree.read()
    assert all(tree.path(place.pk)[-1] == root.pk for place in places)


def test_a_domain_added_twice_leads_to_one_place():
    root = aare()
    admin = make_person("Ada", "administrator", root)
    other = make_organisation("other", "Other", root)

    outcome = at_once(
        lambda: actions.add_domain(organisation=root, domain="a.example", by=admin),
        lambda: actions.add_domain(organisation=other, domain="a.example", by=admin),
    )

    assert outcome == ["done", "refused"]
    assert EmailDomain.objects.count() == 1


def test_a_locked_tree_holds_up_nobody_who_registers():
    """Rows that only refer to an organisation are written while the tree is locked."""
    root = aare()
    make_person("Ada", "administrator", root)
    locked, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Tree.locked()
            locked.set()
            done.wait(timeout=10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(timeout=10)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
        make_person("Neo", "user", root)
    finally:
        done.set()
        holder.join()
