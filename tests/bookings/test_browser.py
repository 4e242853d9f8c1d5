"""Booking and My bookings in a real browser: in every look, by keyboard, and without script."""

import pytest
from playwright.sync_api import expect

from bookings.models import BookingOrder
from tests.browser import DESK, LOOKS, PHONE, assert_well_made
from tests.cast import book, make_address, make_offer, make_order, make_resource

WITHOUT_SCRIPT = {"java_script_enabled": False}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offer(care):
    make_address(organisation=care, name_line_1="Spital Thurmatt AG")
    resource = make_resource("Projektführung im Gesundheitswesen", location="Olten, Haus Aare")
    return make_offer(resource, method="invoice")


@pytest.fixture
def at_home(page, live_server, sign_in, look, alice):
    """Alice, signed in, looking her way; gives a function that opens a page."""

    def arrive(size=DESK, theme="light", language="en"):
        alice.language = language
        alice.save()
        sign_in(alice)
        look(size, theme, language)
        return lambda path: page.goto(f"{live_server.url}{path}")

    return arrive


def path_of(offer) -> str:
    return f"/catalog/{offer.resource.slug}/book/{offer.pk}/"


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_pages_of_booking_are_well_made(page, at_home, alice, offer, size, theme, language):
    go = at_home(size, theme, language)

    go(path_of(offer))
    assert_well_made(page)
    page.click("label[for=address-other]")
    page.click("aside button")
    expect(page.locator(".kb-note.refusal")).to_be_visible()
    assert_well_made(page)

    order = make_order(alice, confirmation=True)
    go(f"/bookings/{order.number}/booked/")
    assert_well_made(page)
    go("/catalog/x-999/book/999/")
    assert_well_made(page)


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_my_bookings_are_well_made(page, at_home, alice, size, theme, language):
    go = at_home(size, theme, language)
    go("/bookings/")
    assert_well_made(page)

    order = make_order(alice)
    make_order(alice, method="free", confirmation=True)
    for path in ("/bookings/", "/bookings/?chooser=up-status", f"/bookings/{order.number}/"):
        go(path)
        assert_well_made(page)


def test_a_booking_is_made_by_keyboard_alone(page, at_home, offer):
    at_home()(path_of(offer))

    page.focus("input[name=address]:checked")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#id_other_name_line_1")).to_be_visible()
    for text in ("Stiftung Lindenhof", "", "Seestrasse", "4", "", "", "9400", "Rorschach"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.focus("aside button")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("You are booked.")
    assert BookingOrder.objects.get().address.source == "proposal"


@pytest.mark.parametrize("browser_context_args", [WITHOUT_SCRIPT])
def test_a_booking_needs_no_script(page, at_home, offer, browser_context_args):
    at_home(PHONE)(path_of(offer))
    expect(page.locator("#id_own_city")).to_be_hidden()

    page.click("label[for=address-own]")
    expect(page.locator("#id_own_name_line_1")).to_have_value("Alice Ämmerli")
    page.fill("#id_own_address_line_1", "Seestrasse")
    page.click("aside button")
    expect(page.locator("#id_own_city_error")).to_have_text("Enter the city.")
    expect(page.locator("#id_own_address_line_1")).to_have_value("Seestrasse")
    page.fill("#id_own_city", "Rorschach")
    page.click("aside button")

    expect(page.locator(".kb-ticket .nr")).to_have_text(BookingOrder.objects.get().number)


def test_the_back_button_and_a_second_click_lead_to_the_one_booking(page, at_home, offer):
    at_home()(path_of(offer))
    page.click("aside button")
    expect(page.locator(".kb-ticket")).to_be_visible()

    page.go_back()
    if page.locator("aside button").count():
        page.click("aside button")

    expect(page.locator(".kb-note")).to_contain_text("You are already booked: KB-")
    assert BookingOrder.objects.count() == 1


def test_details_open_from_the_menu_and_close_to_where_one_was(page, at_home, alice, live_server):
    order = book(make_offer(make_resource("Wundpflege")), alice)
    at_home()("/bookings/?q=wund")

    page.get_by_role("button", name=f"Actions for {order.number}").click()
    page.get_by_role("link", name="Details").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(order.number)
    dialog.get_by_role("link", name="Close").first.click()

    expect(page).to_have_url(f"{live_server.url}/bookings/?q=wund")


@pytest.mark.parametrize("browser_context_args", [WITHOUT_SCRIPT])
def test_columns_and_workbook_need_no_script(page, at_home, alice, browser_context_args):
    make_order(alice)
    at_home()("/bookings/")

    page.click("summary[aria-label='Choose columns']")
    page.check("text=Participation")
    page.locator(".kb-chooser").get_by_role("button", name="Apply").last.click()
    expect(page.get_by_role("columnheader", name="Participation")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel", exact=True).click()

    assert download.value.suggested_filename.endswith(".xlsx")
