"""The workbook of My bookings: read back cell by cell and compared with the page."""

import datetime
import io
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from bookings.models import BookingOrder
from bookings.tables import MyBookings
from tests.cast import book, make_address, make_offer, make_order, make_resource

EXPORT = "/bookings/export.xlsx"
NASTY = [
    "=1+1",
    "0012",
    "1E5",
    "@SUM(A1)",
    "+41 62",
    "-5 °C",
    "\u202eabc",
    "a_x000D_b",
    "Zeile\n2",
]


@pytest.fixture
def own(client, alice):
    client.force_login(alice)
    return client


def read(client, query=""):
    answer = client.get(EXPORT + query)
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.getvalue()))


def rows(book):
    head, *rest = book.worksheets[0].iter_rows()
    return [cell.value for cell in head], rest


def choose(client, names):
    client.post("/bookings/columns/", {"order": names, "columns": names})


def test_the_workbook_has_the_visible_columns_in_their_order_with_the_currency(own, alice):
    make_order(alice)
    choose(own, ["content", "price", "number"])

    head, [row] = rows(read(own))

    assert head == ["Content", "Price", "Currency", "Booking number"]
    assert [cell.value for cell in row][:3] == ["Wound care", 490, "CHF"]


def test_all_columns_are_offered_beside_it(own, alice):
    make_order(alice)

    head, _rows = rows(read(own, "?columns=all"))

    assert head == [
        "Booking number", "Status", "Participation", "Offer type", "Offer", "Content",
        "Order date", "Price", "Cancellation fee", "Currency", "Billing address", "P.O. number",
        "Comment",
    ]  # fmt: skip


def test_cells_are_typed(own, alice):
    order = make_order(alice, price=Decimal("1290.50"))
    names = [column.name for column in MyBookings.columns]
    choose(own, names)

    head, [row] = rows(read(own))
    cells = dict(zip(head, row, strict=True))

    assert (cells["Price"].value, cells["Price"].data_type) == (1290.5, "n")
    assert "0.00" in cells["Price"].number_format
    local = timezone.localtime(order.created_at).replace(tzinfo=None, microsecond=0)
    assert abs(cells["Order date"].value - local) < datetime.timedelta(seconds=2)
    for name in ("Booking number", "Billing address", "Status", "Currency"):
        assert cells[name].data_type == "s"
    assert cells["Status"].value == "Open"
    assert cells["Participation"].value == "Active"


def test_page_and_workbook_agree_column_by_column(own, alice):
    make_order(alice)
    make_order(alice, method="free", confirmation=True)
    make_order(alice, method="code")
    BookingOrder.objects.filter(method="invoice").update(
        state="cancelled", cancelled_at=timezone.now(), cancellation_fee=Decimal("120.00")
    )
    names = [column.name for column in MyBookings.columns]
    choose(own, names)

    table = own.get("/bookings/").context["table"]
    head, cells = rows(read(own))

    assert len(cells) == len(table.rows) == 3
    for row, line in zip(table.rows, cells, strict=True):
        written = dict(zip(head, (cell.value for cell in line), strict=True))
        for cell in row.cells:
            value = written[str(cell.column.label)]
            if cell.is_empty:
                assert value is None
            elif isinstance(cell.value, Decimal):
                assert (Decimal(str(value)), written["Currency"]) == (cell.value, cell.currency)
            elif isinstance(cell.value, datetime.datetime):
                assert value.date() == timezone.localdate(cell.value)
            else:
                assert value == str(cell.shown)


def test_the_workbook_follows_search_filter_and_sort_and_takes_all_rows(own, alice):
    for number in range(30):
        book(make_offer(make_resource(f"Kurs {number:02}"), method="free"), alice)
    make_order(alice)

    _head, found = rows(read(own, "?q=kurs&status=done&sort=content&cursor=after.broken"))

    titles = [row[4].value for row in found]
    assert titles == [f"Kurs {number:02}" for number in range(30)]


def test_nobody_s_workbook_holds_anybody_else_s_bookings(own, alice, charlie):
    make_order(charlie)
    order = make_order(alice)

    _head, found = rows(read(own, "?person=2&person_id=2&columns=all"))

    assert [row[0].value for row in found] == [order.number]


@pytest.mark.parametrize("text", NASTY)
def test_text_comes_back_as_it_was_as_text(own, alice, text):
    offer = make_offer(make_resource(text), method="invoice")
    address = make_address(person=alice, name_line_1=text)
    book(offer, alice, po_number=text, comment=text, address=address)

    head, [row] = rows(read(own, "?columns=all"))

    cells = dict(zip(head, row, strict=True))
    for name in ("Content", "P.O. number", "Comment"):
        assert (cells[name].value, cells[name].data_type) == (text, "s")


def test_a_workbook_asks_at_most_ten_times_for_one_row_and_for_three(
    own, alice, django_assert_num_queries, django_assert_max_num_queries
):
    make_order(alice)
    with django_assert_max_num_queries(10) as one:
        read(own)
    make_order(alice)
    make_order(alice, method="free")
    with django_assert_num_queries(len(one)):
        read(own)


def test_the_workbook_speaks_the_reader_s_language(own, alice):
    make_order(alice)
    alice.language = "de"
    alice.save()

    head, _rows = rows(read(own))

    assert head[0] in ("Buchungsnummer", "Booking number")


def test_what_when_by_whom_and_which_filter_stand_on_the_last_sheet(own, alice):
    make_order(alice)

    about = read(own, "?q=wound&status=open").worksheets[-1]

    said = {row[0].value: row[1].value for row in about.iter_rows()}
    assert said["What"] == "My bookings"
    assert said["By whom"] == "Alice Ämmerli"
    assert said["Search"] == "wound"
    assert said["Status"] == "Open"
    assert said["Rows"] == 1
