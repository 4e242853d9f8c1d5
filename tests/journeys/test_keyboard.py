"""Everything by keyboard: to the offer, through the booking, into a menu, through the chooser."""

import pytest
from playwright.sync_api import expect

from bookings.models import BookingOrder
from tests.cast import make_offer, make_order, make_resource

MANY = 60
pytestmark = pytest.mark.django_db(transaction=True)


def tab_to(page, target) -> None:
    """Press Tab until the target has the focus, as somebody without a mouse would."""
    for _ in range(MANY):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{MANY} times Tab did not lead to {target}")


def press(page, target, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def test_a_course_is_booked_freely_by_keyboard(page, go, as_person, alice):
    make_offer(make_resource("Reanimation"))
    as_person(alice)
    go("/catalog/")

    press(page, page.get_by_role("link", name="Skip to content"))
    press(page, page.get_by_role("link", name="Reanimation").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Reanimation")
    press(page, page.get_by_role("button", name="Book", exact=True))
    expect(page.locator("aside")).to_contain_text("Active at once")
    press(page, page.get_by_role("button", name="Book", exact=True))

    expect(page.get_by_role("heading", level=1)).to_have_text("You are booked.")
    assert BookingOrder.objects.get().status == "done"


def test_a_menu_opens_and_closes_by_keyboard(page, go, as_person, alice):
    order = make_order(alice)
    as_person(alice)
    go("/bookings/")

    dots = page.get_by_role("button", name=f"Actions for {order.number}")
    details = page.get_by_role("link", name="Details")
    press(page, dots)
    expect(details).to_be_visible()
    page.keyboard.press("Escape")
    expect(details).to_be_hidden()
    expect(dots).to_be_focused()

    page.keyboard.press("Enter")
    press(page, details)
    expect(page.get_by_role("dialog")).to_contain_text(order.number)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_columns_are_chosen_by_keyboard(page, go, as_person, columns, alice):
    make_order(alice)
    as_person(alice)
    go("/bookings/")
    assert "Offer" in columns()

    gear = page.locator("summary[aria-label='Choose columns']")
    panel = page.get_by_role("form", name="Choose columns")
    press(page, gear)
    expect(panel).to_be_visible()
    tab_to(page, panel.get_by_role("checkbox", name="Status"))
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(gear).to_be_focused()

    page.keyboard.press("Space")
    press(page, panel.get_by_role("checkbox", name="Offer", exact=True), "Space")
    press(page, panel.get_by_role("button", name="Apply").last)
    expect(page.get_by_role("columnheader", name="Offer", exact=True)).to_have_count(0)


def test_a_column_moves_up_by_keyboard_and_keeps_the_focus(page, go, as_person, columns, alice):
    make_order(alice)
    as_person(alice)
    go("/bookings/")

    press(page, page.locator("summary[aria-label='Choose columns']"))
    press(page, page.locator(".kb-chooser button[name=up][value=price]"))
    expect(page.locator(".kb-chooser button[name=up][value=price]")).to_be_focused()

    heads = columns()
    assert heads.index("Price") < heads.index("Order date")
