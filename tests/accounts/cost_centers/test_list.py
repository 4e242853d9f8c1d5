"""The list of cost centers: columns, tabs, search, sorting, workbook, cost."""

import io

import pytest
from openpyxl import load_workbook

from tests.accounts.cost_centers.pages import make_center, of, says, url
from tests.cast import make_offer

COLUMNS = ["ID", "Name", "Account", "Activated", "Number of offers"]


@pytest.fixture
def keeper(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def three(db):
    make_center("Ärztliche Fortbildung", identifier="4520", account="3220")
    make_center("Weiterbildung", identifier="4500", account="0320")
    make_center("Archiv", identifier="1000", is_active=False)


def table(client, **query):
    return client.get(url(), query).context["table"]


def names(client, **query) -> list[str]:
    return [row.data["name"] for row in table(client, **query).rows]


def test_the_columns_are_those_of_the_original(keeper, three):
    assert [str(head.column.label) for head in table(keeper).head] == COLUMNS


def test_the_tabs_part_active_from_inactive(keeper, three):
    assert names(keeper) == ["Ärztliche Fortbildung", "Weiterbildung"]
    assert names(keeper, preset="inactive") == ["Archiv"]
    tabs = {str(tab.label): str(tab.count) for tab in table(keeper).tabs}
    assert tabs == {"Active": "2", "Inactive": "1", "All": "3"}


@pytest.mark.parametrize("words", ["arzt", "4520", "3220", "ÄRZTLICHE fort"])
def test_search_looks_in_id_name_and_account(keeper, three, words):
    assert names(keeper, q=words) == ["Ärztliche Fortbildung"]


def test_search_that_finds_nothing_says_so(keeper, three):
    assert says(keeper.get(url(), {"q": "nirgends"}), "Nothing found")


def test_the_list_sorts_by_id_and_name(keeper, three):
    assert names(keeper, sort="-name", preset="all")[0] == "Weiterbildung"
    assert names(keeper, sort="identifier", preset="all")[0] == "Archiv"
    sortable = {head.column.name for head in table(keeper).head if head.href}
    assert sortable == {"identifier", "name"}


def test_offers_are_counted(keeper):
    used, _unused = make_center("A"), make_center("B")
    for _time in range(2):
        make_offer(method="invoice", cost_center=used)

    numbers = {row.data["name"]: row.data["number_of_offers"] for row in table(keeper).rows}

    assert (numbers["A"], numbers["B"]) == (2, 0)


def test_only_what_no_offer_has_can_be_deleted_in_the_menu(keeper):
    used, unused = make_center("A"), make_center("B")
    make_offer(method="invoice", cost_center=used)

    page = keeper.get(url())

    assert says(page, of(unused, "delete"))
    assert not says(page, of(used, "delete"))


def test_a_chosen_column_order_is_kept(keeper, three):
    order = ["name", "account", "identifier", "active", "offers"]
    keeper.post(url("columns"), {"columns": ["name", "account"], "order": order})

    assert [head.column.name for head in table(keeper).head] == ["name", "account"]


def test_the_workbook_holds_the_tab_and_keeps_leading_zeros(keeper, three):
    book = load_workbook(io.BytesIO(keeper.get(url("export")).getvalue()))

    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert list(head) == COLUMNS
    assert [row[1] for row in rows] == ["Ärztliche Fortbildung", "Weiterbildung"]
    assert rows[1][2] == "0320"


def test_text_like_a_formula_stays_text(keeper):
    make_center('=HYPERLINK("http://evil.example")')

    sheet = load_workbook(io.BytesIO(keeper.get(url("export")).getvalue())).worksheets[0]

    assert sheet.cell(2, 2).data_type == "s"


def test_a_list_asks_the_same_for_one_and_fifty_rows(keeper, django_assert_max_num_queries):
    make_center()
    keeper.get(url())
    with django_assert_max_num_queries(12) as one:
        keeper.get(url())
    for place in range(50):
        make_offer(method="invoice", cost_center=make_center(f"C{place:02}"))
    with django_assert_max_num_queries(len(one)):
        keeper.get(url())


@pytest.mark.parametrize("nonsense", [{"sort": "offers"}, {"preset": "x"}, {"cursor": "broken"}])
def test_nonsense_in_the_address_is_harmless(keeper, three, nonsense):
    assert keeper.get(url(), nonsense).status_code == 200


def test_an_empty_house_says_what_cost_centers_are_for(keeper):
    assert says(keeper.get(url()), "There are no cost centers yet", "Create cost center")


def test_where_all_are_inactive_the_way_to_them_is_shown(keeper):
    make_center(is_active=False)

    assert says(keeper.get(url()), "No cost center is active", "?preset=inactive")


def test_the_tab_stands_in_the_room_of_the_organisations(keeper, three):
    page = keeper.get(url())

    assert says(page, f'<a href="{url()}" aria-current="page">Cost centers</a>')
