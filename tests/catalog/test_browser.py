"""The catalog in a real browser: in every look, on a phone, by keyboard, without a mouse."""

from datetime import date, time, timedelta

import pytest
from playwright.sync_api import expect

from courseplanner.models import Session
from tests.browser import DESK, LOOKS, PHONE, assert_well_made
from tests.cast import book, make_offer, make_resource, make_subject

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsanwärterprüfungsvorbereitung"


@pytest.fixture
def shelf(transactional_db, root):
    """A course with everything, one that is full, one at any time with endless words."""
    law = make_subject("Law", "Recht")
    labour = make_subject("Labour law", "Arbeitsrecht", law)
    rich = make_resource(
        "Contracts and how to end them",
        subjects=(labour,),
        reference="LAW-1",
        teaser="What is written, what is meant.",
        description="First.\n\nSecond.",
        begin=date(2027, 1, 12),
        end=date(2027, 3, 16),
        location="Olten",
        language="Deutsch",
        format="classroom",
        max_participants=20,
        seats_taken=17,
    )
    for week in range(3):
        Session.objects.create(
            implementation=rich.implementation,
            date=rich.begin + timedelta(days=7 * week),
            start=time(13, 30),
            end=time(17),
            topic="Notice",
            place="Saal 3",
        )
    make_offer(rich, method="invoice", price=1290, description="For partner hospitals.")
    make_offer(rich, method="code")
    make_offer(make_resource("Full", max_participants=1, seats_taken=1), method="invoice")
    make_offer(
        make_resource(
            LONG, kind="course", begin=None, end=None, description="x" * 4000, teaser="y" * 400
        )
    )
    return rich


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_catalog_is_well_made_in_every_look(page, live_server, shelf, look, size, theme, language):
    look(size, theme, language)
    page.goto(f"{live_server.url}/catalog/?seats=free&q=")
    expect(page.locator(".kb-card")).to_have_count(2)
    assert_well_made(page)


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_info_page_is_well_made_in_every_look(
    page, live_server, shelf, look, size, theme, language
):
    look(size, theme, language)
    page.goto(f"{live_server.url}{shelf.get_absolute_url()}")
    page.locator(".kb-choice label").last.click()
    assert_well_made(page)


def test_endless_words_run_out_of_no_page(page, live_server, shelf, look):
    look(PHONE)
    page.goto(f"{live_server.url}/catalog/?q=donau")
    assert_well_made(page)
    page.get_by_role("link", name=LONG).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LONG)
    assert_well_made(page)


def test_nothing_found_is_well_made(page, live_server, shelf, look):
    look(PHONE, "dark")
    page.goto(f"{live_server.url}/catalog/?q={'%25' * 200}")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    assert_well_made(page)


def test_page_of_a_booked_course_is_well_made(page, live_server, shelf, look, alice, sign_in):
    order = book(make_offer(shelf, method="free"), alice)
    sign_in(alice)
    look(PHONE, "dark")
    page.goto(f"{live_server.url}{shelf.get_absolute_url()}")
    expect(page.get_by_text(order.number)).to_be_visible()
    assert_well_made(page)


def test_learner_searches_filters_and_takes_a_filter_away(page, live_server, shelf, look):
    look(DESK)
    page.goto(f"{live_server.url}/catalog/")
    expect(page.get_by_role("heading", name="3 results")).to_be_visible()

    page.get_by_role("checkbox", name="Law", exact=True).check()
    page.get_by_role("checkbox", name="Invoice").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator(".kb-card")).to_have_count(1)
    assert "subject=" in page.url

    page.get_by_role("searchbox").fill("full")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()

    page.get_by_role("link", name="Remove filter: Subject: Law").click()
    expect(page.locator(".kb-card")).to_have_count(1)
    expect(page.locator("#filters")).not_to_contain_text("Law")
    page.get_by_role("link", name="Reset all").click()
    expect(page.locator(".kb-card")).to_have_count(3)


def test_filters_open_as_a_sheet_on_a_phone(page, live_server, shelf, look):
    look(PHONE)
    page.goto(f"{live_server.url}/catalog/")
    box = page.get_by_role("checkbox", name="Only with free seats")
    expect(box).to_be_hidden()

    page.get_by_role("button", name="Filters").click()
    box.check()
    assert_well_made(page)
    page.locator("#filters").get_by_role("button", name="Apply filters").click()
    expect(page.locator(".kb-card")).to_have_count(2)
    expect(page.get_by_role("button", name="Filters 1")).to_be_visible()


def test_visitor_chooses_by_keyboard_and_is_led_to_sign_in(page, live_server, shelf, look):
    look(DESK)
    page.goto(f"{live_server.url}{shelf.get_absolute_url()}")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("14 days before the begin")).to_be_visible()
    page.keyboard.press("Enter")

    page.wait_for_url("**/accounts/login/?next=**")
    offer = shelf.offers.get(method="invoice")
    assert page.url.endswith(f"{shelf.get_absolute_url()}book/{offer.pk}/")


def test_choosing_nothing_says_what_to_do(page, live_server, shelf, look):
    look(DESK)
    page.goto(f"{live_server.url}{shelf.get_absolute_url()}")
    page.get_by_role("button", name="Sign in or register").click()
    expect(page.get_by_text("choose an offer first")).to_be_visible()
    assert_well_made(page)


def test_buy_bar_on_a_phone_leads_to_the_offers(page, live_server, shelf, look):
    look(PHONE)
    page.goto(f"{live_server.url}{shelf.get_absolute_url()}")
    bar = page.locator(".kb-buybar")
    expect(bar).to_contain_text("3 seats left")
    bar.get_by_role("link", name="Choose an offer").click()
    expect(page.get_by_role("radio").first).to_be_in_viewport()


# As a list


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_list_is_well_made_in_every_look(page, live_server, shelf, look, size, theme, language):
    look(size, theme, language)
    page.goto(
        f"{live_server.url}/catalog/?layout=list&place=Olten&from=2027-02-01&until=2027-01-01"
    )
    expect(page.locator("tbody tr")).to_have_count(1)
    assert_well_made(page)
    page.goto(f"{live_server.url}/catalog/?layout=list&sort=-begin")
    expect(page.locator("tbody tr")).to_have_count(3)
    assert_well_made(page)


def test_a_faulty_period_is_told_where_one_looks(page, live_server, shelf, look):
    sentence = "The period ends before it begins, so it was left out."
    for size in (PHONE, DESK):
        look(size)
        page.goto(f"{live_server.url}/catalog/?from=2027-02-01&until=2027-01-01")
        expect(page.get_by_text(sentence).filter(visible=True)).to_have_count(1)
        assert_well_made(page)


def test_all_columns_at_once_are_well_made(page, live_server, shelf, look):
    look(DESK)
    page.goto(f"{live_server.url}/catalog/?layout=list")
    page.get_by_title("Choose columns").click()
    for box in page.locator(".kb-chooser input[type=checkbox]:enabled").all():
        box.check()
    page.locator(".kb-chooser").get_by_role("button", name="Apply").last.click()
    expect(page.get_by_role("columnheader")).to_have_count(16)
    expect(page).to_have_url(f"{live_server.url}/catalog/?layout=list")
    assert_well_made(page)


def test_reader_switches_to_the_list_sorts_it_and_hands_the_address_on(
    page, live_server, shelf, look, context
):
    look(DESK)
    page.goto(f"{live_server.url}/catalog/?seats=free")
    page.get_by_role("button", name="List").click()
    expect(page.get_by_role("button", name="List")).to_have_attribute("aria-current", "true")
    page.get_by_text("Sorted by: Recommended").click()
    page.get_by_role("link", name="Title").first.click()
    expect(page.locator("tbody td.title a").first).to_have_text("Contracts and how to end them")
    shared = page.url

    context.clear_cookies()
    page.goto(shared)
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.get_by_role("checkbox", name="Only with free seats")).to_be_checked()


def test_list_on_a_phone_has_everything_within_reach(page, live_server, shelf, look):
    look(PHONE)
    page.goto(f"{live_server.url}/catalog/?layout=list")
    for name in ("Filters", "Cards", "List"):
        expect(page.get_by_role("button", name=name).first).to_be_in_viewport()
    expect(page.get_by_title("Choose columns")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Excel", exact=True)).to_be_in_viewport()
    page.get_by_text("Sorted by: Recommended").click()
    assert_well_made(page)


def test_places_folded_away_open_by_keyboard(page, live_server, shelf, look):
    for number in range(12):
        make_offer(make_resource(f"Course {number}", location=f"Town {number}"))
    look(DESK)
    page.goto(f"{live_server.url}/catalog/")
    expect(page.get_by_role("checkbox", name="Town 9")).to_be_hidden()
    page.get_by_text("5 more").focus()
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Town 9").check()
    assert_well_made(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 result")).to_be_visible()


# Printed


def test_info_page_prints_what_one_takes_along(page, live_server, shelf, look):
    look(DESK)
    page.goto(f"{live_server.url}{shelf.get_absolute_url()}")
    page.emulate_media(media="print")
    for text in ("CHF 1,290.00", "Free of charge", "Contracts and how to end them", "Saal 3"):
        expect(page.get_by_text(text).first).to_be_visible()
    expect(page.get_by_text(f"/catalog/{shelf.slug}/")).to_be_visible()
    for role in ("button", "radio", "searchbox"):
        expect(page.get_by_role(role)).to_have_count(0)


def test_a_browser_takes_the_data_of_a_course_as_data(page, live_server, shelf, look):
    """The content security policy refuses scripts in a page; a refusal would be an error here."""
    look(DESK)
    page.goto(f"{live_server.url}{shelf.get_absolute_url()}")
    told = page.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
    )
    assert told["name"] == shelf.title
