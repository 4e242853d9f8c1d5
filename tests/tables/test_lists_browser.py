"""Lists in a browser: views, unfolded rows and periods, in every look, by keyboard, printed."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from accounts.models import SavedView
from bookings.models import BookingOrder
from tests.browser import DESK, LOOKS, PHONE, assert_well_made
from tests.cast import make_order

pytestmark = pytest.mark.django_db(transaction=True)
ORDERS = "/planner/orders/"


@pytest.fixture
def at_work(page, live_server, sign_in, look, bob):
    """Bob, signed in, looking his way; gives a function that opens a page."""

    def arrive(size=DESK, theme="light", language="en"):
        bob.language = language
        bob.save()
        sign_in(bob)
        look(size, theme, language)
        return lambda path: page.goto(f"{live_server.url}{path}")

    return arrive


@pytest.fixture
def order(alice) -> BookingOrder:
    order = make_order(alice, confirmation=True)
    BookingOrder.objects.filter(pk=order.pk).update(po_number="PO-7", comment="Bitte vegan")
    return order


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_views_are_well_made(page, at_work, order, bob, size, theme, language):
    view = SavedView.objects.create(
        person=bob, table="orders", name="Offene Rechnungen dieses Frühlings " * 2, query="q=a"
    )
    go = at_work(size, theme, language)
    go(f"{ORDERS}?preset=open&view={view.pk}")
    page.locator(".kb-views summary").click()
    assert_well_made(page)
    go(f"/views/{view.pk}/rename/?back={ORDERS}")
    assert_well_made(page)
    go(f"/views/{view.pk}/delete/?back={ORDERS}")
    assert_well_made(page)


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_unfolded_rows_and_wrong_periods_are_well_made(
    page, at_work, order, size, theme, language
):
    go = at_work(size, theme, language)
    go(f"{ORDERS}?preset=confirm")
    page.locator("td.unfold summary").click()
    expect(page.locator(".kb-unfolded")).to_be_visible()
    expect(page.locator(".kb-unfolded")).to_contain_text("PO-7")
    assert_well_made(page)
    go(f"{ORDERS}?ordered_from=2026-03-02&ordered_until=2026-03-01")
    expect(page.locator(".kb-note.refusal")).to_be_visible()
    assert_well_made(page)


def test_row_unfolds_and_folds_by_keyboard(page, at_work, order):
    at_work()(ORDERS)
    page.locator("td.unfold summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".kb-unfolded")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".kb-unfolded")).to_be_hidden()


def test_view_is_saved_opened_and_deleted_by_keyboard(page, at_work, order):
    go = at_work()
    go(f"{ORDERS}?preset=confirm")
    page.locator(".kb-views summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Save this view as").focus()
    page.keyboard.type("Who waits")
    page.keyboard.press("Enter")
    expect(page.locator(".kb-note.ok")).to_contain_text("View “Who waits” is saved.")
    expect(page.locator(".kb-views summary")).to_contain_text("Who waits")

    go(ORDERS)
    page.locator(".kb-views summary").click()
    page.get_by_role("link", name="Who waits").click()
    expect(page.locator(".kb-presets [aria-current]")).to_contain_text("To confirm")

    page.locator(".kb-views summary").click()
    page.get_by_role("link", name="Delete…").click()
    page.get_by_role("button", name="Delete view").click()
    expect(page.locator(".kb-note.ok")).to_contain_text("View “Who waits” is deleted.")
    assert not SavedView.objects.exists()


def test_taken_name_can_be_overwritten_from_the_page_that_says_so(page, at_work, bob, order):
    SavedView.objects.create(person=bob, table="orders", name="Mine")
    at_work()(f"{ORDERS}?preset=open")
    page.locator(".kb-views summary").click()
    page.get_by_label("Save this view as").fill("Mine")
    page.locator(".kb-views-new button").click()
    expect(page.locator(".kb-note.refusal")).to_contain_text("You have a view “Mine”")
    page.get_by_role("button", name="Overwrite").click()
    expect(page.locator(".kb-note.ok")).to_be_visible()
    assert SavedView.objects.get().query == "preset=open"


def test_everything_works_without_script(browser, live_server, bob, order, context):
    """Details, forms and links need none."""
    client = Client()
    client.force_login(bob, backend=settings.AUTHENTICATION_BACKENDS[-1])
    plain = browser.new_context(java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    plain.add_cookies([cookie])
    page = plain.new_page()
    page.goto(f"{live_server.url}{ORDERS}")
    page.locator("td.unfold summary").click()
    expect(page.locator(".kb-unfolded")).to_contain_text("PO-7")
    page.locator(".kb-views summary").click()
    page.locator(".kb-views-new input[name=name]").fill("Plain")
    page.locator(".kb-views-new button").click()
    expect(page.locator(".kb-note.ok")).to_be_visible()
    plain.close()
    assert SavedView.objects.get().name == "Plain"


def test_paper_shows_all_columns_and_no_tools(page, at_work, order):
    go = at_work()
    go(ORDERS)
    heads = page.locator("thead th:not(.more, .unfold, .tick)").all_inner_texts()
    page.emulate_media(media="print")
    for tool in (
        ".kb-toolbar",
        ".kb-presets",
        "td.more",
        "td.unfold",
        "td.tick",
        ".kb-views",
        ".kb-unfolded",
    ):
        assert not page.locator(tool).first.is_visible(), tool
    for head in heads:
        expect(page.locator("thead th", has_text=head).first).to_be_visible()


def test_card_reaches_everything_on_a_phone(page, at_work, order):
    at_work(PHONE)(ORDERS)
    page.locator("td.unfold summary").click()
    card = page.locator("tbody")
    for said in ("PO-7", "Bitte vegan", order.person.email, order.number):
        expect(card).to_contain_text(said)
