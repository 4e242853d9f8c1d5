"""The pages of members in every look, deciding by keyboard, and adding somebody on a phone."""

import pytest
from playwright.sync_api import expect

from bookings.models import Participation
from tests.browser import DESK, LOOKS, PHONE, assert_well_made
from tests.cast import make_offer, make_person, make_resource
from tests.courseplanner.members.pages import booked, entered, in_days, people, statuses, url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(root):
    return make_resource(
        "Wundversorgung in der Praxis und Dekubitusprophylaxe im Langzeitbereich",
        max_participants=9,
        organisation=root,
    )


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_pages_are_well_made(
    page, live_server, sign_in, look, bob, alice, run, *, size, theme, language
):
    bob.language = language
    bob.save()
    members = booked(run, people(2), method="invoice")
    entered(run, alice, confirm_by="person", confirm_until=in_days(3))
    sign_in(bob)
    look(size, theme, language)
    rows = "&".join(f"rows={member.pk}" for member in members)
    for path in (
        url("members", run),
        url("members_pending", run),
        url("members_history", run),
        f"{url('members_cancel', run)}?{rows}",
        f"{url('members_add', run)}?q=bob",
    ):
        page.goto(f"{live_server.url}{path}")
        assert_well_made(page)


def test_many_are_ticked_and_accepted_by_keyboard(page, live_server, sign_in, look, bob, run):
    booked(run, people(3))
    sign_in(bob)
    look(DESK)
    page.goto(f"{live_server.url}{url('members_pending', run)}")
    page.get_by_label("Select P000 Muster000").focus()
    page.keyboard.press("Space")
    page.get_by_label("Select P002 Muster002").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("form", name="Ticked members")).to_be_visible()
    page.get_by_role("button", name="Accept…").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Accept 2 people?")).to_be_visible()
    page.get_by_role("button", name="Accept", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page.locator(".kb-note.ok")).to_contain_text("2 people are accepted.")
    assert statuses(run) == ["active", "pending", "active"]


def test_somebody_without_an_address_is_added_on_a_phone(
    page, live_server, sign_in, look, bob, run
):
    make_offer(run, method="invoice")
    make_person("Zoë", last_name="Zürcher")
    sign_in(bob)
    look(PHONE)
    page.goto(f"{live_server.url}{url('members', run)}")
    page.get_by_role("link", name="Add participants").click()
    page.get_by_label("Search people").fill("zoe")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("button", name="Add Zoë Zürcher").click()
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("With confirmation by the participant").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".kb-note.warn")).to_contain_text("cannot be billed yet")
    assert_well_made(page)
    page.get_by_role("button", name="Another address for Zoë Zürcher").click()
    page.get_by_label("Name / company").fill("Spital Thurmatt AG")
    page.get_by_label("Street").fill("Länggasse")
    page.get_by_label("ZIP").fill("3600")
    page.get_by_label("City").fill("Thun")
    assert_well_made(page)
    page.get_by_role("button", name="Use this address").click()
    page.get_by_role("button", name="Continue", exact=True).last.click()
    expect(page.get_by_role("main")).to_contain_text("Spital Thurmatt AG, Thun")
    assert_well_made(page)
    page.get_by_role("button", name="Add 1 person").click()

    expect(page.locator(".kb-note.ok")).to_contain_text("1 person is added.")
    member = Participation.objects.get()
    assert (member.status, member.confirm_by) == ("pending", "person")
    assert member.order.address.source == "proposal"
