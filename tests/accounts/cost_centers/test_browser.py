"""The pages of cost centers, in every look."""

import pytest
from playwright.sync_api import expect

from accounts.models import CostCenter
from tests.accounts.cost_centers.pages import make_center, of, url
from tests.browser import LOOKS, PHONE, assert_well_made
from tests.cast import make_offer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def center(db) -> CostCenter:
    center = make_center("Weiterbildung Pflege und Betreuung")
    make_offer(method="invoice", cost_center=center)
    return center


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_pages_are_well_made(
    page, live_server, sign_in, look, admin, center, *, size, theme, language
):
    admin.language = language
    admin.save()
    sign_in(admin)
    look(size, theme, language)
    for path in (url(), url("create"), of(center), of(center, "deactivate"), of(center, "delete")):
        page.goto(f"{live_server.url}{path}")
        assert_well_made(page)


def test_a_cost_center_is_created_and_deactivated_on_a_phone(
    page, live_server, sign_in, look, admin
):
    sign_in(admin)
    look(PHONE)
    page.goto(f"{live_server.url}{url()}")
    page.get_by_role("link", name="Create cost center").first.click()
    page.get_by_role("button", name="Save cost center").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the name of the cost center.")
    page.get_by_label("Name").fill("Weiterbildung")
    page.get_by_role("button", name="Save cost center").click()
    expect(page.locator(".kb-note.ok")).to_contain_text("“Weiterbildung” is created.")

    page.get_by_role("button", name="Actions for Weiterbildung").click()
    page.get_by_role("link", name="Deactivate…").click()
    page.get_by_role("button", name="Deactivate cost center").click()

    expect(page.locator(".kb-note.ok")).to_contain_text("is inactive")
    assert not CostCenter.objects.get().is_active
