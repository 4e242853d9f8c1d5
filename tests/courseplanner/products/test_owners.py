"""Owners of a product: found by name or e-mail, added and removed one by one."""

import pytest

from accounts.refusal import Refusal
from courseplanner.models import Product
from courseplanner.products import actions, owners
from tests.cast import make_person
from tests.courseplanner.pages import events_of, make_product, says, url


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def product(root) -> Product:
    return make_product(root)


def page_of(product: Product, query: str = "") -> str:
    return f"{url('product_owners', product=product.pk)}?q={query}"


def click(client, verb: str, product: Product, person):
    path = url(f"product_owner_{verb}", product=product.pk, person=person.pk)
    return client.post(path, follow=True)


@pytest.mark.parametrize("query", ["alice", "ämm", "aemm", "amm ali", "alice@exam"])
def test_people_are_found_by_name_and_e_mail(planner, product, alice, charlie, query):
    page = planner.get(page_of(product, query))

    assert says(page, "alice@example.org")
    assert not says(page, "charlie@example.org")


@pytest.mark.parametrize("query", ["", " ", "%25", "_", "lice", "%00", "%F0%9F%92%A5", "a" * 9000])
def test_nothing_shows_everybody(planner, product, alice, query):
    assert not says(planner.get(page_of(product, query)), "alice@example.org")


def test_an_owner_added_keeps_the_product(planner, client, product, alice):
    page = click(planner, "add", product, alice)

    assert says(page, "Alice Ämmerli owns this product now.")
    assert [event.verb for event in events_of(product)] == ["owner added"]
    client.force_login(alice)
    assert client.get(url("product_edit", product=product.pk)).status_code == 200


def test_an_owner_removed_keeps_nothing(planner, client, product, alice):
    product.owners.add(alice)

    assert says(click(planner, "remove", product, alice), "no longer owns this product")

    assert [event.note for event in events_of(product)] == ["Alice Ämmerli"]
    client.force_login(alice)
    assert client.get(url("product", product=product.pk)).status_code == 404


@pytest.mark.parametrize(("verb", "times"), [("add", 1), ("remove", 0)])
def test_a_second_click_does_nothing_twice(planner, product, alice, verb, times):
    product.owners.add(alice)
    for _click in range(2):
        click(planner, verb, product, alice)

    assert product.owners.count() == times
    assert len(events_of(product)) == (1 if verb == "remove" else 0)


def test_those_who_own_it_already_are_not_found_again(planner, product, alice):
    product.owners.add(alice)

    page = planner.get(page_of(product, "alice"))

    assert page.context["found"] == []


def test_of_many_only_some_are_shown(planner, product):
    for number in range(owners.AT_MOST + 1):
        make_person(f"Zora{number}")

    page = planner.get(page_of(product, "zora"))

    assert len(page.context["found"]) == owners.AT_MOST
    assert says(page, "There are more.")


def test_nobody_inactive_becomes_an_owner(planner, product, alice):
    alice.is_active = False
    alice.save()

    assert not says(planner.get(page_of(product, "alice")), "alice@example.org")
    with pytest.raises(Refusal, match="not active any more"):
        actions.add_owner(product=product, person=alice, by=alice)
    assert not product.owners.exists()


def test_whoever_gives_up_their_own_product_is_led_home(client, product, alice):
    product.owners.add(alice)
    client.force_login(alice)

    page = click(client, "remove", product, alice)

    assert page.status_code == 200
    assert page.redirect_chain[0][0] == "/"


def test_a_planner_elsewhere_adds_nobody(client, product, dora):
    client.force_login(dora)

    assert click(client, "add", product, dora).status_code == 404
    assert not product.owners.exists()
