"""The frame in a real browser: by keyboard, on a phone, in the dark, and without any script."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import DESK, LOOKS, PHONE, assert_well_made
from tests.cast import make_order, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [(390, 844), (1280, 900)]


@pytest.fixture
def demo(settings, db):
    settings.DEMO = True
    return make_person("Noëmi", email="learner@example.org")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_sign_in_and_page_for_the_lost_are_well_made(
    page: Page, live_server, look, demo, size, theme, language
):
    look(size, theme, language)
    for address in ("/accounts/login/", "/nowhere/"):
        page.goto(live_server.url + address)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert_well_made(page)


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/password/reset/"])
@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_forms_for_newcomers_are_well_made_also_when_refused(
    page: Page, live_server, look, size, theme, language, address
):
    look(size, theme, language)
    page.goto(live_server.url + address)
    page.locator("main form .btn-primary").click()
    expect(page.locator(".kb-note.refusal")).to_be_focused()
    assert_well_made(page)


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_mails_of_the_demo_are_well_made(
    page: Page, live_server, look, sign_in, demo, size, theme, language
):
    look(size, theme, language)
    sign_in(demo)
    page.goto(live_server.url + "/demo/mails/")
    assert_well_made(page)


def test_keyboard_skips_to_the_content_first(page: Page, live_server):
    page.goto(live_server.url + "/accounts/login/")
    page.keyboard.press("Tab")
    expect(page.locator(".kb-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_person_changes_the_theme_and_signs_out_by_the_menu(
    page: Page, live_server, look, sign_in, alice
):
    look(DESK)
    sign_in(alice)
    page.goto(live_server.url + "/nowhere/")
    page.get_by_role("button", name="Alice Ämmerli").click()
    page.get_by_role("button", name="Dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert_well_made(page)
    page.get_by_role("button", name="Alice Ämmerli").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def test_menu_of_a_phone_has_rooms_language_and_the_way_in(page: Page, live_server, look):
    look(PHONE)
    page.goto(live_server.url + "/nowhere/")
    page.get_by_role("button", name="Menu").click()
    menu = page.locator("#nav")
    expect(menu.get_by_role("link", name="Catalog")).to_be_visible()
    expect(menu.get_by_role("link", name="Sign in")).to_be_visible()
    assert_well_made(page)
    menu.get_by_role("button", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_frame_works_without_any_script(browser, live_server, demo):
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(live_server.url + "/accounts/login/")
    page.get_by_role("button", name="Theme").click()
    page.get_by_role("button", name="Dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="DE Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    context.close()


def test_dialog_keeps_the_focus_and_closes_by_escape(page: Page, live_server, sign_in, alice):
    order = make_order(alice)
    sign_in(alice)
    page.goto(f"{live_server.url}/bookings/{order.number}/")
    expect(page.get_by_role("dialog")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Close").first).to_be_focused()
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/bookings/(\?.*)?$"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_panel_closes_by_escape_and_by_a_click_beside_it(page: Page, live_server, sign_in, alice):
    make_order(alice)
    sign_in(alice)
    page.goto(live_server.url + "/bookings/")
    panel = page.locator("details.kb-drop").first
    panel.locator("summary").click()
    page.keyboard.press("Escape")
    expect(panel).not_to_have_attribute("open", "")
    expect(panel.locator("summary")).to_be_focused()
    panel.locator("summary").click()
    page.get_by_role("heading", level=1).click()
    expect(panel).not_to_have_attribute("open", "")


def test_dialog_can_be_left_without_any_script(browser, live_server, alice):
    order = make_order(alice)
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    client = Client()
    client.force_login(alice)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/bookings/{order.number}/")
    page.get_by_role("dialog").get_by_role("link", name="Close").first.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    context.close()
