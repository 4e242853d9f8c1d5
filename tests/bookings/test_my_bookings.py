"""My bookings: whose rows, which columns, search, filter, sort, pages; and the details."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import TablePreference
from bookings import actions, states
from bookings.models import BookingOrder, Participation
from bookings.tables import MyBookings
from tests.cast import book, enter_by_hand, make_offer, make_order, make_resource

LIST = "/bookings/"
DEFAULT = [
    "Booking number",
    "Status",
    "Offer type",
    "Offer",
    "Content",
    "Order date",
    "Price",
    "Cancellation fee",
]
HIDDEN = ["Participation", "Billing address", "P.O. number", "Comment"]


@pytest.fixture
def own(client, alice):
    client.force_login(alice)
    return client


def titled(title: str, person, **terms) -> BookingOrder:
    return book(make_offer(make_resource(title), **{"method": "free"} | terms), person)


def shown(client, **query) -> list[str]:
    """The numbers on the page, in their order."""
    return [row.data["number"] for row in client.get(LIST, query).context["table"].rows]


def heads(page) -> list[str]:
    return [str(head.column.label) for head in page.context["table"].head]


# Whose rows


def test_the_list_is_for_those_who_signed_in(client):
    for page in (LIST, f"{LIST}export.xlsx", f"{LIST}KB-2026-000001-1/"):
        assert client.get(page)["Location"] == f"/accounts/login/?next={page}"


def test_everybody_sees_their_own_bookings_only(client, alice, charlie, bob, admin):
    order = make_order(alice)
    theirs = make_order(charlie)

    for person, numbers in ((alice, [order.number]), (charlie, [theirs.number]), (bob, [])):
        client.force_login(person)
        assert shown(client) == numbers
    client.force_login(admin)
    assert shown(client) == []


def test_a_membership_entered_by_hand_or_by_group_is_not_listed(own, alice):
    order = make_order(alice)
    for origin in ("manual", "group"):
        enter_by_hand(make_resource(), alice, origin)

    assert shown(own) == [order.number]


def test_what_was_booked_for_somebody_is_in_their_list(own, alice, bob):
    order = book(make_offer(), alice, by=bob)

    assert shown(own) == [order.number]


# Columns


def test_the_columns_begin_as_the_original_shows_them(own, alice):
    make_order(alice)

    page = own.get(LIST)

    assert heads(page) == DEFAULT
    labels = {str(item.column.label) for item in page.context["table"].chooser.items}
    assert labels == {*DEFAULT, *HIDDEN}


def test_no_column_of_accounting_exists_here():
    names = {column.name for column in MyBookings.columns}
    assert not names & {"cost_center", "account", "price_original"}


def choose(client, columns: list[str], **more: str):
    order = [*columns, *(c.name for c in MyBookings.columns if c.name not in columns)]
    return client.post("/bookings/columns/", {"order": order, "columns": columns} | more)


def test_columns_are_shown_hidden_ordered_and_kept(own, alice):
    make_order(alice)

    answer = choose(own, ["content", "number", "participation", "comment"])

    assert answer["Location"] == LIST
    assert heads(own.get(LIST)) == ["Content", "Booking number", "Participation", "Comment"]
    choose(own, [], reset="1")
    assert heads(own.get(LIST)) == DEFAULT
    assert not TablePreference.objects.exists()


def test_a_column_moves_without_script_and_the_chooser_stays_open(own, alice):
    make_order(alice)

    names = [column.name for column in MyBookings.columns if column.default]
    answer = choose(own, names, down="number", query="status=done")

    assert answer["Location"] == f"{LIST}?status=done&chooser=down-number"
    assert heads(own.get(LIST))[:2] == ["Status", "Booking number"]


def test_one_s_choice_is_nobody_else_s(client, alice, charlie):
    client.force_login(alice)
    choose(client, ["number", "content"])
    client.force_login(charlie)
    make_order(charlie)

    assert heads(client.get(LIST)) == DEFAULT


def test_columns_that_do_not_exist_fall_away(own, alice):
    make_order(alice)
    TablePreference.objects.create(
        person=alice,
        table=MyBookings.name,
        choice={"columns": ["cost_center", "person__password", "content"], "sort": "-secret"},
    )

    assert heads(own.get(LIST)) == ["Booking number", "Content"]


def test_the_chooser_is_not_opened_by_a_link(own):
    assert own.get("/bookings/columns/").status_code == 405


# Cells


def test_a_row_says_what_was_booked(own, alice):
    order = make_order(alice, price=Decimal("1290.00"))

    page = own.get(LIST).content.decode()

    assert f'href="/bookings/{order.number}/"' in page
    assert "<abbr>CHF</abbr> 1,290.00" in page
    assert 'class="kb-status open"' in page
    assert "Wound care" in page


def test_every_status_reads_as_a_word(own, alice):
    order = make_order(alice)
    for state in states.ORDER:
        moved = (
            {"cancelled_at": timezone.now()} if state == "cancelled" else {"cancelled_at": None}
        )
        moved |= {"paid_at": timezone.now()} if state == "paid" else {}
        BookingOrder.objects.filter(pk=order.pk).update(state=state, **moved)
        assert str(states.STATUS[state]) in own.get(LIST).content.decode()


# Search, filter, sort


def test_search_finds_the_beginning_of_any_word_in_every_spelling(own, alice):
    order = titled("Grüne Energie im Büro", alice)
    titled("Wundpflege", alice)

    for words in ("büro", "buro", "buero", "BÜR", "ener gru", "Energie"):
        assert shown(own, q=words) == [order.number], words
    for words in ("uero", "energie wund", "%", "_"):
        assert shown(own, q=words) == [], words


def test_search_finds_a_number_as_it_is_read_out(own, alice):
    order, other = titled("One", alice), titled("Two", alice)

    for part in (order.number, order.number.lower(), order.number[8:]):
        assert shown(own, q=part) == [order.number]
    assert set(shown(own, q="kb-")) == {order.number, other.number}


def test_a_title_is_found_as_it_was_booked_and_as_it_is_now(own, alice):
    order = titled("Wundpflege", alice)
    BookingOrder.objects.update(resource_title="Pflege", resource_title_folded="pflege")

    assert shown(own, q="pflege") == shown(own, q="wund") == [order.number]


@pytest.mark.parametrize("words", ["\x00", "a\x00b", "x" * 5000, "%" * 300, "((((", "'", "\ud83d"])
def test_whatever_is_searched_answers(own, alice, words):
    make_order(alice)

    assert own.get(LIST, {"q": words.encode("utf-8", "replace")}).status_code == 200


def test_each_of_the_eight_statuses_filters(own, alice):
    orders = {status: titled(status, alice) for status in states.STATUS}
    now = timezone.now()
    for status, order in orders.items():
        state = "cancelled" if status.startswith("cancelled") else status
        BookingOrder.objects.filter(pk=order.pk).update(
            state=state,
            paid_at=now if state == "paid" else None,
            cancelled_at=now if state == "cancelled" else None,
            cancellation_fee=Decimal(50) if status == "cancelled_fee" else None,
        )

    for status, order in orders.items():
        assert shown(own, status=status) == [order.number]
    assert len(shown(own, status=["open", "paid", "done"])) == 3


def test_the_offer_type_filters_and_the_filter_is_named_and_removable(own, alice):
    make_order(alice, method="free")
    order = make_order(alice)

    page = own.get(LIST, {"method": "invoice", "q": "wound"})

    assert [row.data["number"] for row in page.context["table"].rows] == [order.number]
    assert b"Offer type: Invoice" in page.content
    assert b'href="?q=wound"' in page.content


def test_a_value_that_is_no_longer_on_offer_filters_nothing_and_is_not_named(own, alice):
    order = make_order(alice)

    page = own.get("/bookings/", {"status": "gone"}).content.decode()

    assert order.number in page
    assert "Remove filter" not in page


def test_an_unknown_parameter_does_not_make_an_empty_list_a_filtered_one(own):
    page = own.get("/bookings/", {"utm_source": "mail"}).content.decode()

    assert "You have not booked anything yet" in page
    assert "Nothing found" not in page


def test_nothing_found_says_so_and_offers_all_rows(own, alice):
    make_order(alice)

    page = own.get(LIST, {"q": "nonsense"})

    assert b"Nothing found" in page.content
    assert b"Show all rows" in page.content


def test_whoever_has_booked_nothing_is_led_to_the_catalog(own):
    page = own.get(LIST).content

    assert b"You have not booked anything yet" in page
    assert b'href="/catalog/"' in page
    assert b"Nothing found" not in page


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [("content", [1, 0, 2]), ("-content", [2, 0, 1]), ("price", [2, 1, 0]), ("number", [0, 1, 2])],
)
def test_a_list_is_sorted_by_the_head_of_a_column(own, alice, sort, numbers):
    orders = [
        titled("Büro", alice, method="invoice", price=30),
        titled("Anatomie", alice, method="invoice", price=20),
        titled("Zahlen", alice, method="invoice", price=10),
    ]

    assert shown(own, sort=sort) == [orders[place].number for place in numbers]


def test_the_newest_booking_stands_first(own, alice):
    first, second = titled("One", alice), titled("Two", alice)

    assert shown(own) == [second.number, first.number]


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "person__password"},
        {"sort": "-cost_center_name"},
        {"status": "nonsense"},
        {"method": "x' OR 1=1"},
        {"cursor": "after.broken"},
        {"cursor": "before.eyJh"},
        {"cursor": "\x00"},
        {"page": "-1"},
        {"page_size": "1000000000"},
        {"columns": "nonsense"},
        {"chooser": "up-person"},
        {"preset": "all"},
    ],
)
def test_unknown_names_and_broken_cursors_show_the_plain_list(own, alice, query):
    order = make_order(alice)

    assert shown(own, **query) == [order.number]


def test_pages_follow_one_another_without_gap(own, alice):
    orders = [titled(f"Kurs {number:02}", alice) for number in range(27)]

    first = own.get(LIST).context["table"]
    second = own.get(LIST + first.pager.next).context["table"]

    seen = [row.data["number"] for row in [*first.rows, *second.rows]]
    assert seen == [order.number for order in reversed(orders)]
    assert not second.pager.next


def test_a_list_asks_as_often_for_one_row_as_for_three(
    own, alice, django_assert_num_queries, django_assert_max_num_queries
):
    make_order(alice)
    choose(own, [column.name for column in MyBookings.columns])
    with django_assert_max_num_queries(12) as one:
        own.get(LIST)
    make_order(alice, method="free")
    make_order(alice, method="code")
    with django_assert_num_queries(len(one)):
        own.get(LIST)


# The menu and the details


def test_the_menu_leads_to_the_details_and_to_the_info_page(own, alice):
    order = make_order(alice)

    page = own.get(LIST, {"status": "open"}).content.decode()

    assert f'aria-label="Actions for {order.number}"' in page
    assert f'href="/bookings/{order.number}/?status=open"' in page
    info = reverse("catalog:info", kwargs={"slug": order.resource_id})
    assert f'href="{info}"' in page
    assert own.get(info, follow=True).status_code == 200


def test_the_details_are_a_dialog_over_the_list_and_close_by_a_link(own, alice):
    order = make_order(alice)

    page = own.get(order.get_absolute_url(), {"status": "open"}).content.decode()

    assert f"<title>Booking {order.number}" in page
    assert '<dialog class="kb-dialog" open' in page
    assert '<div class="kb-page" inert>' in page
    assert 'href="/bookings/?status=open"' in page


def facts(client, order) -> str:
    return client.get(order.get_absolute_url()).content.decode().partition("<dialog")[2]


def test_the_details_of_an_invoice_say_everything_the_person_may_know(own, alice):
    order = book(make_offer(method="invoice"), alice, po_number="0012", comment="Danke\nsehr")

    page = facts(own, order)

    for said in (order.number, "Open", "Active", "Invoice", "490.00", "120.00", "0012"):
        assert said in page
    for said in ("Danke<br>sehr", "Spital Aare AG", "Länggasse 12a", "0312 Zürich", "Switzerland"):
        assert said in page
    assert "Cancellable free of charge until" in page


def test_the_details_tell_no_learner_where_the_income_is_booked(own, alice):
    page = facts(own, make_order(alice))

    assert "Weiterbildung" not in page
    assert "3200" not in page


def test_the_details_of_a_free_booking_show_no_money(own, alice):
    page = facts(own, make_order(alice, method="free"))

    assert "CHF" not in page
    assert "Cancellation fee" not in page


def test_the_details_say_until_when_a_booking_waits(own, alice):
    order = make_order(alice, method="free", confirmation=True, confirmation_days=5)

    page = facts(own, order)

    assert "Pending" in page
    assert "Confirmation until" in page


def test_the_details_of_a_cancelled_booking_say_what_it_cost(own, alice):
    order = make_order(alice)
    BookingOrder.objects.update(
        state="cancelled", cancelled_at=timezone.now(), cancellation_fee=Decimal("80.00")
    )
    Participation.objects.update(status="cancelled")

    page = facts(own, order)

    assert "Cancelled with fee" in page
    assert "80.00" in page
    assert "Cancelled on" in page


def test_an_adjusted_price_stands_beside_the_original(own, alice):
    order = make_order(alice)
    BookingOrder.objects.update(price=Decimal("400.00"))

    page = facts(own, order)

    assert "Price (original)" in page
    assert "490.00" in page
    assert "400.00" in page


def test_what_is_frozen_stays_readable_after_the_course_was_renamed(own, alice):
    order = make_order(alice)
    type(order.resource).objects.update(title="Renamed")

    assert "Wound care" in facts(own, order)


def test_a_booking_of_somebody_else_is_not_there(client, alice, charlie, bob, admin):
    order = make_order(alice)

    for stranger in (charlie, bob, admin):
        client.force_login(stranger)
        assert client.get(order.get_absolute_url()).status_code == 404
        assert client.get(f"{order.get_absolute_url()}booked/").status_code == 404


@pytest.mark.parametrize("number", ["1", "KB-2026-999999-1", "..", "KB-2026-000001-7'--", "%00"])
def test_a_number_nobody_has_is_not_there(own, number):
    assert own.get(f"/bookings/{number}/").status_code == 404


# The confirmation


def test_the_confirmation_can_be_reloaded_and_says_what_comes_next(own, alice):
    order = book(make_offer(method="invoice"), alice, po_number="0012")
    url = f"{order.get_absolute_url()}booked/"

    for _again in range(2):
        page = own.get(url).content.decode()
        assert "You are booked." in page
        assert "The booking receipt is on its way to alice@example.org." in page
        assert "Later: the invoice goes to Spital Aare AG" in page
        assert "It names your P.O. number 0012." in page
        assert "cancellable free of charge" in page
        assert 'href="/bookings/"' in page
        assert order.resource.get_absolute_url() in page
    assert BookingOrder.objects.count() == 1


def test_the_confirmation_of_a_pending_booking_says_who_decides_until_when(own, alice):
    order = make_order(alice, method="free", confirmation=True, confirmation_days=5)

    page = own.get(f"{order.get_absolute_url()}booked/").content.decode()

    assert "Your place is held." in page
    assert "The course planners of Bildungszentrum Aare decide." in page
    assert "your participation is confirmed or declined" in page
    assert "invoice" not in page.partition("<main")[2].lower()


def test_once_the_booking_is_over_the_confirmation_gives_way_to_the_details(own, alice, bob):
    order = make_order(alice, method="free", confirmation=True)
    actions.decline(participation=order.participation, by=bob)

    answer = own.get(f"{order.get_absolute_url()}booked/")

    assert answer["Location"] == order.get_absolute_url()


def test_after_the_free_period_no_free_cancelling_is_promised(own, alice):
    soon = make_resource(begin=timezone.localdate() + timedelta(days=3))
    order = book(make_offer(soon, method="invoice"), alice)

    page = own.get(f"{order.get_absolute_url()}booked/").content.decode()

    assert "cancellable free of charge" not in page
