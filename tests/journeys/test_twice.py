"""Clicking twice, two tabs, the way back, a price that moves: one order, and never a surprise."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from bookings.models import BookingOrder
from courseplanner.models import Product
from tests.cast import make_address, make_offer, make_resource

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offer(care):
    make_address(organisation=care, name_line_1="Spital Thurmatt AG")
    return make_offer(make_resource("Projektführung"), method="invoice")


@pytest.fixture
def form(as_person, alice, offer) -> str:
    as_person(alice)
    return f"/catalog/{offer.resource.slug}/book/{offer.pk}/"


def order_button(page):
    return page.get_by_role("button", name="Order for a fee")


def expect_the_existing_order(page) -> None:
    order = BookingOrder.objects.get()
    expect(page.locator(".kb-note")).to_contain_text(f"You are already booked: {order.number}")
    expect(page.locator(".kb-ticket .nr")).to_have_text(order.number)


def test_a_double_click_is_one_booking(page, go, form):
    go(form)
    order_button(page).dblclick()

    expect(page.locator(".kb-ticket .nr")).to_be_visible()
    expect(page.locator(".kb-ticket .nr")).to_have_text(BookingOrder.objects.get().number)


def test_a_second_tab_is_shown_the_existing_order(page, context, go, form, live_server):
    second = context.new_page()
    second.goto(f"{live_server.url}{form}")
    go(form)

    order_button(page).click()
    expect(page.locator(".kb-ticket")).to_be_visible()
    order_button(second).click()

    expect_the_existing_order(second)


def test_the_way_back_leads_to_the_existing_order(page, go, form):
    go(form)
    order_button(page).click()
    expect(page.locator(".kb-ticket")).to_be_visible()

    page.go_back()

    expect_the_existing_order(page)


def test_a_price_that_moved_is_told_before_anything_is_booked(page, go, form, offer):
    go(form)
    page.fill("#id_po_number", "PO 7")
    offer.price = Decimal("1520.00")
    offer.save()
    order_button(page).click()

    expect(page.get_by_role("alert")).to_contain_text("CHF 490.00 and is now CHF 1,520.00")
    expect(page.locator("#id_po_number")).to_have_value("PO 7")
    expect(page.locator("aside")).to_contain_text("Was CHF 490.00.")
    assert not BookingOrder.objects.exists()

    order_button(page).click()
    expect(page.locator(".kb-ticket")).to_be_visible()
    assert BookingOrder.objects.get().price == Decimal("1520.00")


def test_a_double_click_creates_one_product(page, go, as_person, bob):
    as_person(bob)
    go("/planner/products/new/")
    page.get_by_label("Title").fill("Wundversorgung")
    page.get_by_label("Reference").fill("WUN")
    page.get_by_label("Organisation").select_option("Bildungszentrum Aare")
    # One after the other as by hand; Playwright's own double click is too fast to be sent twice.
    twice = "button => { button.click(); setTimeout(() => button.click(), 40); }"
    page.get_by_role("button", name="Create product").evaluate(twice)
    expect(page.locator(".kb-note.ok")).to_contain_text("“Wundversorgung” is created.")
    assert Product.objects.count() == 1

    page.go_back()
    page.get_by_role("button", name="Create product").click()
    expect(page.locator(".kb-note.ok")).to_be_visible()
    assert Product.objects.count() == 2
