"""The pages of offers in every look, and an offer made on a phone."""

import pytest
from playwright.sync_api import expect

from catalog.models import Offer
from courseplanner.models import Implementation
from tests.browser import LOOKS, PHONE, assert_well_made
from tests.cast import make_code, make_offer
from tests.courseplanner.pages import make_run, url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(root, care) -> Implementation:
    run = make_run("Wundversorgung in der Praxis und Dekubitusprophylaxe", organisation=root)
    make_offer(run.resource, method="invoice", organisations=[care, root])
    days = {"until": {"amount": 2, "unit": "weeks", "reference": "before_end"}}
    offer = make_offer(run.resource, method="code", relative=days, is_undated=True)
    make_code(offer, "Ein ziemlich langes Wort für eine Gruppe", usage_limit=3)
    return run


def pages(run: Implementation) -> list[str]:
    offer = Offer.objects.get(method="code")
    place = {"pk": run.pk, "offer": offer.pk}
    return [
        url("offers", pk=run.pk),
        url("offer_create", pk=run.pk, method="invoice"),
        url("offer", **place),
        url("offer_delete", **place),
        url("offer_links", **place),
        url("offer_codes", **place),
        url("offer_code_delete", **place, code=offer.codes.first().pk),
    ]


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_pages_are_well_made(
    page, live_server, sign_in, look, bob, run, *, size, theme, language
):
    bob.language = language
    bob.save()
    sign_in(bob)
    look(size, theme, language)
    for path in pages(run):
        page.goto(f"{live_server.url}{path}")
        assert_well_made(page)


def test_an_offer_is_made_on_a_phone(page, live_server, sign_in, look, bob, run):
    """Only what counts is shown: first the standard, then a condition, then its relative day."""
    sign_in(bob)
    look(PHONE, "light", "en")
    page.goto(f"{live_server.url}{url('offer_create', pk=run.pk, method='free')}")
    expect(page.locator("#id_until_by")).to_be_hidden()

    page.get_by_label("Custom condition").check()
    expect(page.locator("#id_until_at")).to_be_hidden()
    page.locator("#id_until_by").select_option("relative")
    page.locator("#id_until_amount").fill("3")
    page.locator("#id_until_reference").select_option("before_begin")
    page.get_by_role("button", name="Save offer").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose for whom the offer is released")
    expect(page.locator("#id_until_amount")).to_have_value("3")

    page.get_by_label("Bildungszentrum Aare › Pflege").check()
    page.get_by_role("button", name="Save offer").click()

    expect(page.get_by_text("is saved.")).to_be_visible()
    expect(page.get_by_text("(3 days before the begin)")).to_be_visible()
    assert_well_made(page)
