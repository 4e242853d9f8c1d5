"""The same journeys in a browser that runs no script."""

import pytest
from playwright.sync_api import expect

from bookings.models import BookingOrder
from tests.cast import make_address, make_offer, make_order, make_resource

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("browser_context_args", [{"java_script_enabled": False}]),
]


def test_a_course_is_found_and_booked_on_invoice(
    page, go, as_person, care, alice, browser_context_args
):
    make_address(organisation=care, name_line_1="Spital Thurmatt AG")
    make_offer(make_resource("Projektführung im Büro"), method="invoice")
    make_offer(make_resource("Reanimation"))
    as_person(alice)
    go("/catalog/")
    page.get_by_role("searchbox").fill("buero")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".kb-card")).to_have_count(1)
    page.get_by_role("link", name="Projektführung im Büro").click()
    page.get_by_role("button", name="Book", exact=True).click()
    page.fill("#id_po_number", "0012")
    page.get_by_role("button", name="Order for a fee").click()

    order = BookingOrder.objects.get()
    expect(page.locator(".kb-ticket .nr")).to_have_text(order.number)
    assert (order.po_number, order.address.name_line_1) == ("0012", "Spital Thurmatt AG")


def test_columns_are_chosen_and_taken_along(
    page, go, as_person, columns, workbook, alice, browser_context_args
):
    make_order(alice)
    as_person(alice)
    go("/bookings/")
    page.locator("summary[aria-label='Choose columns']").click()
    page.get_by_role("checkbox", name="Billing address").check()
    page.locator(".kb-chooser").get_by_role("button", name="Apply").last.click()

    expect(page.get_by_role("columnheader", name="Billing address")).to_be_visible()
    head, row = workbook("Excel")
    assert [name for name in head if name != "Currency"] == columns()
    assert row[head.index("Billing address")] == "Spital Aare AG, Zürich"


def test_an_invoice_is_set_as_paid(page, go, as_person, alice, bob, browser_context_args):
    order = make_order(alice)
    as_person(bob)
    go(f"/planner/orders/{order.number}/")
    page.get_by_role("dialog").get_by_role("button", name="Set as “Paid”").click()

    expect(page.locator(".kb-note.ok")).to_contain_text(f"{order.number} of Alice Ämmerli")
    order.refresh_from_db()
    assert order.status == "paid"
