"""A visitor becomes a learner: from the search to the workbook, in German, on invoice."""

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from bookings.models import BookingOrder
from tests.browser import DESK
from tests.cast import make_address, make_offer, make_resource, make_subject

PASSWORD = "rather-long-and-odd"
COLUMNS = [
    *("Buchungsnummer", "Status", "Angebotstyp", "Angebot"),
    *("Inhalt", "Auftragsdatum", "Preis", "Stornogebühr"),
]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice(alice):
    """With a password, a confirmed address, and German."""
    alice.language = "de"
    alice.set_password(PASSWORD)
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


@pytest.fixture
def shelf(care):
    make_address(organisation=care, name_line_1="Spital Thurmatt AG")
    leading = make_subject("Leadership", "Führung")
    project = make_resource("Projektführung im Büro", subjects=(leading,), location="Olten")
    make_offer(project, method="invoice", label="O-01")
    make_offer(make_resource("Projekte leicht gemacht"))
    make_offer(make_resource("Wundversorgung"), method="code")


def find_and_choose(page) -> None:
    page.get_by_role("searchbox").fill("projekt buero")
    page.get_by_role("button", name="Suchen").click()
    expect(page.locator(".kb-card")).to_have_count(1)
    page.get_by_label("Rechnung", exact=True).check()
    page.get_by_role("button", name="Filter anwenden").click()
    page.get_by_role("link", name="Projektführung im Büro").click()
    page.get_by_role("button", name="Anmelden oder registrieren").click()


def sign_in_by_form(page, person) -> None:
    page.fill("input[name=login]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main").get_by_role("button", name="Anmelden").click()


def fill_in_the_invoice(page) -> None:
    page.locator("label[for=address-own]").click()
    typed = {"address_line_1": "Seestrasse", "house_number": "4", "zip": "9400"}
    for name, text in (typed | {"city": "Rorschach"}).items():
        page.fill(f"#id_own_{name}", text)
    page.fill("#id_po_number", "0012")
    page.fill("#id_comment", "Bitte vegetarisch.")
    page.get_by_role("button", name="Kostenpflichtig buchen").click()


def test_a_visitor_finds_signs_in_and_books_on_invoice(page, go, look, alice, shelf):
    look(DESK, "light", "de")
    go("/catalog/")
    find_and_choose(page)
    sign_in_by_form(page, alice)
    expect(page.get_by_role("heading", level=1)).to_have_text("Buchung auf Rechnung")
    fill_in_the_invoice(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Sie sind gebucht.")
    order = BookingOrder.objects.get()
    expect(page.locator(".kb-ticket .nr")).to_have_text(order.number)
    assert (order.po_number, order.comment) == ("0012", "Bitte vegetarisch.")
    assert (order.address.source, order.address.city) == ("personal", "Rorschach")
    page.get_by_role("link", name="Zu Meine Buchungen").click()
    expect(page.get_by_role("row")).to_have_count(2)


def test_a_learner_reviews_chooses_columns_and_takes_them_along(
    page, go, as_person, columns, workbook, alice, shelf
):
    as_person(alice, language="de")
    go("/catalog/?q=projektf")
    page.get_by_role("link", name="Projektführung im Büro").click()
    page.get_by_role("button", name="Buchen", exact=True).click()
    page.get_by_role("button", name="Kostenpflichtig buchen").click()
    order = BookingOrder.objects.get()

    go(f"/bookings/{order.number}/")
    expect(page.get_by_role("dialog")).to_contain_text("Spital Thurmatt AG")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert columns() == COLUMNS

    page.get_by_label("Spalten wählen").first.click()
    page.get_by_role("checkbox", name="Angebot", exact=True).uncheck()
    page.locator(".kb-chooser").get_by_role("button", name="Übernehmen").last.click()
    expect(page.get_by_role("columnheader", name="Angebot", exact=True)).to_have_count(0)
    head, row = workbook("Excel")

    assert [name for name in head if name != "Währung"] == columns()
    assert row[head.index("Buchungsnummer")] == order.number
    assert row[head.index("Inhalt")] == "Projektführung im Büro"
