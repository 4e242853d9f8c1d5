"""My account and what belongs to it, looked at in every form; and set up by keyboard and eye."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.accounts.registering import PASSWORD, ask_for_terms
from tests.accounts.test_profile_signing_in import code_of
from tests.browser import LOOKS, assert_well_made
from tests.cast import give_role

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = "/accounts/2fa/"


@pytest.fixture
def arrive(page, look, live_server, alice, tech):
    """Alice, signed in by the form."""
    give_role(alice, "planner", tech)
    alice.set_password(PASSWORD)
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)

    def go(size, theme, language) -> None:
        alice.language = language
        alice.save()
        look(size, theme, language)
        page.goto(f"{live_server.url}/accounts/login/?next=/account/")
        page.fill("input[name=login]", alice.email)
        page.fill("input[name=password]", PASSWORD)
        page.locator("form#sign-in button.btn-primary").click()
        page.wait_for_url("**/account/")

    return go


def confirm_it_is_her(page) -> None:
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main img")).to_be_visible()


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_pages_of_my_account_are_well_made(page, live_server, arrive, size, theme, language):
    arrive(size, theme, language)
    assert_well_made(page)
    for address in ("/accounts/email/", "/accounts/password/change/", "/accounts/sessions/"):
        page.goto(live_server.url + address)
        assert_well_made(page)
    page.goto(f"{live_server.url}{SECOND}totp/activate/")
    assert_well_made(page)
    confirm_it_is_her(page)
    assert_well_made(page)
    secret = page.locator("main p code").inner_text()
    page.fill("input[name=code]", code_of(secret))
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main pre")).to_contain_text(re.compile(r"\d{8}"))
    assert_well_made(page)
    for address in ("", "totp/deactivate/", "recovery-codes/generate/"):
        page.goto(f"{live_server.url}{SECOND}{address}")
        assert_well_made(page)
    assert Authenticator.objects.count() == 2


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_pages_on_the_way_in_are_well_made(page, live_server, look, size, theme, language):
    ask_for_terms()
    look(size, theme, language)
    for address in ("/accounts/signup/", "/terms/", "/accounts/confirm-email/x/"):
        page.goto(live_server.url + address)
        assert_well_made(page)
    page.goto(f"{live_server.url}/accounts/signup/")
    page.locator("form#register button.btn-primary").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_well_made(page)


def test_a_new_name_stands_in_the_frame(page, arrive):
    arrive((1280, 900), "light", "en")
    page.fill("input[name=first_name]", "Zoë")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".kb-note.ok")).to_have_text("Your account has been saved.")
    expect(page.locator("header")).to_contain_text("Zoë")
