"""Booking orders in the planner: whose, which columns, tabs, search, filters, details."""

import pytest
from django.urls import reverse

from bookings import actions
from bookings.models import BookingOrder
from courseplanner.tables import Orders, OrdersOfImplementation
from tests.cast import (
    book,
    give_role,
    make_address,
    make_offer,
    make_order,
    make_person,
    make_resource,
)

ALL = "/planner/orders/"
DEFAULT = [
    "Booking number",
    "Status",
    "Offer type",
    "Offer",
    "Last name",
    "First name",
    "Content",
    "Order date",
    "Price",
    "Cancellation fee",
    "Billing address",
    "Comment",
]
ACCOUNTING = {"Cost center", "Account", "P.O. number"}


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


def table(client, url: str = ALL, **query):
    return client.get(url, query).context["table"]


def numbers(client, url: str = ALL, **query) -> list[str]:
    return [row.data["number"] for row in table(client, url, **query).rows]


def columns(client, url: str = ALL) -> set[str]:
    return {str(item.column.label) for item in table(client, url).chooser.items}


def of(order: BookingOrder, name: str = "orders", **kwargs) -> str:
    run = order.resource.implementation
    return reverse(f"courseplanner:{name}", kwargs={"pk": run.pk, **kwargs})


# Whose


def test_a_planner_sees_what_is_planned_whoever_booked(planner, alice, charlie, elsewhere):
    mine, foreigner_s = make_order(alice), make_order(charlie)
    book(make_offer(make_resource(organisation=elsewhere)), charlie)

    assert set(numbers(planner)) == {mine.number, foreigner_s.number}


def test_a_product_owner_sees_the_orders_of_the_product(client, alice, charlie):
    order = make_order(alice)
    make_order(alice)
    order.resource.implementation.product.owners.add(charlie)
    client.force_login(charlie)

    assert numbers(client) == [order.number]


def test_managers_see_their_people_wherever_they_book(
    client, alice, charlie, line_manager, elsewhere
):
    order = book(make_offer(make_resource(organisation=elsewhere)), alice)
    make_order(charlie)
    client.force_login(line_manager)

    assert numbers(client) == [order.number]


def test_a_manager_of_another_department_sees_nothing(client, alice, tech):
    make_order(alice)
    client.force_login(make_person("Tim", "line_manager", tech))

    assert numbers(client) == []


def test_a_role_not_passed_on_ends_at_its_organisation(client, alice, root):
    make_order(alice)
    manager = make_person("Rita")
    give_role(manager, "line_manager", root, inherited=False)
    client.force_login(manager)

    assert numbers(client) == []


def test_the_list_of_an_implementation_holds_its_orders_only(planner, alice):
    order = make_order(alice)
    make_order(alice)

    assert numbers(planner, of(order)) == [order.number]


# Columns


def test_the_columns_begin_as_the_original_shows_them(planner, alice):
    make_order(alice)

    heads = [str(head.column.label) for head in table(planner).head]

    assert heads == DEFAULT


def test_the_content_is_a_column_of_the_list_over_all_only(planner, alice):
    order = make_order(alice)

    assert "Content" in columns(planner)
    assert "Content" not in columns(planner, of(order))


def test_accounting_s_columns_exist_for_planners(planner, alice):
    make_order(alice)

    assert columns(planner) >= ACCOUNTING


@pytest.mark.parametrize("role", ["line_manager", "education_manager"])
def test_accounting_s_columns_do_not_exist_for_managers(client, alice, care, role):
    make_order(alice)
    client.force_login(make_person("Mara", role, care))

    assert not columns(client) & ACCOUNTING
    choose = {"columns": ["number", "account"], "order": ["number", "account"]}
    client.post("/planner/orders/columns/", choose)
    assert not columns(client) & ACCOUNTING


def test_who_plans_here_and_manages_there_reads_accounting_on_planned_rows_only(
    client, alice, elsewhere, root
):
    planned = make_order(alice)
    there = make_offer(make_resource(organisation=elsewhere), method="invoice")
    managed = book(there, alice)
    person = make_person("Mira", "planner", root)
    client.force_login(person)
    give_role(person, "line_manager", root)
    names = ["number", "cost_center", "account"]
    client.post("/planner/orders/columns/", {"columns": names, "order": names})

    rows = {row.data["number"]: row.data for row in table(client).rows}

    assert rows[planned.number]["seen_cost_center_account"] == "3200"
    assert rows[managed.number]["seen_cost_center_account"] == ""
    assert (rows[planned.number]["may_settle"], rows[managed.number]["may_settle"]) == (1, 0)


# Tabs, search, filters


@pytest.fixture
def one_of_each(alice, bob):
    """An order per tab, by the name of the tab."""
    orders = {
        "open": make_order(alice),
        "done": make_order(alice, method="free"),
        "paid": make_order(alice),
        "cancelled": make_order(alice, confirmation=True),
        "confirm": make_order(alice, confirmation=True),
    }
    actions.mark_paid(order=orders["paid"], by=bob)
    actions.decline(participation=orders["cancelled"].participation, by=bob)
    typed = make_address()
    typed.pk = None
    orders["proposal"] = book(make_offer(method="invoice"), alice, address=typed)
    for tab, change in {
        "written_off": {"state": "written_off"},
        "error": {"state": "error"},
        "adjusted": {"price": 100},
    }.items():
        orders[tab] = make_order(alice)
        BookingOrder.objects.filter(pk=orders[tab].pk).update(**change)
    return orders


@pytest.mark.parametrize("tab", ["done", "paid", "cancelled", "written_off", "error"])
def test_a_tab_holds_what_it_says(planner, one_of_each, tab):
    assert numbers(planner, preset=tab) == [one_of_each[tab].number]


@pytest.mark.parametrize("tab", ["confirm", "proposal", "adjusted"])
def test_a_tab_of_what_needs_a_look_holds_what_it_says(planner, one_of_each, tab):
    assert numbers(planner, preset=tab) == [one_of_each[tab].number]


def test_open_is_open_and_in_payment(planner, one_of_each):
    BookingOrder.objects.filter(pk=one_of_each["error"].pk).update(state="in_payment")

    found = numbers(planner, preset="open")

    assert {one_of_each["open"].number, one_of_each["error"].number} <= set(found)
    assert one_of_each["paid"].number not in found


def test_the_tabs_count_what_they_hold(planner, one_of_each):
    counted = {str(tab.label): str(tab.count) for tab in table(planner).tabs}

    assert counted["All"] == str(len(one_of_each))
    assert counted["Paid"] == counted["Error"] == counted["Address proposal"] == "1"


def test_invoices_only_is_one_click_away(planner, one_of_each):
    page = planner.get(ALL).content.decode()

    assert 'href="?method=invoice"' in page
    assert one_of_each["done"].number not in numbers(planner, method="invoice")


@pytest.mark.parametrize("words", ["ammer", "ÄMMER", "aemmer ali", "alice", "alice@exam"])
def test_people_are_found_by_the_beginnings_of_their_words(planner, alice, charlie, words):
    order = make_order(alice)
    make_order(charlie)

    assert numbers(planner, q=words) == [order.number]


@pytest.mark.parametrize("cut", [slice(None), slice(None, -4), slice(3, None), slice(3, 13)])
def test_an_order_is_found_by_the_beginning_of_its_number(planner, alice, cut):
    order = make_order(alice)

    assert order.number in numbers(planner, q=order.number[cut].lower())


@pytest.mark.parametrize("words", ["%" * 10_000, "xyzzy", "_", "KB-1999"])
def test_what_is_not_there_is_not_found(planner, alice, words):
    make_order(alice)

    assert numbers(planner, q=words) == []


@pytest.mark.parametrize(
    "nonsense",
    [
        {"sort": "person__password"},
        {"sort": "-price__lt"},
        {"cursor": "broken"},
        {"preset": "nonsense"},
        {"status": "nonsense"},
        {"method": "nonsense"},
        {"page_size": "10000000"},
    ],
)
def test_nonsense_in_the_address_is_harmless(planner, alice, nonsense):
    make_order(alice)

    assert planner.get(ALL, nonsense).status_code == 200


def test_offers_of_one_implementation_can_be_told_apart(planner, alice, charlie):
    resource = make_resource()
    first, second = make_offer(resource, method="invoice"), make_offer(resource)
    order, other = book(first, alice), book(second, charlie)

    assert numbers(planner, of(order), offer=first.pk) == [order.number]
    assert set(numbers(planner, of(order))) == {order.number, other.number}


def test_the_list_sorts_by_person_and_goes_from_page_to_page(planner, charlie, alice):
    for person in (charlie, alice):
        make_order(person)

    by_name = [row.data["person__last_name"] for row in table(planner, sort="last_name").rows]

    assert by_name == ["Ämmerli", "Chevalley"]


# Details


def test_the_details_say_everything_and_tell_the_history(planner, alice, bob):
    order = book(make_offer(method="invoice"), alice, po_number="PO-1", comment="In January")
    actions.mark_paid(order=order, by=bob)

    page = planner.get(reverse("courseplanner:order", kwargs={"number": order.number}))

    said = page.content.decode()
    for word in ("PO-1", "In January", "Weiterbildung", "3200", "Booked", "Set as paid", str(bob)):
        assert word in said


def test_managers_do_not_read_accounting_in_the_details(client, alice, line_manager):
    order = book(make_offer(method="invoice"), alice, po_number="PO-SECRET")
    client.force_login(line_manager)

    said = client.get(reverse("courseplanner:order", kwargs={"number": order.number}))

    for word in ("PO-SECRET", "Weiterbildung", "3200"):
        assert word not in said.content.decode()


# Cost


@pytest.mark.parametrize("url", [ALL, None])
def test_a_list_asks_the_same_for_one_and_three_rows(
    planner, alice, charlie, bob, django_assert_max_num_queries, url
):
    offer = make_offer(make_resource(), method="invoice")
    order = book(offer, alice)
    url = url or of(order)
    planner.get(url)
    with django_assert_max_num_queries(12) as one:
        planner.get(url)
    book(offer, charlie)
    book(offer, bob)
    with django_assert_max_num_queries(len(one)):
        planner.get(url)


def test_both_lists_hold_the_same_columns_but_one():
    names = {column.name for column in Orders.columns}
    assert names - {column.name for column in OrdersOfImplementation.columns} == {"content"}


def test_the_list_says_how_full_the_course_is(planner, alice):
    resource = make_resource(max_participants=5, min_participants=2)
    order = book(make_offer(resource, confirmation=True), alice)

    said = planner.get(of(order)).content.decode()

    assert "0 active" in said
    assert "1 pending" in said
