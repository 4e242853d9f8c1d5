"""The list of an organisation's billing addresses: columns, tabs, search, sorting, workbook."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import Setting
from tests.accounts.addresses.pages import of, says, url
from tests.cast import book, make_address, make_offer, make_person

DEFAULT = [
    "Identifier",
    "Name / company",
    "Addition / department",
    "Street",
    "House number",
    "P.O. box",
    "ZIP",
    "City",
    "Country",
    "Customer number",
    "Status",
    "Num. bookings",
]
HIDDEN = {"Address line 2", "Address line 3", "Address line 4", "Region", "ID"}


@pytest.fixture
def keeper(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def three(care):
    """Two that can be chosen, one that cannot."""
    make_address(organisation=care, identifier="b", name_line_1="Ärztehaus", city="Olten")
    make_address(organisation=care, identifier="A", name_line_1="Zentrum", zip="4600")
    make_address(organisation=care, identifier="c", name_line_1="Bad", is_active=False)


def table(client, owner, **query):
    return client.get(url(owner), query).context["table"]


def identifiers(client, owner, **query) -> list[str]:
    return [row.data["identifier"] for row in table(client, owner, **query).rows]


def test_the_columns_begin_as_the_original_shows_them(keeper, care, three):
    shown = table(keeper, care)

    assert [str(head.column.label) for head in shown.head] == DEFAULT
    assert {str(i.column.label) for i in shown.chooser.items} == set(DEFAULT) | HIDDEN


def test_without_customer_numbers_there_is_no_such_column(keeper, care, three):
    Setting.objects.create(pk=1, customer_numbers=False)
    names = ["identifier", "customer_number"]
    keeper.post(url(care, "columns"), {"columns": names, "order": names})

    assert "Customer number" not in {
        str(i.column.label) for i in table(keeper, care).chooser.items
    }
    page = keeper.get(url(care, "export"), {"columns": "all"})
    head = next(load_workbook(io.BytesIO(page.getvalue())).worksheets[0].values)
    assert "Customer number" not in head
    assert not says(keeper.get(url(care)), "400777")


def test_the_list_holds_the_addresses_of_this_organisation_only(keeper, alice, care, root, three):
    make_address(organisation=root, identifier="above")
    make_address(person=alice, identifier="own")
    make_address(identifier="proposal")

    assert identifiers(keeper, care, preset="all") == ["A", "b", "c"]


def test_the_tabs_part_active_from_inactive(keeper, care, three):
    assert identifiers(keeper, care) == ["A", "b"]
    assert identifiers(keeper, care, preset="inactive") == ["c"]
    tabs = {str(tab.label): str(tab.count) for tab in table(keeper, care).tabs}
    assert tabs == {"Active": "2", "Inactive": "1", "All": "3"}


@pytest.mark.parametrize("words", ["arzt", "ÄRZTE", "aerzte olt", "b"])
def test_search_finds_words_by_their_beginning(keeper, care, three, words):
    assert "b" in identifiers(keeper, care, q=words)
    assert identifiers(keeper, care, q="nirgends") == []


def test_sorting_ignores_capitals_and_accents(keeper, care, three):
    assert identifiers(keeper, care, sort="-identifier") == ["b", "A"]
    assert identifiers(keeper, care, sort="name", preset="all") == ["b", "c", "A"]
    sortable = {head.column.name for head in table(keeper, care).head if head.href}
    assert sortable == {"identifier", "name"}


def test_the_number_of_bookings_is_counted(keeper, care, alice):
    used = make_address(organisation=care, identifier="used")
    make_address(organisation=care, identifier="unused")
    for _time in range(2):
        book(make_offer(method="invoice"), alice, address=used)

    rows = {row.data["identifier"]: row.data for row in table(keeper, care).rows}

    assert rows["used"]["number_of_bookings"] == 2
    assert rows["unused"]["number_of_bookings"] == 0


def test_an_address_is_deleted_in_the_menu_only_while_it_is_unused(keeper, care, alice):
    used = make_address(organisation=care)
    unused = make_address(organisation=care)
    book(make_offer(method="invoice"), alice, address=used)

    page = keeper.get(url(care))

    assert says(page, of(unused, "delete"), of(used, "deactivate"))
    assert not says(page, of(used, "delete"))


def test_a_row_leads_to_its_address_and_back_to_the_list_as_it_was(keeper, care, three):
    page = keeper.get(url(care), {"q": "bad", "preset": "inactive"})
    [row] = page.context["table"].rows

    assert says(page, f"{url(care)}{row.data['pk']}/?q=bad&amp;preset=inactive")


def test_an_organisation_without_addresses_says_what_they_are_for(keeper, care):
    assert says(keeper.get(url(care)), "There are no billing addresses yet", "Create address")


def test_a_list_of_inactive_ones_only_says_so(keeper, care):
    make_address(organisation=care, is_active=False)

    assert says(keeper.get(url(care)), "No billing address is active", "preset=inactive")


def test_the_workbook_holds_what_the_list_shows(keeper, care, three):
    page = keeper.get(url(care, "export"), {"q": "zentrum", "columns": "all"})

    head, row = load_workbook(io.BytesIO(page.getvalue())).worksheets[0].values

    cells = dict(zip(head, row, strict=True))
    assert set(cells) == set(DEFAULT) | HIDDEN
    assert (cells["Identifier"], cells["ZIP"], cells["House number"]) == ("A", "4600", "12a")
    assert (cells["Country"], cells["Status"]) == ("Switzerland", "Active")
    assert cells["Customer number"] == "400777"


def test_what_is_chosen_stays_chosen(keeper, care, three):
    names = ["city", "identifier"]

    answer = keeper.post(url(care, "columns"), {"columns": names, "order": names, "query": "q=a"})

    assert answer.url == f"{url(care)}?q=a"
    assert [head.column.name for head in table(keeper, care).head] == ["city", "identifier"]


def test_who_may_only_read_finds_no_button(client, care, three):
    client.force_login(make_person("Petra", "principal", care))

    page = client.get(url(care))

    assert says(page, "Zentrum")
    for word in ("Create address", "Import from Excel", "Deactivate…", "Edit"):
        assert not says(page, word)


def test_a_page_asks_the_same_number_of_statements_for_one_row_and_fifty(keeper, admin, care):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as statements:
            keeper.get(url(care))
        return len(statements)

    make_address(organisation=care)
    few = asked()
    for _row in range(49):
        make_address(organisation=care)

    assert asked() == few <= 12
