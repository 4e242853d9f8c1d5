"""A planner's morning: who waits, what is paid, and the workbook for accounting."""

from decimal import Decimal

import pytest
from django.utils import translation
from playwright.sync_api import expect

from accounts.models import Message
from courseplanner.accounting import AccountingReport
from tests.cast import book, make_offer, make_person, make_resource

PERSON, A_TO_AN, CURRENCY = 4, 40, 1
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def course(root):
    return make_resource("Wundversorgung in der Praxis", max_participants=12)


@pytest.fixture
def orders(course, care, alice):
    """Alice and Emil wait, Frieda is in, each on invoice; Gian came freely."""
    emil, frieda, gian = (make_person(name, "user", care) for name in ("Emil", "Frieda", "Gian"))
    asked = make_offer(course, method="invoice", confirmation=True)
    at_once = make_offer(course, method="invoice", price=Decimal("540.00"))
    make_offer(make_resource("Elsewhere and later"))
    waiting = {person.first_name: book(asked, person) for person in (alice, emil)}
    free = make_offer(make_resource("Reanimation"))
    return waiting | {"Frieda": book(at_once, frieda), "Gian": book(free, gian)}


def row_of(page, order):
    return page.get_by_role("row").filter(has_text=order.number)


def choose(page, order, entry: str) -> None:
    page.get_by_role("button", name=f"Actions for {order.number}").click()
    row_of(page, order).get_by_role("link", name=entry).click()


def test_a_planner_confirms_one_and_declines_one(page, go, as_person, bob, orders, course):
    as_person(bob)
    go("/planner/")
    page.get_by_role("link", name=course.title).first.click()
    rooms = page.get_by_role("navigation", name="Implementation")
    rooms.get_by_role("link", name="Booking orders").click()
    page.get_by_role("link", name="To confirm 2").click()
    choose(page, orders["Alice"], "Confirm…")
    page.get_by_role("dialog").get_by_role("button", name="Confirm booking").click()
    expect(page.locator(".kb-note.ok")).to_contain_text("Alice Ämmerli is in")

    choose(page, orders["Emil"], "Decline…")
    page.get_by_label("Note").fill("The requirements are not met yet.")
    page.get_by_role("dialog").get_by_role("button", name="Decline booking").click()
    expect(page.locator(".kb-note.ok")).to_contain_text("is declined")

    expect(page.get_by_role("link", name="To confirm 0")).to_be_visible()
    states = {name: order.participation for name, order in orders.items()}
    for state in states.values():
        state.refresh_from_db()
    assert (states["Alice"].status, states["Emil"].status) == ("active", "declined")
    assert Message.objects.filter(event="declined").count() == 1


def test_a_planner_sets_an_invoice_as_paid_where_it_stands(page, go, as_person, bob, orders):
    as_person(bob)
    go("/planner/orders/?q=frieda")
    page.get_by_role("button", name=f"Actions for {orders['Frieda'].number}").click()
    page.get_by_role("button", name="Set as “Paid”").click()

    expect(row_of(page, orders["Frieda"]).locator(".kb-status")).to_have_text("Paid")
    assert page.url.endswith("?q=frieda")


def test_a_planner_exports_the_invoices_for_accounting(page, go, as_person, workbook, bob, orders):
    as_person(bob)
    go("/planner/")
    page.get_by_role("link", name="Booking orders").first.click()
    page.get_by_role("link", name="Invoice only").click()
    expect(page.get_by_role("row")).to_have_count(1 + 3)
    head, *rows = workbook("Export booking orders")

    with translation.override("en"):
        assert head == [str(column.label) for column in AccountingReport.columns]
    assert len(head) == PERSON + A_TO_AN + CURRENCY
    invoices = {orders[name].number for name in ("Alice", "Emil", "Frieda")}
    assert {row[head.index("Booking number")] for row in rows} == invoices
    assert {row[head.index("ZIP")] for row in rows} == {"0312"}
    assert {row[head.index("Currency")] for row in rows} == {"CHF"}
