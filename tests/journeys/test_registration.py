"""A stranger on a phone comes to belong, and books; somebody known signs in on the way."""

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from accounts.models import EmailDomain, User
from bookings.models import BookingOrder
from tests.accounts.registering import PASSWORD, ask_for_terms, last_mail
from tests.browser import assert_well_made
from tests.cast import make_address, make_offer, make_person, make_resource

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = (390, 844)
MAIL = "nina@spital.example"


@pytest.fixture
def course(care):
    """With an address of the organisation to which a domain leads."""
    make_address(organisation=care, name_line_1="Spital Thurmatt AG", city="Thun")
    EmailDomain.objects.create(organisation=care, domain="spital.example")
    course = make_resource("Projektführung im Büro")
    make_offer(course, method="invoice", external=True)
    return course


def send(page: Page, form: str) -> None:
    page.locator(f"form#{form} button.btn-primary").click()


def fill_in(page: Page, **typed: str) -> None:
    for name, text in typed.items():
        page.fill(f"input[name={name}]", text)


def choose_the_offer(page: Page, button: str) -> None:
    assert_well_made(page)
    page.get_by_role("button", name=button).first.click()
    expect(page.locator("input[name=login]")).to_be_visible()
    assert_well_made(page)


def read_the_terms_beside(page: Page) -> None:
    """In a tab of their own; the form stands as it was."""
    with page.context.expect_page() as opened:
        page.locator("main form a[target=_blank]").click()
    expect(opened.value.locator("main")).to_contain_text("Be kind.")
    opened.value.close()
    expect(page.locator("input[name=first_name]")).to_have_value("Nina")


def test_a_stranger_registers_and_books_for_the_organisation(page, go, look, course, care):
    ask_for_terms()
    look(PHONE, "light", "de")
    go(course.get_absolute_url())
    choose_the_offer(page, "Anmelden oder registrieren")
    fill_in(page, login=MAIL)
    page.get_by_role("button", name="Registrieren").click()
    expect(page.locator("input[name=email]")).to_have_value(MAIL)
    assert_well_made(page)
    fill_in(page, first_name="Nina", last_name="Brügger", password1=PASSWORD)
    read_the_terms_beside(page)
    page.check("input[name=terms]")
    send(page, "register")
    expect(page.locator("input[name=code]")).to_be_visible()
    assert_well_made(page)
    assert not User.objects.get(email=MAIL).roles.exists()
    fill_in(page, code=last_mail().context["code"])
    send(page, "code")

    expect(page.get_by_role("heading", level=1)).to_have_text("Buchung auf Rechnung")
    expect(page.locator("main")).to_contain_text("Spital Thurmatt AG")
    assert_well_made(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Buchung auf Rechnung")
    page.fill("#id_po_number", "0012")
    page.get_by_role("button", name="Kostenpflichtig buchen").click()
    expect(page.locator(".kb-ticket .nr")).to_be_visible()
    assert_well_made(page)
    nina = User.objects.get(email=MAIL)
    order = BookingOrder.objects.get()
    assert (order.person, order.po_number, order.address.city) == (nina, "0012", "Thun")
    assert (nina.language, nina.roles.get().organisation) == ("de", care)
    assert nina.terms_accepted_at


def test_somebody_known_tries_to_register_signs_in_and_books(page, go, look, course, care):
    person = make_person("Nina", "user", care, email=MAIL, language="en")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=MAIL, verified=True, primary=True)
    look(PHONE, "dark", "en")
    go(course.get_absolute_url())
    choose_the_offer(page, "Sign in or register")
    page.get_by_role("button", name="Register").click()
    fill_in(page, email=MAIL, first_name="Nina", last_name="Brügger", password1=PASSWORD)
    send(page, "register")
    expect(page.locator("input[name=code]")).to_be_visible()
    assert last_mail().event == "account_exists"
    page.goto(last_mail().context["login_url"])
    expect(page.locator("input[name=login]")).to_have_value(MAIL)
    fill_in(page, password=PASSWORD)
    send(page, "sign-in")

    expect(page.get_by_role("heading", level=1)).to_have_text("Booking on invoice")
    page.get_by_role("button", name="Order for a fee").click()
    expect(page.locator(".kb-ticket .nr")).to_be_visible()
    assert BookingOrder.objects.get().person == person
    assert User.objects.count() == 1


def test_signing_in_again_in_another_tab_loses_nothing(
    page, go, as_person, context, course, alice
):
    """Her session has ended meanwhile; the token of the open form is no longer good."""
    alice.set_password(PASSWORD)
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    as_person(alice)
    booking = f"{course.get_absolute_url()}book/{course.offers.get().pk}/"
    go(booking)
    page.fill("#id_po_number", "PO 7")
    page.fill("#id_comment", "Bitte vegetarisch.")
    context.clear_cookies(name="sessionid")
    other = context.new_page()
    other.goto(page.url.replace(booking, "/accounts/login/"))
    other.fill("input[name=login]", alice.email)
    other.fill("input[name=password]", PASSWORD)
    other.locator("form#sign-in button.btn-primary").click()
    other.wait_for_url("**/bookings/")
    page.get_by_role("button", name="Order for a fee").click()

    expect(page.locator(".kb-note.warn")).to_contain_text("what you typed is still here")
    expect(page.locator("#id_po_number")).to_have_value("PO 7")
    expect(page.locator("#id_comment")).to_have_value("Bitte vegetarisch.")
    assert not BookingOrder.objects.exists()
    page.get_by_role("button", name="Order for a fee").click()
    expect(page.locator(".kb-ticket .nr")).to_be_visible()
