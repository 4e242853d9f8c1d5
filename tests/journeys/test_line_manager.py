"""A line manager, on a phone: her people's orders, and nothing of what accounting needs."""

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, assert_no_sideways_scroll
from tests.cast import book, make_offer, make_resource

NOT_HERS = ("Cost center", "Account", "P.O. number", "Weiterbildung", "3200", "PO-4711")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def orders(alice, charlie):
    """Of alice, who is hers, and of charlie, who is not."""
    offer = make_offer(make_resource("Projektführung"), method="invoice")
    return [book(offer, person, po_number="PO-4711") for person in (alice, charlie)]


def assert_nothing_of_accounting(text: str) -> None:
    assert [word for word in NOT_HERS if word in text] == []


def test_a_line_manager_sees_the_orders_of_her_people_on_a_phone(
    page, go, as_person, line_manager, orders
):
    hers, elsewhere = orders
    as_person(line_manager, PHONE, "dark")
    go("/planner/")

    expect(page.locator("main")).to_contain_text(hers.number)
    expect(page.locator("main")).not_to_contain_text(elsewhere.number)
    assert_no_sideways_scroll(page)
    assert_nothing_of_accounting(page.locator("main").inner_text())


def test_no_chooser_dialog_or_address_shows_her_more(page, go, as_person, line_manager, orders):
    order, elsewhere = orders
    as_person(line_manager, PHONE, "dark")
    go("/planner/orders/?q=PO-4711")
    expect(page.locator("main")).not_to_contain_text(order.number)

    go("/planner/orders/?sort=po_number")
    page.get_by_label("Choose columns").first.click()
    panel = page.get_by_role("form", name="Choose columns")
    expect(panel).to_contain_text("Billing address")
    assert_nothing_of_accounting(panel.inner_text())

    go(f"/planner/orders/{order.number}/")
    expect(page.get_by_role("dialog")).to_contain_text("Spital Aare AG")
    assert_nothing_of_accounting(page.get_by_role("dialog").inner_text())
    assert go(f"/planner/orders/{elsewhere.number}/").status == 404


@pytest.mark.parametrize("link", ["Excel", "Excel: All columns", "Export booking orders"])
def test_no_workbook_tells_her_more(page, go, as_person, workbook, line_manager, orders, link):
    as_person(line_manager, PHONE, "dark")
    go("/planner/orders/")
    head, *rows = workbook(link)

    assert [row[head.index("Booking number")] for row in rows] == [orders[0].number]
    assert_nothing_of_accounting(" ".join(str(cell) for row in [head, *rows] for cell in row))
    assert "PO number" not in head
