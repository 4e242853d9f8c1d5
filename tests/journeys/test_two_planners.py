"""Two planners at the same implementation: the second is told, and nothing is done twice."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import Message
from bookings.models import Participation
from tests.cast import book, make_offer, make_person, make_resource

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order(care, alice):
    offer = make_offer(make_resource("Wound care"), method="invoice", confirmation=True)
    return book(offer, alice)


@pytest.fixture
def other(page, context, live_server):
    """A second tab, left open at an address while the first goes on."""

    def opened(path: str) -> Page:
        tab = context.new_page()
        tab.goto(f"{live_server.url}{path}")
        return tab

    return opened


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_second_to_cancel_an_implementation_mails_nobody_again(
    page, go, as_person, bob, order, other
):
    as_person(bob)
    address = f"/planner/implementations/{order.resource.implementation.pk}/status/cancelled/"
    second = other(address)
    go(address)
    press(page, "Cancel implementation")
    expect(page.locator(".kb-note.ok")).to_be_visible()

    press(second, "Cancel implementation")
    expect(second.locator(".kb-note.warn")).to_contain_text("“Cancelled” already")
    page.go_back()
    expect(page.locator(".kb-note.warn")).to_contain_text("“Cancelled” already")
    assert Message.objects.filter(event="run_cancelled").count() == 1
    call_command("audit")


def test_who_is_added_while_it_is_cancelled_gets_no_seat(page, go, as_person, bob, order, other):
    emil = make_person("Emil", "user")
    as_person(bob)
    run = f"/planner/implementations/{order.resource.implementation.pk}"
    free = make_offer(order.resource, method="free")
    go(f"{run}/members/add/?q=emil")
    page.get_by_role("button", name="Add Emil Muster").click()
    page.get_by_role("link", name="Continue").click()
    page.locator(f"input[name=offer][value='{free.pk}']").check()
    press(page, "Continue")
    second = other(f"{run}/status/cancelled/")
    press(second, "Cancel implementation")
    expect(second.locator(".kb-note.ok")).to_be_visible()
    press(page, "Add 1 person")

    expect(page.locator("main")).to_contain_text("takes nobody any more")
    assert not Participation.objects.filter(person=emil).exists()
    call_command("audit")


def test_a_price_changed_meanwhile_is_told_and_can_be_insisted_on(
    page, go, as_person, bob, order, other
):
    as_person(bob)
    address = f"/planner/orders/{order.number}/price/"
    second = other(address)
    go(address)
    page.locator("#id_amount").fill("450")
    press(page, "Change price")
    expect(page.locator(".kb-note.ok")).to_be_visible()

    second.locator("#id_amount").fill("400")
    press(second, "Change price")
    expect(second.get_by_role("alert")).to_contain_text("CHF 450.00 in the meantime")
    expect(second.locator("#id_amount")).to_have_value("400")
    press(second, "Change price")
    expect(second.locator(".kb-note.ok")).to_be_visible()
    order.refresh_from_db()
    assert (order.price, order.price_original) == (400, 490)
