"""The tabs of My bookings in a real browser: in every look, and without script."""

import pytest
from playwright.sync_api import expect

from accounts.models import BillingAddress
from tests.bookings.memberships import ask, book_and_ask, status
from tests.browser import DESK, LOOKS, PHONE, assert_well_made
from tests.cast import make_address, make_offer, make_order

WITHOUT_SCRIPT = {"java_script_enabled": False}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_home(page, live_server, sign_in, look, alice):
    """Alice, signed in, looking her way; gives a function that opens a page."""

    def arrive(size=DESK, theme="light", language="en"):
        alice.language = language
        alice.save()
        sign_in(alice)
        look(size, theme, language)
        return lambda path: page.goto(f"{live_server.url}/bookings/{path}")

    return arrive


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_addresses_are_well_made(page, at_home, alice, care, size, theme, language):
    go = at_home(size, theme, language)
    go("addresses/")
    assert_well_made(page)

    home = make_address(person=alice, identifier="Home", customer_number="700555")
    make_address(person=alice, identifier="W" * 200, is_active=False, region="AG")
    make_address(organisation=care, identifier="Ward")
    for path in ("", "?preset=organisations", f"{home.pk}/", f"{home.pk}/deactivate/",
                 f"{home.pk}/delete/", "?q=nothing"):  # fmt: skip
        go(f"addresses/{path}")
        assert_well_made(page)


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_form_of_an_address_is_well_made(page, at_home, size, theme, language):
    go = at_home(size, theme, language)
    go("addresses/new/")
    assert_well_made(page)
    page.locator("details.kb-moreinfo summary").click()
    page.fill("[name=region]", "R" * 300)
    page.fill("[name=zip]", "abc")
    page.locator("main .btn-primary").click()

    expect(page.locator(".kb-note.refusal")).to_be_visible()
    expect(page.locator("[name=region]")).to_be_visible()
    assert_well_made(page)


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_pending_memberships_are_well_made(page, at_home, alice, bob, size, theme, language):
    go = at_home(size, theme, language)
    go("pending/")
    assert_well_made(page)

    asked = ask(alice, "Reanimation: Grundkurs mit Ausweis für Mitarbeitende der Pflege")
    book_and_ask(alice, bob)
    make_order(alice, confirmation=True)
    for path in ("", f"{asked.pk}/decline/"):
        go(f"pending/{path}")
        assert_well_made(page)


def test_a_learner_on_a_phone_says_yes_and_no(page, at_home, alice, bob):
    comes, stays = ask(alice, "Reanimation"), book_and_ask(alice, bob)
    go = at_home(PHONE)
    go("")
    page.get_by_role("link", name="Pending memberships").click()

    page.get_by_role("button", name="Accept: Reanimation").click()
    expect(page.locator(".kb-note.ok")).to_contain_text("You take part in “Reanimation”.")
    page.get_by_role("link", name="Decline: Team leading").click()
    page.get_by_label("Note").fill("On leave")
    page.get_by_role("button", name="Decline membership").click()

    expect(page.get_by_role("heading", name="Nothing waits to be confirmed")).to_be_visible()
    assert (status(comes), status(stays)) == ("active", "declined")


@pytest.mark.parametrize("browser_context_args", [WITHOUT_SCRIPT])
def test_an_address_is_kept_without_script(page, at_home, alice, browser_context_args):
    go = at_home()
    go("addresses/")
    page.get_by_role("link", name="Create address").first.click()
    for name, value in (("address_line_1", "Weg"), ("zip", "5000"), ("city", "Aarau")):
        page.fill(f"[name={name}]", value)
    page.locator("details.kb-moreinfo summary").click()
    page.fill("[name=region]", "AG")
    page.get_by_role("button", name="Save address").click()
    expect(page.get_by_role("row", name="Alice Ämmerli, Aarau")).to_be_visible()

    page.goto(f"{page.url}{BillingAddress.objects.get().pk}/deactivate/")
    page.get_by_role("button", name="Deactivate address").click()

    assert not BillingAddress.objects.get().is_active


def test_who_changes_an_address_while_booking_comes_back(page, at_home, live_server, alice):
    make_address(person=alice, identifier="Home", zip="5000", city="Aarau")
    offer = make_offer(method="invoice")
    at_home()
    booking = f"{live_server.url}/catalog/{offer.resource.slug}/book/{offer.pk}/"
    page.goto(booking)

    page.get_by_role("button", name="Edit this address").click()
    page.fill("[name=city]", "Baden")
    page.get_by_role("button", name="Save address").click()

    expect(page).to_have_url(booking)
    expect(page.locator(".kb-choice").filter(has_text="Baden")).to_be_visible()
