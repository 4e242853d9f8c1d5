"""Everything the house keeps of a person's bookings, as a workbook for that person alone."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Message
from tests.cast import enter_by_hand, make_address, make_order, make_resource
from tests.tables.lists import cells, read
from tests.tables.nasty import HOSTILE

PAGE = "/bookings/my-data.xlsx"
BOOKINGS, MEMBERSHIPS, ADDRESSES, MAILS, ABOUT = range(5)


@pytest.fixture
def own(client, alice):
    client.force_login(alice)
    return client


def downloaded(client):
    return read(client.get(PAGE).streaming_content)


def told(book, sheet: int) -> list[dict]:
    head, *rows = cells(book, sheet)
    return [dict(zip(head, row, strict=True)) for row in rows]


def mail(reader, event: str, text: str, **fields) -> Message:
    given = {"recipient": reader.email, "language": "en", "key": f"{event}-{text}"}
    sent = {"state": "sent", "sent_at": timezone.now(), "subject": f"About {event}"}
    return Message.objects.create(event=event, text=text, **given | sent | fields)


def test_sheets_say_what_they_hold(own):
    book = downloaded(own)

    assert book.sheetnames == [
        "Bookings", "Memberships", "Billing addresses", "E-mails", "About",
    ]  # fmt: skip
    assert cells(book, BOOKINGS)[0][:7] == [
        "Status", "Booking number", "Date", "Content", "Method", "Total", "Cancellation fee",
    ]  # fmt: skip


def test_bookings_tell_what_was_promised(own, alice):
    order = make_order(alice, price=Decimal("490.00"))
    row = told(downloaded(own), BOOKINGS)[0]

    assert row["Booking number"] == order.number
    assert row["Content"] == order.resource_title
    assert (row["Method"], row["Total"], row["Currency"]) == ("Invoice", 490, "CHF")
    assert row["Status"] == "Open"
    assert row["Date"].date() == timezone.localdate()


def test_memberships_are_there_however_they_came_about(own, alice):
    order = make_order(alice)
    enter_by_hand(make_resource("By hand"), alice, "group")
    rows = told(downloaded(own), MEMBERSHIPS)

    assert [(row["Origin"], row["Booking number"]) for row in rows] == [
        ("Booking", order.number),
        ("Group", None),
    ]
    assert rows[1]["Title"] == "By hand"


def test_addresses_come_with_every_line(own, alice):
    make_address(person=alice, identifier="HOME", zip="01234", address_line_4="Hinterhaus")
    row = told(downloaded(own), ADDRESSES)[0]

    assert (row["Identifier"], row["ZIP"]) == ("HOME", "01234")
    assert (row["Address line 4"], row["Country"]) == ("Hinterhaus", "Switzerland")


def test_mails_come_with_what_they_said(own, alice):
    mail(alice, "booked", "You are in.", person=alice)
    row = told(downloaded(own), MAILS)[0]

    assert (row["Subject"], row["Text"], row["E-mail"]) == (
        "About booked", "You are in.", alice.email,
    )  # fmt: skip


@pytest.mark.parametrize("event", ["confirm_email", "reset_password", "recovery_codes", "new"])
def test_text_that_may_let_somebody_in_is_left_out(own, alice, event):
    mail(alice, event, "Your code is ABC-123")
    row = told(downloaded(own), MAILS)[0]

    assert (row["Subject"], row["Text"]) == (f"About {event}", None)


def test_nobody_meets_what_is_somebody_elses(client, alice, charlie, bob, admin):
    order = make_order(alice)
    make_address(person=alice)
    mail(alice, "booked", "You are in.", person=alice)
    for person in (charlie, bob, admin):
        client.force_login(person)
        book = downloaded(client)
        assert [len(cells(book, sheet)) for sheet in range(4)] == [1, 1, 1, 1], person
        assert order.number not in str([cells(book, sheet) for sheet in range(5)])


def test_no_address_turns_it_into_somebody_elses(client, charlie, alice):
    make_order(alice)
    client.force_login(charlie)
    for query in (f"person={alice.pk}", f"user={alice.pk}", "q=KB", "columns=cost_center"):
        book = read(client.get(f"{PAGE}?{query}").streaming_content)
        assert len(cells(book, BOOKINGS)) == 1


def test_visitors_are_asked_to_sign_in(client):
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"
    assert client.post(PAGE).status_code == 405


def test_file_is_named_after_what_it_holds_and_the_day(own):
    answer = own.get(PAGE)

    assert f"My data {timezone.localdate().isoformat()}.xlsx" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


def test_page_leads_to_it(own):
    assert f'href="{PAGE}"' in own.get("/bookings/").content.decode()


def test_statements_do_not_grow_with_the_rows(own, alice):
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            downloaded(own)
        return len(seen)

    make_order(alice)
    few = statements()
    for _number in range(4):
        make_order(alice)
    assert statements() == few <= 12


def test_it_speaks_the_language_of_the_person(own, alice):
    alice.language = "de"
    alice.save()
    make_order(alice)

    assert "Status" in cells(downloaded(own), BOOKINGS)[0]
    assert "Buchungsnummer" in cells(downloaded(own), BOOKINGS)[0]


def test_what_was_typed_comes_back_as_text(own, alice):
    typed = [text for text in HOSTILE if "\r" not in text and len(text) < 200]
    for number, text in enumerate(typed):
        mail(alice, "booked", text, person=alice, key=f"k{number}")
    rows = downloaded(own).worksheets[MAILS]
    found = {rows.cell(row, 5).value for row in range(2, rows.max_row + 1)}

    assert found == set(typed)
    assert {rows.cell(row, 5).data_type for row in range(2, rows.max_row + 1)} == {"s"}


def test_pending_membership_says_until_when(own, alice):
    order = make_order(alice, confirmation=True)
    order.participation.confirm_until = timezone.now() + timedelta(days=3)
    order.participation.save()
    row = told(downloaded(own), MEMBERSHIPS)[0]

    assert row["Confirmation until"].date() == timezone.localdate() + timedelta(days=3)
