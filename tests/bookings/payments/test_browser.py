"""Paying in a real browser, through the stand-in's own pages, in both languages."""

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from playwright.sync_api import expect

from bookings.models import BookingOrder, Refund
from bookings.payments import refunds
from tests.bookings.payments.conftest import pay, states
from tests.browser import DESK, PHONE, assert_well_made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(page, live_server, settings, standin, sign_in, look):
    """Sign somebody in, in their language; gives a function that opens a page."""
    settings.SITE_URL = live_server.url
    standin.account.post.url = f"{live_server.url}/payments/paypal/webhook/"

    def arrive(person, size=DESK, theme="light", language="en"):
        person.language = language
        person.save()
        sign_in(person)
        look(size, theme, language)
        return lambda path: page.goto(f"{live_server.url}{path}")

    return arrive


def click(page, label: str) -> None:
    page.get_by_role("button", name=label).or_(page.get_by_role("link", name=label)).first.click()


def book_there(page, open_page, offer) -> None:
    open_page(f"/catalog/{offer.resource.slug}/book/{offer.pk}/")
    click(page, pgettext("button", "Book and pay"))


@pytest.mark.parametrize(
    ("size", "theme", "language"), [(DESK, "light", "en"), (PHONE, "dark", "de")]
)
def test_somebody_books_and_pays(page, here, standin, alice, offer, size, theme, language):
    open_page = here(alice, size, theme, language)
    with translation.override(language):
        book_there(page, open_page, offer)
        assert_well_made(page)
        click(page, pgettext("button", "Continue to PayPal"))
        page.get_by_role("button").first.click()  # Approve
        expect(page.get_by_role("heading", level=1)).to_have_text(_("You are booked."))
    assert states(BookingOrder.objects.get()) == ("paid", "active")
    assert standin.ledger()["totals"] == {"CHF": "50.00"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_somebody_turns_back_and_goes_on_later(page, here, alice, offer, language):
    open_page = here(alice, PHONE, "light", language)
    with translation.override(language):
        book_there(page, open_page, offer)
        click(page, pgettext("button", "Continue to PayPal"))
        page.get_by_role("button").nth(3).click()  # Cancel
        expect(
            page.get_by_text(_("You came back without paying. Nothing was charged."))
        ).to_be_visible()
        order = BookingOrder.objects.get()
        open_page(f"/bookings/{order.number}/")
        click(page, pgettext("button", "Continue payment"))
        assert_well_made(page)
        click(page, pgettext("button", "Give up this booking"))
        expect(page.get_by_role("heading", level=1)).to_have_text(_("This booking is cancelled."))
    assert states(order) == ("cancelled", "cancelled")


@pytest.mark.parametrize("language", ["en", "de"])
def test_somebody_is_paid_back(page, here, standin, admin, order, language):
    pay(standin, order)
    open_page = here(admin, DESK, "light", language)
    with translation.override(language):
        open_page(f"/planner/orders/{order.number}/")
        click(page, pgettext("button", "Pay back…"))
        assert_well_made(page)
        page.locator("#id_amount").fill("20")
        page.locator("#id_reason").fill("Ill")
        click(page, pgettext("button", "Pay back"))
        expect(page.get_by_text(_("The refund is on its way."))).to_be_visible()
    refunds.send_due()
    assert Refund.objects.get().state == "completed"
    assert standin.ledger()["totals"] == {"CHF": "30.00"}


def test_staff_settle_what_nobody_expected(page, here, standin, admin, order):
    standin.control.next_capture(amount="55.00")
    pay(standin, order)
    open_page = here(admin)
    open_page("/payments/")
    assert_well_made(page)
    open_page("/payments/settings/")
    assert_well_made(page)
    open_page("/payments/unassigned/")
    assert_well_made(page)
    click(page, order.number)
    assert_well_made(page)
    click(page, "Assign the seat")
    expect(page.get_by_text("The seat is assigned, and the booking is paid.")).to_be_visible()
    assert states(order) == ("paid", "active")
