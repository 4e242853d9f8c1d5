"""The pages of billing addresses in a real browser: in every look, by keyboard, and the import."""

import pytest
from playwright.sync_api import expect

from accounts.models import BillingAddress
from tests.accounts.addresses.files import row, workbook
from tests.accounts.addresses.pages import of, url
from tests.browser import DESK, LOOKS, PHONE, assert_well_made
from tests.cast import make_address

pytestmark = pytest.mark.django_db(transaction=True)
EVERY_LOOK = pytest.mark.parametrize(("size", "theme", "language"), LOOKS)


@pytest.fixture
def visit(page, sign_in, look, live_server, admin):
    """A page as the administrator sees it."""

    def visit(path: str, size=DESK, theme="light", language="en") -> None:
        admin.language = language
        admin.save()
        sign_in(admin)
        look(size, theme, language)
        page.goto(f"{live_server.url}{path}")

    return visit


@pytest.fixture
def address(care) -> BillingAddress:
    make_address(organisation=care, identifier="OLD", is_active=False)
    return make_address(
        organisation=care,
        identifier="STA-KREDITOREN",
        name_line_2="Kreditorenbuchhaltung, Fachstelle Weiterbildung",
        zip="8000",
    )


@EVERY_LOOK
@pytest.mark.parametrize("name", ["index", "create", "import"])
def test_the_pages_of_an_organisation_are_well_made(
    page, visit, address, name, size, theme, language
):
    visit(url(address.organisation, name), size, theme, language)

    assert_well_made(page)


@EVERY_LOOK
@pytest.mark.parametrize("name", ["edit", "deactivate", "delete"])
def test_the_pages_of_an_address_are_well_made(page, visit, address, name, size, theme, language):
    visit(of(address, name), size, theme, language)

    assert_well_made(page)


def file(*rows: list[object]) -> dict[str, object]:
    return {"name": "Adressen.xlsx", "mimeType": "", "buffer": workbook(*rows)}


@EVERY_LOOK
def test_what_is_wrong_with_a_file_is_well_made(page, visit, care, size, theme, language):
    visit(url(care, "import"), size, theme, language)
    wrong = row(1, **{"Name / company": "x" * 300, "Country": "Absurdistan" * 9})
    page.locator("[name=file]").set_input_files([file(wrong, row(2, Country="US", ZIP="1"))])
    page.locator("main form .btn-primary").click()

    expect(page.locator(".kb-note.refusal")).to_be_visible()
    assert_well_made(page)


@EVERY_LOOK
def test_a_twin_is_pointed_out_well_made(page, visit, address, size, theme, language):
    visit(url(address.organisation, "create"), size, theme, language)
    for name in ("identifier", "name_line_1", "address_line_1", "house_number", "zip", "city"):
        page.locator(f"[name={name}]").fill(getattr(address, name))
    page.locator("main form .btn-primary").click()

    expect(page.locator(".kb-note.warn")).to_contain_text("STA-KREDITOREN")
    assert_well_made(page)
    page.locator("main form .btn-primary").click()
    expect(page.locator(".kb-note.ok")).to_contain_text("STA-KREDITOREN")


def test_addresses_are_imported_in_two_clicks(page, visit, care):
    visit(url(care))
    page.get_by_role("link", name="Import from Excel").first.click()
    page.get_by_label("Workbook or CSV file").set_input_files([file(row(1), row(2))])
    page.get_by_role("button", name="Check file").click()
    page.get_by_role("button", name="Import 2 addresses").click()

    expect(page.locator(".kb-note.ok")).to_contain_text("2 addresses are imported.")
    expect(page.get_by_role("row")).to_have_count(1 + 2)


def test_an_address_is_deactivated_and_activated_from_its_menu(page, visit, address):
    visit(url(address.organisation), PHONE)
    page.get_by_role("button", name="Actions for STA-KREDITOREN").click()
    page.get_by_role("link", name="Deactivate…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("No booking order uses it.")
    dialog.get_by_role("button", name="Deactivate address").click()

    page.get_by_role("link", name="Inactive 2").click()
    page.get_by_role("button", name="Actions for STA-KREDITOREN").click()
    page.get_by_role("button", name="Activate", exact=True).click()
    expect(page.locator(".kb-note.ok")).to_contain_text("is active and can be chosen")


def test_the_question_is_left_by_escape(page, visit, address):
    visit(of(address, "delete"))
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert BillingAddress.objects.filter(pk=address.pk).exists()
