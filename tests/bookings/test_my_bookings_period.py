"""My bookings and booking orders by the period of their order date."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bookings.models import BookingOrder
from tests.cast import make_order
from tests.tables.lists import cells, read

LIST = "/bookings/"
ZURICH = ZoneInfo("Europe/Zurich")
BACKWARDS = "The period ends before it begins. Choose a later end or an earlier begin."


@pytest.fixture
def own(client, alice):
    client.force_login(alice)
    return client


def ordered(person, *moment: int) -> str:
    order = make_order(person)
    BookingOrder.objects.filter(pk=order.pk).update(created_at=datetime(*moment, tzinfo=ZURICH))
    return order.number


@pytest.fixture
def year(alice) -> list[str]:
    """At the edges of days and in both halves of the night when the clock goes back."""
    moments = [(2026, 3, 1, 0, 0), (2026, 3, 1, 23, 59, 59), (2026, 3, 2, 0, 0), (2026, 10, 25, 2)]
    return [ordered(alice, *moment) for moment in moments]


def shown(client, url: str = LIST, **query) -> list[str]:
    rows = client.get(url, {"sort": "created", **query}).context["table"].rows
    return [row.data["number"] for row in rows]


def test_both_days_are_included(own, year):
    assert shown(own, ordered_from="2026-03-01", ordered_until="2026-03-01") == year[:2]
    assert shown(own, ordered_from="2026-03-02") == year[2:]
    assert shown(own, ordered_until="2026-03-01") == year[:2]
    assert shown(own, ordered_from="2026-10-25", ordered_until="2026-10-25") == year[3:]


def test_open_period_leaves_nothing_out(own, year):
    assert shown(own, ordered_from="", ordered_until="") == year


def test_period_goes_with_the_other_filters(own, year, alice):
    free = make_order(alice, method="free").number
    BookingOrder.objects.filter(number=free).update(
        created_at=datetime(2026, 3, 1, 12, tzinfo=ZURICH)
    )
    march = {"ordered_from": "2026-03-01", "ordered_until": "2026-03-31"}

    assert shown(own, method="free", **march) == [free]
    assert shown(own, status="done", method="invoice", **march) == []


def test_each_end_is_named_and_can_be_taken_away(own, year):
    query = {"ordered_from": "2026-03-01", "ordered_until": "2026-03-31", "status": "open"}
    applied = own.get(LIST, query).context["applied"]

    assert [(one.label, one.value) for one in applied[1:]] == [
        ("Order date from", "1 Mar 2026"),
        ("Order date until", "31 Mar 2026"),
    ]
    assert "ordered_until=2026-03-31" in applied[1].href
    assert "ordered_from" not in applied[1].href


def test_end_before_begin_says_so_beside_the_fields_and_loses_nothing(own, year):
    query = {"ordered_from": "2026-03-02", "ordered_until": "2026-03-01", "status": "open"}
    page = own.get(LIST, query)
    text = page.content.decode()

    assert BACKWARDS in text
    assert 'value="2026-03-02"' in text
    assert 'value="2026-03-01"' in text
    assert shown(own, **query) == year
    assert [one.label for one in page.context["applied"]] == ["Status"]
    assert shown(own, **query | {"status": "paid"}) == []


@pytest.mark.parametrize(
    "day",
    ["31.2.2026", "2026-02-30", "yesterday", "0001-01-01", "9999-12-31", "10000-01-01", "٢٠٢٦",
     "\0", "x" * 5000, "'; DROP TABLE--", "2026-03-01T00:00", "-1"],
)  # fmt: skip
@pytest.mark.parametrize("part", ["ordered_from", "ordered_until"])
def test_what_is_no_day_is_said_and_filters_nothing(own, year, day, part):
    page = own.get(LIST, {part: day})

    assert page.status_code == 200
    assert page.context["filter"].form.errors["ordered"]
    assert len(page.context["table"].rows) == len(year)


def test_workbook_has_the_rows_of_the_period_and_says_so(own, year):
    answer = own.get(f"{LIST}export.xlsx", {"ordered_from": "2026-10-01"})
    book = read(answer.streaming_content)

    assert [row[0] for row in cells(book)[1:]] == year[3:]
    assert ["Order date from", "1 Oct 2026"] in [row[:2] for row in cells(book, -1)]


def test_planner_has_the_same_period(client, bob, alice, year):
    client.force_login(bob)

    assert shown(client, "/planner/orders/", ordered_until="2026-03-01") == year[:2]


def test_search_tab_and_sort_stay_when_a_period_is_chosen(own, year):
    fields = (
        own.get(LIST, {"q": "KB", "sort": "price", "ordered_from": "2026-03-01"})
        .context["table"]
        .links.filter_fields
    )

    assert fields == [("q", "KB"), ("sort", "price")]
