"""A list as declared: what it fetches, shows, sorts and counts, and for whom."""

import pytest
from django.core.exceptions import FieldError
from django.http import QueryDict

from catalog.models import LearningResource
from tables import counting
from tables.choice import Choice
from tables.columns import COUNTRY, MONEY, Column, Kind
from tables.counting import Count, counts
from tables.table import Table
from tests.cast import make_order, make_resource
from tests.tables.lists import Resources, TabbedResources, allowed, resources, titles


@pytest.fixture
def three(db):
    make_resource("Äpfel", max_participants=20, reference="0012", kind="course")
    make_resource("Birnen", max_participants=5, begin=None, end=None, kind="course")
    make_resource("Zebra", max_participants=None, kind="course")


def names(table: Table) -> list[str]:
    return [column.name for column in table.visible]


def test_list_begins_with_its_default_columns_and_sort(three):
    table = resources()
    assert names(table) == ["title", "status", "begin", "seats"]
    assert titles(table) == ["Äpfel", "Birnen", "Zebra"]


def test_list_shows_the_chosen_columns_in_their_order(three):
    assert names(resources(choice=Choice(("seats", "title", "-begin")))) == ["seats", "title"]


def test_locked_column_is_shown_whatever_was_chosen(three):
    assert names(resources(choice=Choice(("seats", "-title")))) == ["seats", "title"]
    assert names(resources(choice=Choice(("seats",)))) == ["title", "seats"]


def test_unknown_columns_fall_away(three):
    choice = Choice(("user__password", "seats", "seats", "", "--title", "title"))
    assert names(resources(choice=choice)) == ["seats", "title"]


def test_column_needs_its_right_everywhere(three):
    choice = Choice(("title", "reference"), sort="reference")
    for query in ("", "columns=all", "sort=reference"):
        table = resources(query, choice=choice)
        assert "reference" not in names(table)
        assert "reference" not in [item.column.name for item in table.chooser.items]
        assert "reference" not in [column.name for column in table.workbook_columns]
        assert "reference" not in str(table.workbook_rows().query).split("FROM")[0]
        assert all("reference" not in row.data for row in table.rows)
        assert table.sort == "title"
    assert "reference" in names(resources(choice=choice, may=allowed))


def test_right_is_asked_by_its_name(three):
    asked = []
    resources(may=lambda verb: bool(asked.append(verb)))
    assert asked == ["see references"]


@pytest.mark.parametrize(
    "sort",
    ["user__password", "-total__lt", "password", "--title", "school", "-", "title,begin", "pk",
     "title_folded", "?", "organisation__name", "\0"],
)  # fmt: skip
def test_sort_by_what_is_not_sortable_is_the_default(three, sort):
    query = QueryDict(mutable=True)
    query["sort"] = sort
    table = Resources(LearningResource.objects.all(), query=query, choice=Choice(sort=sort))
    assert table.sort == "title"
    assert titles(table) == ["Äpfel", "Birnen", "Zebra"]


def test_sort_from_the_address_wins_over_the_kept_one(three):
    assert resources(choice=Choice(sort="-seats")).sort == "-seats"
    assert resources("sort=begin", choice=Choice(sort="-seats")).sort == "begin"


def test_empty_values_come_last_in_both_directions(three):
    assert titles(resources("sort=seats")) == ["Birnen", "Äpfel", "Zebra"]
    assert titles(resources("sort=-seats")) == ["Äpfel", "Birnen", "Zebra"]


def test_sort_links_turn_the_direction_and_keep_the_filter(three):
    head = resources("q=a&sort=title&cursor=last&status=x&status=y").head
    assert head[0].sorted == "ascending"
    assert head[0].href == "?q=a&sort=-title&status=x&status=y"
    assert not head[1].href
    assert head[2].sorted == ""
    assert head[2].href == "?q=a&sort=begin&status=x&status=y"


def test_page_is_one_statement_at_any_size(db, django_assert_num_queries):
    for title in ("One", "Two", "Three"):
        make_resource(title, kind="course")
        with django_assert_num_queries(1):
            assert resources().rows


def test_page_with_tabs_counts_all_in_one_more_statement(three, django_assert_num_queries):
    with django_assert_num_queries(2):
        table = resources(kind=TabbedResources)
        assert table.rows
        assert [(tab.label, str(tab.count)) for tab in table.tabs] == [
            ("All", "3"), ("Small", "1"), ("Large", "1"),
        ]  # fmt: skip
        assert str(table.count) == "3"


def test_hidden_column_costs_no_join(three):
    assert "JOIN" not in str(resources().workbook_rows().query)
    shown = resources(choice=Choice(("title", "school")))
    assert "JOIN" in str(shown.workbook_rows().query)
    assert shown.rows[0].data["organisation__name"] == "Bildungszentrum Aare"


def test_expression_is_read_by_page_and_workbook(three):
    table = resources(choice=Choice(("title", "signature")))
    assert table.rows[0].cells[1].value == "bza/Äpfel"
    assert table.workbook_rows()[0]["signature_value"] == "bza/Äpfel"


def test_choice_is_shown_by_its_label_and_an_unknown_one_as_stored(three):
    make_resource("Confirmed", status="confirmed")
    shown = {row.data["title"]: row.cells[1].shown for row in resources().rows}
    assert shown["Confirmed"] == "Confirmed <b>"
    assert shown["Zebra"] == "published"


def test_row_carries_what_its_menu_reads(three):
    assert {row.data["kind"] for row in resources().rows} == {"course"}


def test_misspelt_path_fails_at_once(db):
    class Misspelt(Resources):
        columns = (Column("title", "Title", "titel", sort="title"),)

    with pytest.raises(FieldError):
        _ = resources(kind=Misspelt).rows


def test_page_size_is_the_persons_or_the_lists(db):
    assert resources().size == 25
    assert resources(choice=Choice(page_size=50)).size == 50


def test_pager_leads_to_all_pages(db):
    for number in range(5):
        make_resource(f"R{number}", kind="course")

    class Two(Resources):
        page_size = 2

    table, seen = resources("q=x", kind=Two), []
    assert (table.pager.first, table.pager.previous) == ("", "")
    while table.pager.next:
        seen += titles(table)
        assert "q=x" in table.pager.next
        table = resources(table.pager.next[1:], kind=Two)
    assert seen + titles(table) == ["R0", "R1", "R2", "R3", "R4"]
    assert titles(resources(table.pager.previous[1:], kind=Two)) == ["R2", "R3"]
    assert titles(resources("cursor=last", kind=Two)) == ["R3", "R4"]


def test_pager_is_not_needed_for_one_page(three):
    assert not resources().pager.is_needed


def test_tab_filters_and_an_unknown_one_is_the_first(three):
    assert titles(resources("preset=small", kind=TabbedResources)) == ["Birnen"]
    assert len(titles(resources("preset=pk__in", kind=TabbedResources))) == 3
    current = [tab.is_current for tab in resources("preset=small", kind=TabbedResources).tabs]
    assert current == [False, True, False]


def test_counts_stop_at_the_cap(three, monkeypatch):
    monkeypatch.setattr(counting, "CAP", 2)
    count = resources().count
    assert str(count) == "2+"
    assert count.is_capped


def test_counts_group_their_digits(settings):
    assert str(Count(1234)) == "1,234"
    assert str(Count(10_001)) == "10,000+"
    assert str(Count(10_000)) == "10,000"


def test_counts_of_nothing_cost_nothing(three, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert counts([]) == []
    assert counts([LearningResource.objects.none(), LearningResource.objects.all()]) == [
        Count(0), Count(3),
    ]  # fmt: skip


def test_caption_names_the_sort(three):
    assert resources("sort=-begin").caption == "Resources, sorted by Begin, descending"


def test_country_is_read_in_words():
    assert Column("country", "Country", "country", COUNTRY).labels()["CH"] == "Switzerland"


def test_labels_may_be_asked_for_late():
    late = Column("method", "Offer type", "method", Kind.CHOICE, choices=lambda: {"x": "Y"})
    assert late.labels() == {"x": "Y"}


class Orders(Table):
    name = "orders"
    title = "Orders"
    columns = (
        Column("number", "Number", "number", Kind.CODE, sort="number", locked=True),
        Column("price", "Price", "price", MONEY, currency="currency"),
        Column("fee", "Fee", "cancellation_fee", MONEY, currency="currency"),
        Column("open", "Open it", "pk", page_only=True),
    )
    default_sort = "number"


def orders(person, **options) -> Table:
    return Orders(person.booking_orders.all(), **options)


def test_amounts_are_followed_by_their_currency_in_the_workbook(alice):
    make_order(alice)
    table = orders(alice)
    assert [c.label for c in table.workbook_columns] == ["Number", "Price", "Fee", "Currency"]
    assert table.workbook_rows()[0]["currency"] == "CHF"
    assert table.rows[0].cells[1].currency == "CHF"
    hidden = Choice(("number", "-price", "-fee"))
    assert [c.label for c in orders(alice, choice=hidden).workbook_columns] == ["Number"]


def test_declared_currency_stays_where_it_is(alice):
    class WithCurrency(Orders):
        columns = (Column("currency", "Money", "currency"), *Orders.columns)

    table = WithCurrency(alice.booking_orders.all())
    assert [c.name for c in table.workbook_columns] == ["currency", "number", "price", "fee"]


def test_column_for_the_page_only_is_in_no_workbook(alice):
    assert "open" in names(orders(alice))
    assert "open" not in [c.name for c in orders(alice).workbook_columns]


def test_only_what_is_on_the_page_is_read(three, django_assert_num_queries):
    """Otherwise a sort without an index reads all that all rows hold."""
    with django_assert_num_queries(1) as asked:
        assert len(resources(choice=Choice(page_size=25)).page.rows) == 3
    inner = asked.captured_queries[0]["sql"].split(" IN (SELECT ")[-1]
    assert "LIMIT 26)" in inner
    assert "max_participants" not in inner
