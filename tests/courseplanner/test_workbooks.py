"""What accounting gets: column by column, cell by cell, type by type, in both languages."""

import datetime
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from accounts.models import BillingAddress, User
from bookings.models import BookingOrder, OrderAddress
from courseplanner.accounting import AccountingReport
from tests.cast import book, make_address, make_offer, make_order, make_resource
from tests.tables.nasty import HOSTILE

PAGE = "/planner/orders/export.xlsx"
ACCOUNTING = "/planner/orders/accounting.xlsx"
# OpenOlat's columns, person first; Currency after Cancellation fee.
COLUMNS = [
    *["First name", "Last name", "E-mail", "Customer number"],
    *["Membership status", "Product", "Reference", "Org ID (product)", "Org name (product)"],
    *["Implementation", "Reference", "Implementation type", "Implementation status"],
    *["Implementation format", "Execution from", "Execution to", "Location"],
    *["Booking number", "Booking status", "Offer", "Offer type", "Cost center", "Account"],
    *["PO number", "Order comment", "Order date", "Price", "Cancellation fee", "Currency"],
    *["Billing address", "Customer number billing address", "Name / company"],
    *["Addition / department", "Address line 1", "Address line 2", "Address line 3"],
    *["Address line 4", "P.O. box", "Region", "ZIP", "City", "Country"],
    *["Org ID (billing address)", "Org name (billing address)", "Customer number organisation"],
]
NOT_FOR_MANAGERS = ["Cost center", "Account", "PO number"]


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def order(alice, care) -> BookingOrder:
    resource = make_resource(
        "Wundpflege für Büros",
        reference="0012",
        location="Olten",
        format="hybrid",
        begin=datetime.date(2027, 3, 1),
    )
    address = make_address(organisation=care, name_line_2="Pflege", zip="01234", country="DE")
    return book(
        make_offer(resource, method="invoice"),
        alice,
        address=address,
        po_number="1E5",
        comment="=1+1",
    )


def read(client, url: str = ACCOUNTING):
    answer = client.get(url)
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.getvalue()))


def table(workbook) -> tuple[list[str], list]:
    head, *rows = workbook.worksheets[0].iter_rows()
    return [cell.value for cell in head], rows


def by_name(workbook) -> dict:
    """The only row's cells; of the two columns Reference the implementation's."""
    head, [row] = table(workbook)
    return dict(zip(head, row, strict=True))


def test_the_columns_are_those_accounting_knows_in_their_order(planner, order):
    head, rows = table(read(planner))

    assert head == COLUMNS
    assert len(rows) == 1


def test_the_columns_are_labelled_in_the_reader_s_language(planner, order, bob):
    User.objects.filter(pk=bob.pk).update(language="de")

    head, _rows = table(read(planner))

    with translation.override("de"):
        assert head == [str(column.label) for column in AccountingReport.columns]


def test_every_cell_says_what_was_booked(planner, order):
    cells = {name: cell.value for name, cell in by_name(read(planner)).items()}

    assert (cells["First name"], cells["Last name"]) == ("Alice", "Ämmerli")
    assert cells["Customer number"] == "700001"
    assert cells["Membership status"] == "Active"
    assert cells["Product"] == cells["Implementation"] == "Wundpflege für Büros"
    assert (cells["Org ID (product)"], cells["Org name (product)"]) == (
        "bza",
        "Bildungszentrum Aare",
    )
    assert cells["Implementation type"] == "Single course"
    assert (cells["Implementation status"], cells["Implementation format"]) == (
        "Confirmed",
        "Hybrid",
    )
    assert (cells["Booking number"], cells["Booking status"]) == (order.number, "Open")
    assert (cells["Cost center"], cells["Account"]) == ("Weiterbildung", "3200")
    assert cells["Address line 1"] == "Länggasse 12a"
    assert (cells["Org ID (billing address)"], cells["Org name (billing address)"]) == (
        "bza-pflege",
        "Pflege",
    )
    assert cells["Customer number billing address"] == "400777"


def test_every_cell_has_the_type_of_what_it_holds(planner, order):
    cells = by_name(read(planner))

    assert isinstance(cells["Execution from"].value, datetime.datetime)
    assert cells["Execution from"].value.date() == datetime.date(2027, 3, 1)
    ordered = timezone.localtime(order.created_at).replace(tzinfo=None, microsecond=0)
    assert abs(cells["Order date"].value - ordered) < datetime.timedelta(seconds=2)
    assert (cells["Price"].data_type, cells["Price"].value) == ("n", 490)
    assert cells["Cancellation fee"].value is None
    for name, text in {
        "ZIP": "01234",
        "PO number": "1E5",
        "Reference": "0012",
        "Order comment": "=1+1",
        "Account": "3200",
        "Currency": "CHF",
    }.items():
        assert (cells[name].data_type, cells[name].value) == ("s", text)


def test_the_country_is_a_name_in_the_reader_s_language(planner, order, bob):
    assert by_name(read(planner))["Country"].value == "Germany"
    User.objects.filter(pk=bob.pk).update(language="de")
    [row] = table(read(planner))[1]
    assert "Deutschland" in [cell.value for cell in row]


def test_person_product_and_dates_are_live_and_the_promise_is_frozen(planner, order, alice):
    resource = order.resource
    User.objects.filter(pk=alice.pk).update(last_name="Neu")
    resource.title, resource.begin = "Renamed", datetime.date(2027, 4, 1)
    resource.end = resource.begin
    resource.save()
    BillingAddress.objects.update(zip="9999", city="Elsewhere")

    cells = {name: cell.value for name, cell in by_name(read(planner)).items()}

    assert (cells["Last name"], cells["Implementation"]) == ("Neu", "Renamed")
    assert cells["Execution from"].date() == datetime.date(2027, 4, 1)
    assert (cells["Price"], cells["ZIP"]) == (Decimal(490), "01234")


@pytest.mark.parametrize("role", ["line_manager", "education_manager"])
def test_managers_get_no_cost_center_account_and_po_number(client, order, care, role, request):
    client.force_login(request.getfixturevalue(role))

    for url in (ACCOUNTING, f"{PAGE}?columns=all"):
        head, rows = table(read(client, url))
        assert not {*head} & {*NOT_FOR_MANAGERS, "P.O. number"}
        assert len(rows) == 1
        assert not {"1E5", "Weiterbildung", "3200"} & {cell.value for cell in rows[0]}


def test_a_manager_gets_the_rows_of_their_people_only(client, order, charlie, line_manager):
    make_order(charlie)
    client.force_login(line_manager)

    _head, [row] = table(read(client))

    assert order.number in [cell.value for cell in row]


def test_the_workbook_follows_filter_tab_and_search_and_says_so(planner, order, charlie):
    make_order(charlie, method="free")

    workbook = read(planner, f"{ACCOUNTING}?method=invoice&preset=open&q=alice")

    assert len(table(workbook)[1]) == 1
    said = {row[0].value: row[1].value for row in workbook.worksheets[-1].iter_rows()}
    assert (said["Tab"], said["Search"], said["Offer type"]) == ("Open", "alice", "Invoice")
    assert said["By whom"] == "Bob Baumann"


def test_the_file_is_named_after_what_it_holds_and_the_date(planner, order):
    run = order.resource.implementation
    url = reverse("courseplanner:accounting", kwargs={"pk": run.pk})

    name = planner.get(url)["Content-Disposition"]

    assert "Orders_Wundpflege" in name
    assert timezone.localdate().isoformat() in name


def test_the_page_and_its_workbook_agree(planner, order, charlie):
    make_order(charlie)
    page = planner.get("/planner/orders/").context["table"]

    head, rows = table(read(planner, PAGE))

    shown = [str(column.label) for column in page.visible]
    assert [label for label in head if label != "Currency"] == shown
    assert [row[0].value for row in rows] == [row.data["number"] for row in page.rows]


def test_whatever_is_typed_comes_back_as_it_was_and_as_text(planner, alice):
    resource = make_resource()
    for text in HOSTILE:
        order = make_order(alice)
        BookingOrder.objects.filter(pk=order.pk).update(comment=text, resource=resource)
        OrderAddress.objects.filter(order=order).update(name_line_2=text[:255])

    head, rows = table(read(planner))

    comments = [row[head.index("Order comment")] for row in rows]
    additions = [row[head.index("Addition / department")] for row in rows]
    assert {cell.data_type for cell in comments + additions} == {"s"}
    assert {cell.value for cell in comments} == set(HOSTILE)
    assert {cell.value for cell in additions} == {text[:255] for text in HOSTILE}


def test_an_export_takes_at_most_ten_statements(
    planner, order, charlie, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10) as one:
        planner.get(ACCOUNTING).getvalue()
    make_order(charlie)
    with django_assert_max_num_queries(len(one)):
        planner.get(ACCOUNTING).getvalue()


def test_no_cache_keeps_the_workbook(planner, order):
    assert "no-store" in planner.get(ACCOUNTING)["Cache-Control"]
