"""A planner cancels an implementation, by keyboard, with words of their own and a look before."""

import pytest
from playwright.sync_api import expect

from accounts import outbox
from accounts.models import Message
from bookings.models import BookingOrder
from tests.cast import book, make_offer, make_resource

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order(root, alice) -> BookingOrder:
    return book(make_offer(make_resource("Wound care"), method="invoice", receipt=False), alice)


def test_a_run_is_cancelled_after_a_look_at_the_mail(page, live_server, sign_in, bob, order):
    run = order.resource.implementation
    sign_in(bob)
    page.goto(live_server.url + run.get_absolute_url())

    page.get_by_role("button", name="Change status").press("Enter")
    page.get_by_role("link", name="Cancelled…").press("Enter")
    page.get_by_label("Notify with your own words").press("Space")
    page.get_by_role("textbox", name="Your own words").fill("We are sorry.")
    languages = page.get_by_role("group", name="Language of the preview")
    languages.get_by_role("button", name="Deutsch").press("Enter")

    expect(page.locator("pre")).to_contain_text("We are sorry.")
    expect(page.get_by_role("textbox", name="Your own words")).to_have_value("We are sorry.")
    assert not Message.objects.exists()
    page.get_by_role("button", name="Cancel implementation").press("Enter")

    expect(page.get_by_text("The status of “Wound care” is “Cancelled” now.")).to_be_visible()
    order.refresh_from_db()
    assert order.status == "cancelled"
    outbox.deliver_due()
    assert "We are sorry." in Message.objects.get().text
