"""Ticking orders in a browser: by keyboard, and on a phone without JavaScript."""

import pytest

from bookings import jobs
from bookings.models import BookingOrder
from courseplanner.settling import work
from tests.browser import LOOKS, PHONE, assert_well_made
from tests.cast import make_order


@pytest.fixture
def orders(alice) -> list[BookingOrder]:
    return [make_order(alice, method="invoice") for _ in range(3)]


def states() -> list[str]:
    return list(BookingOrder.objects.order_by("pk").values_list("state", flat=True))


def test_a_batch_is_set_as_paid_by_keyboard(page, live_server, sign_in, bob, orders):
    sign_in(bob)
    page.goto(f"{live_server.url}/planner/orders/")
    assert not page.locator("#ticked").is_visible()

    page.locator("[data-tick-all]").focus()
    page.keyboard.press("Space")
    assert page.locator("#ticked").is_visible()
    page.locator("tbody .tick input").first.focus()
    page.keyboard.press("Space")
    page.locator("#ticked button").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Set 2 booking orders as paid?").wait_for()
    page.keyboard.press("Tab")
    page.locator("main form button").focus()
    page.keyboard.press("Enter")

    page.get_by_text("2 booking orders are set as paid.").wait_for()
    assert sorted(states()) == ["open", "paid", "paid"]


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_list_question_and_progress_are_well_made(
    page, live_server, sign_in, look, bob, orders, monkeypatch, size, theme, language
):
    monkeypatch.setattr(work, "AT_ONCE", 2)
    bob.language = language
    bob.save()
    sign_in(bob)
    look(size, theme, language)
    page.goto(f"{live_server.url}/planner/orders/")
    for box in page.locator("tbody .tick input").all():
        box.check()
    assert_well_made(page)

    page.locator("#ticked button").first.click()
    page.locator("main textarea").wait_for()
    assert_well_made(page)
    page.locator("main form button").click()
    page.locator("[data-renew] progress").wait_for()
    jobs.run_due()

    page.locator(".kb-note.ok").wait_for()
    assert states() == ["paid"] * 3


def test_ticking_works_on_a_phone_without_javascript(
    browser, live_server, sign_in, context, bob, orders
):
    sign_in(bob)
    kept = context.storage_state()
    plain = browser.new_context(
        java_script_enabled=False,
        storage_state=kept,
        viewport={"width": PHONE[0], "height": PHONE[1]},
    )
    page = plain.new_page()
    page.goto(f"{live_server.url}/planner/orders/")
    page.locator("tbody .tick input").first.check()
    page.locator("#ticked button").first.click()
    page.locator("main form button").click()

    page.get_by_text("1 booking order is set as paid.").wait_for()
    plain.close()
    assert sorted(states()) == ["open", "open", "paid"]
