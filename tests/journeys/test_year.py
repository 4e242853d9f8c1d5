"""A planner's whole year through the pages: planned, booked, decided, paid, told."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Setting
from courseplanner.models import Implementation
from tests.cast import book, make_person
from tests.journeys.planning import Planning, mails, offers_of
from tests.journeys.test_keyboard import press, tab_to

SOON, LATER = (timezone.localdate() + timedelta(days=days) for days in (10, 60))
TERMS = {"price": "490,00", "cancellation_fee": "120", "free_until_days": "14"}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def planner(page, go, as_person, bob, request) -> Planning:
    """Bob, in the language the test is marked with."""
    as_person(bob, language=request.param)
    return Planning(page, go, request.param)


@pytest.fixture
def people(care, alice, planner):
    names = ("Emil", "Frieda", "Gian", "Hanna", "Ida", "Jan")
    made = {name: make_person(name, "user", care, language=planner.language) for name in names}
    return made | {"Alice": alice}


def plan_two_runs(planner: Planning) -> tuple[Implementation, Implementation]:
    """One in two months with three ways in, and a copy of it in ten days."""
    planner.create_product("Wundversorgung", "WUN")
    later = planner.create_implementation(LATER, reference="WUN-1", max_participants=12)
    planner.add_offer("Invoice", confirmed=True, confirmation_days=14, **TERMS)
    planner.add_offer("Access code", code="WUNDE-27")
    planner.add_offer("Freely available")
    soon = planner.copy(later, SOON, reference="WUN-2")
    for run in (later, soon):
        planner.lead(run, "Provisional")
        planner.done()
    return later, soon


def accept_all(planner: Planning, run: Implementation) -> None:
    planner.go(f"/planner/implementations/{run.pk}/members/pending/")
    planner.follow("Accept all…")
    planner.press("Accept")
    planner.done("3")


def adopt(planner: Planning, order) -> None:
    planner.go(f"/planner/orders/{order.number}/address/")
    planner.page.locator("#id_kept-organisation").select_option("Pflege")
    planner.page.locator("#id_kept-identifier").fill("THU-KRED")
    planner.press("Change billing address")
    planner.done("Spital Thurmatt AG")


def change_amounts(planner: Planning, order, leaving) -> None:
    """Another price for one; the other leaves for a fee, which is lowered afterwards."""
    planner.change(order, "price", "Change price", amount="450,50", note="Rabatt für Lernende")
    planner.done(order.number)
    planner.change(leaving, "cancel", "Cancel booking", fee="100")
    planner.done(leaving.number)
    planner.change(leaving, "fee", "Change cancellation fee", amount="60")
    planner.done(leaving.number)


def confirm_with_own_words(planner: Planning, run: Implementation) -> None:
    planner.lead(run, "Confirmed")
    expect(planner.page.locator("pre")).to_contain_text("Guten Tag")
    planner.page.locator("#id_tell_1").check()
    planner.fill(words="Bitte Schreibzeug mitnehmen.")
    planner.press("Confirm implementation")
    planner.done()


def cancel_for_nothing(planner: Planning, run: Implementation) -> None:
    """What would be due is named, and waived."""
    planner.lead(run, "Cancelled")
    planner.reads("240.00")
    expect(planner.page.locator("#id_fees_0")).to_be_checked()
    planner.fill(note="Zu wenige Anmeldungen")
    planner.press("Cancel implementation")
    planner.done()


def pay_all_that_is_open(planner: Planning) -> None:
    planner.go("/planner/orders/")
    planner.page.locator("[data-tick-all]").check()
    planner.press("Set as “Paid”…")
    planner.reads("940.50")
    planner.press("Set as “Paid”")
    planner.done("2")


@pytest.mark.parametrize("planner", ["de"], indirect=True)
def test_a_year_in_german(planner, as_person, alice, bob, people):
    later, soon = plan_two_runs(planner)
    offers, near = offers_of(later), offers_of(soon)
    as_person(alice, language="de")
    typed = {"name_line_1": "Spital Thurmatt AG", "address_line_1": "Seestrasse", "zip": "9400"}
    orders = {"Alice": planner.order_on_invoice(offers["invoice"], **typed, city="Rorschach")}
    orders |= {name: book(offers["invoice"], people[name]) for name in ("Emil", "Frieda")}
    orders |= {"Gian": book(offers["code"], people["Gian"])}
    orders |= {name: book(near["invoice"], people[name]) for name in ("Hanna", "Ida")}
    orders |= {"Jan": book(near["free"], people["Jan"])}

    as_person(bob, language="de")
    accept_all(planner, later)
    adopt(planner, orders["Alice"])
    change_amounts(planner, orders["Emil"], orders["Frieda"])
    confirm_with_own_words(planner, later)
    cancel_for_nothing(planner, soon)
    Setting.objects.update_or_create(pk=1, defaults={"mail_paid": True})
    pay_all_that_is_open(planner)

    assert_reported_in_german(planner.report("all"), orders)
    assert_told_in_german()
    call_command("audit")


def assert_reported_in_german(told, orders) -> None:
    numbers = {name: row["Buchungsnummer"] for name, row in told.items()}
    assert numbers == {name: order.number for name, order in orders.items()}
    money = ("Buchungsstatus", "Preis", "Stornogebühr")
    assert {name: tuple(row[column] for column in money) for name, row in told.items()} == {
        "Alice": ("Bezahlt", 490, None),
        "Emil": ("Bezahlt", 450.5, None),
        "Frieda": ("Storniert mit Gebühr", 490, 60),
        "Gian": ("Erledigt", 0, None),
        "Hanna": ("Storniert", 490, 0),
        "Ida": ("Storniert", 490, 0),
        "Jan": ("Storniert", 0, None),
    }
    assert told["Alice"]["Rechnungsadresse"] == "THU-KRED"
    assert told["Alice"]["Durchführungsstatus"] == "Bestätigt"
    assert told["Ida"]["Durchführungsstatus"] == "Abgebrochen"


def assert_told_in_german() -> None:
    assert set(mails("confirmed")) == {"Alice", "Emil", "Frieda"}
    assert set(mails("run_confirmed")) == {"Alice", "Emil", "Gian"}
    assert "Bitte Schreibzeug mitnehmen." in mails("run_confirmed")["Gian"].text
    assert set(mails("run_cancelled")) == {"Hanna", "Ida", "Jan"}
    assert "Guten Tag Ida Muster" in mails("run_cancelled")["Ida"].text
    assert "musste von Bildungszentrum Aare abgesagt werden" in mails("run_cancelled")["Ida"].text
    assert "Zu wenige Anmeldungen" not in mails("run_cancelled")["Ida"].text
    assert set(mails("paid")) == {"Alice", "Emil"}
    assert "450.50" in mails("paid")["Emil"].text
    assert "60.00" not in mails("cancelled")["Frieda"].text


def type_by_keyboard(page, *steps: tuple[str, str]) -> None:
    """Into one field after the other, each found by Tab."""
    for field, text in steps:
        tab_to(page, page.locator(f"#id_{field}"))
        page.keyboard.type(text)


def plan_by_keyboard(planner: Planning) -> Implementation:
    """A product, a run of it, an offer on invoice, open for bookings: without a mouse."""
    page = planner.page
    planner.go("/planner/products/")
    press(page, page.get_by_role("link", name="Create product").first)
    type_by_keyboard(page, ("title", "Wound care"), ("reference", "WUN"), ("organisation", "Bild"))
    page.keyboard.press("Tab")
    press(page, page.get_by_role("button", name="Create product").first)
    planner.done("“Wound care” is created.")

    press(page, page.get_by_role("link", name="Create implementation"))
    day = LATER.strftime("%m%d%Y")
    type_by_keyboard(page, ("reference", "WUN-1"), ("begin", day), ("end", day))
    type_by_keyboard(page, ("max_participants", "12"))
    page.keyboard.press("Enter")
    planner.done("“Wound care” is created.")

    press(page, page.locator("nav ul.kb-tabs").get_by_role("link", name="Offers"))
    press(page, page.get_by_role("link", name="Invoice"))
    tab_to(page, page.locator("#id_price"))
    page.keyboard.press("Control+a")
    page.keyboard.type("490.00")
    tab_to(page, page.locator("#id_external"))
    page.keyboard.press("Space")
    type_by_keyboard(page, ("cancellation_fee", "120"), ("free_until_days", "14"))
    page.keyboard.press("Enter")
    planner.done("Offer “O-01” is saved.")

    press(page, page.get_by_role("button", name="Change status"))
    press(page, page.locator("#menu-status").get_by_role("button", name="Provisional"))
    planner.done("is “Provisional” now")
    return Implementation.objects.get()


@pytest.mark.parametrize("planner", ["en"], indirect=True)
def test_a_year_in_english_begins_by_keyboard(planner, as_person, alice, bob, people):
    run = plan_by_keyboard(planner)
    offer = offers_of(run)["invoice"]
    assert (run.resource.begin, run.resource.end, run.resource.max_participants) == (
        LATER,
        LATER,
        12,
    )
    assert (offer.price, offer.cancellation_fee, offer.free_until_days) == (490, 120, 14)
    assert offer.external

    later = plan_one_with_a_code(planner, run)
    as_person(alice)
    book_with_a_code(planner, later)
    orders = {name: book(offer, people[name]) for name in ("Emil", "Frieda")}
    as_person(bob)
    planner.lead(run, "Confirmed")
    planner.page.locator("#id_tell_2").check()
    planner.press("Confirm implementation")
    planner.done()
    write_off_and_read(planner, orders["Emil"])
    planner.lead(later, "Cancelled")
    planner.reads("No cancellation fee is due.")
    planner.press("Cancel implementation")
    planner.done()
    for step in ("Active", "Finished"):
        planner.lead(run, step)
        planner.done(f"is “{step}” now")
    put_away(planner, run)

    told = planner.report("fiscal-year")
    status = {name: row["Booking status"] for name, row in told.items()}
    assert status == {"Alice": "Cancelled", "Emil": "Written off", "Frieda": "Open"}
    assert not mails("run_confirmed")
    assert "Dear Alice" in mails("run_cancelled")["Alice"].text
    call_command("audit")


def plan_one_with_a_code(planner: Planning, run: Implementation) -> Implementation:
    planner.go(f"/planner/products/{run.product_id}/")
    made = planner.create_implementation(LATER, reference="WUN-2", max_participants=1)
    planner.add_offer("Access code", code="WOUND-27")
    planner.lead(made, "Provisional")
    planner.done()
    return made


def book_with_a_code(planner: Planning, run: Implementation) -> None:
    offer = offers_of(run)["code"]
    planner.go(f"{run.resource.get_absolute_url()}book/{offer.pk}/")
    planner.fill(code="wound-27")
    planner.press("Book")
    expect(planner.page.get_by_role("heading", level=1)).to_have_text("You are booked.")


def write_off_and_read(planner: Planning, order) -> None:
    """Another price first; both stand in the history that is read on the order."""
    planner.change(order, "price", "Change price", amount="1'000.555")
    expect(planner.page.locator("#id_amount")).to_have_value("1'000.555")
    planner.change(order, "price", "Change price", amount="450", note="Second course")
    planner.change(order, "write-off", "Write off booking order", note="Left the country")
    planner.done("is written off")
    planner.go(f"/planner/orders/{order.number}/")
    said = planner.page.get_by_role("dialog")
    expect(said).to_contain_text("CHF 490.00 → CHF 450.00")
    expect(said).to_contain_text("Second course")
    expect(said).to_contain_text("Left the country")


def put_away(planner: Planning, run: Implementation) -> None:
    planner.go(f"/planner/implementations/{run.pk}/archive/")
    planner.press("Archive implementation")
    planner.done()
    planner.go("/planner/")
    expect(planner.page.locator("main")).not_to_contain_text("WUN-1")
    planner.page.get_by_role("link", name="Archived 1").click()
    planner.reads("WUN-1")
