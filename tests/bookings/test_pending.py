"""Pending memberships: what waits, for whom, until when; the number in the tab; yes and no."""

from io import BytesIO

import openpyxl
import pytest

from accounts import history
from accounts.models import Message
from bookings.models import Participation
from tests.bookings.memberships import WEEK, ask, book_and_ask, lapse, order_of, seats, status
from tests.bookings.pages import says
from tests.cast import enter_by_hand, make_order, make_resource

LIST = "/bookings/pending/"


@pytest.fixture
def own(client, alice):
    client.force_login(alice)
    return client


def shown(client, **query) -> list[str]:
    """The titles on the page, in their order."""
    rows = client.get(LIST, query).context["table"].rows
    return [row.data["resource__title"] for row in rows]


def cell(client, name: str) -> object:
    [row] = client.get(LIST).context["table"].rows
    return next(cell.shown for cell in row.cells if cell.column.name == name)


# What waits


def test_what_was_booked_or_entered_and_waits_is_listed(own, alice, bob):
    ask(alice, "Asked")
    make_order(alice, method="free", confirmation=True)
    book_and_ask(alice, bob)

    assert sorted(shown(own)) == ["Asked", "Team leading", "Wound care"]


def test_what_does_not_wait_for_a_word_is_not_listed(own, alice, charlie):
    make_order(alice)
    enter_by_hand(make_resource(), alice)
    ask(alice, confirm_by="payment")
    ask(alice, status="declined")
    ask(charlie, "Charlie's")
    lapsed = ask(alice)
    lapse(lapsed)

    assert shown(own) == []


def test_a_row_says_what_it_is_and_until_when(own, alice):
    asked = ask(alice, "Wundpflege", reference="WUN-1")

    assert cell(own, "title") == "Wundpflege"
    assert cell(own, "reference") == "WUN-1"
    assert cell(own, "begin") == cell(own, "end") == asked.resource.begin
    assert cell(own, "kind") == "Implementation"
    assert cell(own, "until") == asked.confirm_until


@pytest.mark.parametrize(("by", "word"), [("person", "You"), ("staff", "Administrative role")])
def test_it_is_said_who_must_confirm(own, alice, by, word):
    ask(alice, confirm_by=by)

    assert cell(own, "confirm_by") == word


def test_one_answers_only_where_one_is_asked(own, alice):
    asked, waiting = ask(alice), ask(alice, confirm_by="staff")

    page = own.get(LIST).content.decode()

    assert f"{LIST}{asked.pk}/accept/" in page
    assert f"{LIST}{asked.pk}/decline/" in page
    assert f"{LIST}{waiting.pk}/" not in page


def test_a_booking_behind_it_is_one_click_away(own, alice, bob):
    order = order_of(book_and_ask(alice, bob))

    assert f'href="/bookings/{order.number}/"' in own.get(LIST).content.decode()


def test_without_a_time_limit_it_waits_at_the_end(own, alice):
    ask(alice, "Open end", within=None)
    ask(alice, "Later", within=2 * WEEK)
    ask(alice, "Sooner")

    assert shown(own) == ["Sooner", "Later", "Open end"]


def test_nothing_pending_is_said_kindly(own):
    assert says(own.get(LIST), "Nothing waits to be confirmed")


# The number in the tab


@pytest.mark.parametrize("place", ["/bookings/", "/bookings/addresses/", LIST])
def test_every_tab_says_how_much_waits_for_oneself(own, alice, charlie, place):
    ask(alice)
    ask(alice, confirm_by="staff")
    ask(charlie)

    assert says(own.get(place), '<span class="kb-count">1')


# Search, sort, workbook


@pytest.mark.parametrize("words", ["wund", "WUN-1", "pfl wund"])
def test_it_is_found_by_words_of_the_course(own, alice, words):
    ask(alice, "Wundpflege Pflicht", reference="WUN-1")
    ask(alice, "Leadership")

    assert shown(own, q=words) == ["Wundpflege Pflicht"]


@pytest.mark.parametrize("sort", ["answer", "person__password", "-resource__priority", "\0"])
def test_nobody_sorts_by_what_is_no_column(own, alice, sort):
    ask(alice, "B", within=2 * WEEK)
    ask(alice, "A")

    assert shown(own, sort=sort) == ["A", "B"]


def test_the_workbook_has_every_column_but_the_buttons(own, alice):
    ask(alice, "Wundpflege")

    answer = own.get(f"{LIST}export.xlsx", {"q": "wund"})
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    head, row = list(book.worksheets[0].iter_rows(values_only=True))

    assert head == (
        "Title", "Reference", "Begin", "End", "Type", "Confirmation by", "Confirmation until",
    )  # fmt: skip
    assert row[0] == "Wundpflege"
    assert row[5] == "You"


def test_columns_are_chosen_and_kept(own, alice):
    ask(alice)

    names = ["title", "until", "answer"]
    own.post(f"{LIST}columns/", {"order": names, "columns": names})

    heads = [str(head.column.label) for head in own.get(LIST).context["table"].head]
    assert heads == ["Title", "Confirmation until", "Answer"]


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_asks_the_database_the_same_for_one_and_fifty(
    own, alice, number, django_assert_max_num_queries
):
    for place in range(number):
        ask(alice, f"Course {place}")
    own.get(LIST)

    with django_assert_max_num_queries(12):
        own.get(LIST)


# Yes


def test_a_yes_makes_the_membership_active(own, alice):
    asked = ask(alice)

    answer = own.post(f"{LIST}{asked.pk}/accept/", {"query": "q=wound"})

    assert answer["Location"] == f"{LIST}?q=wound"
    assert (status(asked), seats(asked)) == ("active", 1)
    assert says(own.get(LIST), "You take part in “Wound care”.")
    [line] = history.of(asked)
    assert (line.verb, line.by, line.before, line.after) == (
        "accepted", alice, "pending", "active",
    )  # fmt: skip


def test_a_second_yes_is_told_that_it_was_said(own, alice):
    asked = ask(alice)
    own.post(f"{LIST}{asked.pk}/accept/")

    page = own.post(f"{LIST}{asked.pk}/accept/", follow=True)

    assert says(page, "You have already accepted “Wound care”. Nothing was changed.")
    assert history.of(asked).count() == 1


def test_a_yes_that_comes_too_late_is_told_so(own, alice):
    asked = ask(alice)
    lapse(asked)

    page = own.post(f"{LIST}{asked.pk}/accept/", follow=True)

    assert says(page, "“Wound care” could be confirmed until", "Your seat has been given up")
    assert status(asked) != "active"


def test_a_yes_to_what_was_declined_changes_nothing(own, alice):
    asked = ask(alice, status="declined")

    page = own.post(f"{LIST}{asked.pk}/accept/", follow=True)

    assert says(page, "“Wound care” no longer waits for your answer. Nothing was changed.")
    assert status(asked) == "declined"


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_nobody_decides_in_the_place_of_staff(own, alice, answer):
    waiting = make_order(alice, method="free", confirmation=True).participation
    held = ask(alice, confirm_by="payment")

    for one in (waiting, held):
        place = f"{LIST}{one.pk}/{answer}/"
        assert own.post(place, {"note": "x"}).status_code == 404
        assert status(one) == "pending"


# No


def test_a_no_asks_first(own, alice):
    asked = ask(alice)

    page = own.get(f"{LIST}{asked.pk}/decline/")

    assert says(page, "Decline this membership?", "Your seat is free again at once.")
    assert status(asked) == "pending"


def test_a_no_frees_the_seat_and_keeps_the_note(own, alice):
    asked = ask(alice)

    answer = own.post(f"{LIST}{asked.pk}/decline/", {"note": "On\r\nleave", "query": ""})

    assert answer["Location"] == LIST
    assert (status(asked), seats(asked)) == ("declined", 0)
    [line] = history.of(asked)
    assert (line.verb, line.note) == ("refused", "On\nleave")


def test_a_no_to_what_was_booked_cancels_the_order_without_a_fee(own, alice, bob):
    asked = book_and_ask(alice, bob, method="invoice")

    page = own.get(f"{LIST}{asked.pk}/decline/")
    own.post(f"{LIST}{asked.pk}/decline/", {"note": ""}, follow=True)
    own.post(f"{LIST}{asked.pk}/decline/", {"note": "", "query": ""})

    order = order_of(asked)
    assert says(page, f"booking {order.number} is cancelled without a fee")
    assert (order.status, order.cancellation_fee) == ("cancelled", None)
    assert (status(asked), seats(asked)) == ("declined", 0)
    assert [line.verb for line in history.of(order)] == ["booked", "refused"]


def test_a_note_that_is_too_long_is_shown_again(own, alice):
    asked = ask(alice)
    note = "n" * 10_000

    page = own.post(f"{LIST}{asked.pk}/decline/", {"note": note, "query": "q=w"})

    assert says(page, "At most 2000 characters fit here", note, 'value="q=w"')
    assert status(asked) == "pending"


def test_after_an_answer_the_number_is_gone_from_the_tab(own, alice):
    asked = ask(alice)

    own.post(f"{LIST}{asked.pk}/accept/")

    assert not says(own.get(LIST), "kb-count")


def test_a_refused_answer_writes_nothing_at_all(own, alice, bob):
    asked = book_and_ask(alice, bob)
    lapse(asked)
    mails = Message.objects.count()

    own.post(f"{LIST}{asked.pk}/accept/")

    assert Message.objects.count() == mails
    assert Participation.objects.get(pk=asked.pk).decided_at is None
