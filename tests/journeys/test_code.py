"""Booking with an access code: a wrong one costs a sentence, the right one is asked once."""

import pytest
from playwright.sync_api import expect

from bookings.models import BookingOrder, Participation
from tests.browser import PHONE
from tests.cast import make_offer, make_resource

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offer(root):
    resource = make_resource("Brandschutz-Grundlagen", max_participants=12)
    return make_offer(resource, method="code", code="FEUER-112")


def test_a_wrong_code_gets_a_sentence_and_the_right_one_books(page, go, as_person, alice, offer):
    as_person(alice, PHONE, "dark")
    go(offer.resource.get_absolute_url())
    page.get_by_role("button", name="Book", exact=True).click()
    page.get_by_label("Access code").fill("FEUER-113")
    page.get_by_role("button", name="Book", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Wrong access code.")
    expect(page.get_by_label("Access code")).to_have_value("FEUER-113")
    assert not Participation.objects.exists()

    page.get_by_label("Access code").fill(" feuer-112 ")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are booked.")
    assert offer.codes.get().uses == 1

    go(offer.resource.get_absolute_url())
    expect(page.locator("main")).to_contain_text(BookingOrder.objects.get().number)
    expect(page.get_by_label("Access code")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "Enter the access code."), ("F" * 65, "At most 64 characters")],
)
def test_a_code_that_cannot_be_one_is_told_at_its_field(
    page, go, as_person, alice, offer, typed, told
):
    as_person(alice)
    go(f"/catalog/{offer.resource.slug}/book/{offer.pk}/")
    page.evaluate("document.querySelector('#id_code').removeAttribute('maxlength')")
    page.get_by_label("Access code").fill(typed)
    page.get_by_role("button", name="Book", exact=True).click()

    expect(page.locator("#div_id_code")).to_contain_text(told)
    assert not Participation.objects.exists()
