"""My billing addresses: whose stand in which tab, what they say, search, columns, workbook."""

from io import BytesIO

import openpyxl
import pytest

from accounts.models import Setting
from bookings.tables import AddressesOfMyOrganisations, MyAddresses
from tests.cast import book, give_role, make_address, make_offer, make_person

LIST = "/bookings/addresses/"
OURS = {"preset": "organisations"}


@pytest.fixture
def own(client, alice):
    client.force_login(alice)
    return client


def shown(client, **query) -> list[str]:
    """The identifiers on the page, in their order."""
    return [row.data["identifier"] for row in client.get(LIST, query).context["table"].rows]


def heads(page) -> list[str]:
    return [str(head.column.label) for head in page.context["table"].head]


def workbook(client, **query) -> list[list[object]]:
    answer = client.get(f"{LIST}export.xlsx", query)
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


# Whose


def test_everybody_finds_their_own_addresses_active_or_not(client, alice, charlie, bob):
    make_address(person=alice, identifier="Home")
    make_address(person=alice, identifier="Before", is_active=False)
    make_address(person=charlie, identifier="Charlie's")

    for person, found in ((alice, ["Before", "Home"]), (charlie, ["Charlie's"]), (bob, [])):
        client.force_login(person)
        assert shown(client) == found


def test_those_of_one_s_organisation_and_all_above_are_to_be_read(own, root, care, tech):
    for organisation in (root, care, tech):
        make_address(organisation=organisation, identifier=organisation.name)

    assert shown(own, **OURS) == ["Bildungszentrum Aare", "Pflege"]


def test_what_cannot_be_chosen_is_not_shown_among_them(own, root, care):
    make_address(organisation=care, identifier="Closed", is_active=False)
    make_address(organisation=root, identifier="Root")
    root.is_active = False
    root.save()

    assert shown(own, **OURS) == []


def test_leaving_an_organisation_takes_its_addresses_out_of_sight(own, alice, care):
    make_address(organisation=care, identifier="Ward")
    assert shown(own, **OURS) == ["Ward"]

    alice.roles.all().delete()

    assert shown(own, **OURS) == []


def test_an_address_proposal_is_in_neither_part(own):
    make_address(identifier="Typed once")

    assert shown(own) == shown(own, **OURS) == []


def test_an_administrator_finds_no_more_here_than_anybody(client, admin, alice, root):
    make_address(person=alice)
    make_address(organisation=root, identifier="Root")
    client.force_login(admin)

    assert shown(client) == []
    assert shown(client, **OURS) == ["Root"]


# What they say


def test_the_tabs_count_both_parts(own, alice, care):
    make_address(person=alice)
    make_address(organisation=care)
    make_address(organisation=care)

    tabs = own.get(LIST).context["table"].tabs

    assert [(str(tab.label), str(tab.count)) for tab in tabs] == [
        ("My own", "1"),
        ("Of my organisations", "2"),
    ]


def test_an_organisation_s_address_says_whose_it_is_and_offers_no_change(own, care):
    address = make_address(organisation=care, identifier="Ward")

    page = own.get(LIST, OURS)
    text = page.content.decode()

    assert "Organisation" in heads(page)
    assert "Pflege" in text
    assert f"{LIST}{address.pk}/" not in text
    assert f"{LIST}new/" not in text


def test_the_number_of_bookings_counts_one_s_own_only(own, alice, care):
    address = make_address(organisation=care, identifier="Ward")
    colleague = make_person("Cora", "user", care)
    book(make_offer(method="invoice"), alice, address=address)
    book(make_offer(method="invoice"), colleague, address=address)

    [row] = own.get(LIST, OURS).context["table"].rows

    assert row.data["number_of_bookings"] == 1


def test_several_organisations_show_an_address_once(own, alice, root, care):
    give_role(alice, "line_manager", root)
    give_role(alice, "user", root)
    make_address(organisation=root, identifier="Root")

    assert shown(own, **OURS) == ["Root"]


def test_one_may_read_one_s_customer_number_nobody_that_of_an_organisation(own, alice, care):
    make_address(person=alice, customer_number="700999")
    make_address(organisation=care, customer_number="400888")

    assert "700999" in str(workbook(own, columns="all"))
    assert "400888" not in str(workbook(own, columns="all", **OURS))
    assert "400888" not in own.get(LIST, OURS).content.decode()


def test_without_customer_numbers_there_is_no_such_column(own, alice):
    address = make_address(person=alice, customer_number="700999")
    Setting.objects.update_or_create(pk=1, defaults={"customer_numbers": False})

    assert "700999" not in str(workbook(own, columns="all"))
    assert "700999" not in own.get(f"{LIST}{address.pk}/").content.decode()


def test_the_columns_begin_short(own, alice):
    make_address(person=alice)

    assert heads(own.get(LIST)) == [
        "Identifier", "Name / company", "Addition / department", "Street", "House number",
        "P.O. box", "ZIP", "City", "Country", "Status", "Num. bookings",
    ]  # fmt: skip


def test_who_has_none_is_led_to_those_of_the_organisations(own, care):
    assert "other tab" not in own.get(LIST).content.decode()
    make_address(organisation=care)

    page = own.get(LIST).content.decode()

    assert "You have no billing address of your own" in page
    assert 'href="?preset=organisations"' in page


# Search, sort, columns, workbook


@pytest.mark.parametrize("words", ["hom", "aarau", "langgasse", "5000 AARAU", "Ämmerli"])
def test_addresses_are_found_by_the_beginning_of_words(own, alice, words):
    make_address(person=alice, identifier="Home", name_line_1="Alice Ämmerli", zip="5000",
                 city="Aarau")  # fmt: skip
    make_address(person=alice, identifier="Other", address_line_1="Weg", city="Bern")

    assert shown(own, q=words) == ["Home"]


@pytest.mark.parametrize("sort", ["person__password", "-found", "number_of_bookings", "🙂"])
def test_nobody_sorts_by_what_is_no_column(own, alice, sort):
    make_address(person=alice, identifier="B")
    make_address(person=alice, identifier="A")

    assert shown(own, sort=sort) == ["A", "B"]


def test_each_tab_keeps_its_own_columns(own, alice, care):
    make_address(person=alice)
    make_address(organisation=care)
    names = {"order": ["city", "identifier"], "columns": ["city", "identifier"]}

    answer = own.post(f"{LIST}columns/", names | {"query": "preset=organisations"})

    assert answer["Location"] == f"{LIST}?preset=organisations"
    assert heads(own.get(LIST, OURS)) == ["City", "Identifier"]
    assert len(heads(own.get(LIST))) > 2
    own.post(f"{LIST}columns/", names)
    assert heads(own.get(LIST)) == ["City", "Identifier"]


def test_the_workbook_has_the_rows_of_its_tab_with_text_as_text(own, alice, care):
    make_address(person=alice, identifier="=1+1", zip="01067", country="DE")
    make_address(organisation=care, identifier="Ward")

    mine, theirs = workbook(own), workbook(own, **OURS)

    assert {"=1+1", "01067", "Germany"} <= set(mine[1])
    assert len(mine) == len(theirs) == 2
    assert {"Ward", "Pflege"} <= set(theirs[1])


def test_the_parts_are_told_apart_by_name():
    assert MyAddresses.name != AddressesOfMyOrganisations.name


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_asks_the_database_the_same_for_one_and_fifty(
    own, alice, care, number, django_assert_max_num_queries
):
    for place in range(number):
        make_address(person=alice, identifier=f"A{place:02}")
        make_address(organisation=care, identifier=f"O{place:02}")
    own.get(LIST)

    for query in ({}, OURS):
        with django_assert_max_num_queries(12):
            own.get(LIST, query)
