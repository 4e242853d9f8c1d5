"""A typed address: proposed with a booking, adopted by the planner, chosen the next time."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import BillingAddress
from bookings.models import BookingOrder
from tests.browser import DESK, PHONE, assert_well_made
from tests.cast import make_address, make_offer, make_resource

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def courses(care):
    care.customer_number = "0400200"
    care.save()
    make_address(organisation=care, name_line_1="Pflege, Kreditoren")
    return [
        make_offer(make_resource(title), method="invoice")
        for title in ("Wundversorgung", "Reanimation")
    ]


def to_book(offer) -> str:
    return reverse("bookings:book", kwargs={"slug": offer.resource.slug, "offer": offer.pk})


def propose(page) -> BookingOrder:
    page.locator("label[for=address-other]").click()
    typed = {"name_line_1": "Spital Thurmatt AG", "address_line_1": "Seestrasse", "zip": "9400"}
    for name, text in (typed | {"city": "Rorschach"}).items():
        page.fill(f"#id_other_{name}", text)
    page.get_by_role("button", name="Order for a fee").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are booked.")
    return BookingOrder.objects.get()


def adopt(page, order: BookingOrder) -> None:
    page.get_by_role("link", name="Address proposal 1").click()
    page.get_by_role("button", name=f"Actions for {order.number}").click()
    page.get_by_role("link", name="Change billing address…").click()
    assert_well_made(page)
    page.get_by_label("Address of", exact=True).first.select_option("Pflege")
    page.get_by_label("Identifier").first.fill("THU-KRED")
    page.get_by_label("Customer number").first.fill("0700333")
    page.get_by_role("button", name="Change billing address").click()
    expect(page.locator(".kb-note.ok")).to_contain_text("goes to Spital Thurmatt AG, Rorschach")


def test_a_proposal_is_adopted_and_found_among_the_choices_the_next_time(
    page, go, as_person, workbook, alice, bob, courses
):
    as_person(alice, size=PHONE, theme="dark")
    go(to_book(courses[0]))
    order = propose(page)

    as_person(bob, size=DESK)
    go("/planner/orders/")
    adopt(page, order)
    expect(page.get_by_role("link", name="Address proposal 0")).to_be_visible()
    go("/planner/orders/")
    head, row = workbook("Export booking orders")
    told = dict(zip(head, row, strict=True))
    assert told["Billing address"] == "THU-KRED"
    assert told["Customer number"] == "700001"
    assert told["Customer number billing address"] == "0700333"
    assert told["Org ID (billing address)"] == "bza-pflege"
    assert told["Org name (billing address)"] == "Pflege"
    assert told["Customer number organisation"] == "0400200"
    go(f"/planner/orders/{order.number}/")
    said = page.get_by_role("dialog")
    expect(said).to_contain_text("Billing address changed · Bob Baumann")
    expect(said).to_contain_text("Seestrasse, 9400, Rorschach, CH → Spital Thurmatt AG")

    as_person(alice, size=PHONE)
    go(f"/bookings/{order.number}/")
    expect(page.get_by_role("dialog")).to_contain_text("Spital Thurmatt AG")
    go(to_book(courses[1]))
    expect(page.locator("label", has_text="Spital Thurmatt AG")).to_be_visible()
    assert not BillingAddress.objects.filter(organisation=None, person=None).exists()


def test_a_proposal_is_corrected_on_a_phone(page, go, as_person, alice, bob, courses):
    as_person(alice)
    go(to_book(courses[0]))
    order = propose(page)

    as_person(bob, size=PHONE, theme="dark")
    go(f"/planner/orders/{order.number}/address/")
    page.locator("label[for=address-new]").click()
    page.fill("#id_new-customer_number", "0099")
    page.locator("#id_new-city").fill("")
    page.get_by_role("button", name="Change billing address").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the city.")
    assert_well_made(page)
    page.locator("#id_new-city").fill("Goldach")
    page.get_by_role("button", name="Change billing address").click()

    expect(page.locator(".kb-note.ok")).to_contain_text("Goldach")
    order.address.refresh_from_db()
    assert (order.address.city, order.address.customer_number) == ("Goldach", "0099")
