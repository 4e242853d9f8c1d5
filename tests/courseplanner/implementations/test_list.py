"""The list of implementations: tabs, filters, what each row says and offers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.states import IMPLEMENTATION
from courseplanner.models import Session
from tests.cast import book, enter_by_hand, make_offer, make_person
from tests.courseplanner.pages import day, make_run, says, url
from tests.tables.lists import cells, read


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


def shown(client, query: str = "") -> set[str]:
    table = client.get(f"{url('index')}?{query}").context["table"]
    return {row.data["resource__title"] for row in table.rows}


def test_every_status_has_its_tab(planner):
    for status in IMPLEMENTATION:
        make_run(status, status=status)

    tabs = planner.get(url("index")).context["table"].tabs

    assert [str(tab.label) for tab in tabs] == [
        "All", *[str(label) for label in IMPLEMENTATION.values()], "Archived",
    ]  # fmt: skip
    assert [tab.count.number for tab in tabs] == [6, 1, 1, 1, 1, 1, 1, 0]
    for status in IMPLEMENTATION:
        assert shown(planner, f"preset={status}") == {status}


@pytest.fixture
def seats(db, alice, charlie):
    """Two people each: who waits takes a seat, and does not count for the minimum."""
    numbers = {
        "free": (None, 5),
        "full": (None, 2),
        "over": (None, 1),
        "reached": (2, None),
        "waiting": (2, None),
        "nothing": (None, None),
    }
    for title, (least, most) in numbers.items():
        run = make_run(title, max_participants=most, min_participants=least)
        for person in (alice, charlie):
            held = enter_by_hand(run.resource, person)
        if title == "waiting":
            held.status, held.confirm_by = "pending", "staff"
            held.save()


@pytest.mark.parametrize(
    ("occupancy", "titles"),
    [
        ("free", {"free"}),
        ("full", {"full"}),
        ("overbooked", {"over"}),
        ("minimum", {"reached"}),
        ("below", {"waiting"}),
        ("unspecified", {"nothing"}),
    ],
)
def test_occupancy_tells_seats_from_the_minimum(planner, seats, occupancy, titles):
    assert shown(planner, f"occupancy={occupancy}") == titles


def test_two_kinds_of_occupancy_are_shown_together(planner, seats):
    page = planner.get(f"{url('index')}?occupancy=full&occupancy=below&occupancy=nonsense")

    assert shown(planner, "occupancy=full&occupancy=below") == {"full", "waiting"}
    assert [one.value for one in page.context["applied"]] == [
        "Fully booked",
        "Minimum not reached",
    ]


@pytest.mark.parametrize(
    ("period", "titles"),
    [
        ("runs_from=2027-05-01&runs_until=2027-05-31", {"over May", "in May", "one day in May"}),
        ("runs_from=2027-05-20", {"over May", "in May", "in June"}),
        ("runs_until=2027-05-01", {"over May", "in May"}),
        ("runs_from=2027-07-02", set()),
    ],
)
def test_a_period_finds_what_runs_in_it(planner, period, titles):
    make_run("over May", begin=day("2027-04-01"), end=day("2027-07-01"))
    make_run("in May", begin=day("2027-05-01"), end=day("2027-05-20"))
    make_run("one day in May", begin=day("2027-05-10"), end=None)
    make_run("in June", begin=day("2027-06-01"), end=day("2027-06-02"))
    make_run("without dates", begin=None, end=None)

    assert shown(planner, period) == titles


def test_a_period_that_ends_before_it_begins_is_told(planner):
    page = planner.get(f"{url('index')}?runs_from=2027-05-02&runs_until=2027-05-01")

    assert says(page, "The period ends before it begins.")


def test_type_format_product_and_organisation_narrow_the_list(planner, care, root):
    one = make_run("Eine", format="hybrid", organisation=care)
    make_run("Andere", format="virtual", organisation=root)
    one.type = "bundle"
    one.save()

    for narrowed in (
        "type=bundle", "format=hybrid", f"product={one.product_id}", f"organisation={care.pk}",
        "status=confirmed&type=bundle",
    ):  # fmt: skip
        assert shown(planner, narrowed) == {"Eine"}
    assert shown(planner, "type=bundle&format=virtual") == set()


def test_filters_offer_only_what_one_may_see(client, care, tech):
    make_run("Pflege", organisation=care)
    make_run("Geheim", organisation=tech)
    client.force_login(make_person("Paul", "planner", care))

    page = client.get(url("index"))

    assert shown(client) == {"Pflege"}
    assert not says(page, "Geheim")
    assert [
        label for _pk, label in page.context["filter"].form.fields["organisation"].choices
    ] == ["Pflege"]


def test_a_row_counts_who_is_in_who_waits_and_the_events(planner, alice, charlie):
    run = make_run(max_participants=9)
    book(make_offer(run.resource), alice)
    book(make_offer(run.resource, confirmation=True), charlie)
    Session.objects.create(
        implementation=run, date=timezone.localdate(), start="9:00", end="10:00"
    )

    answer = planner.get(f"{url('index_export')}?columns=all")
    head, row = cells(read(answer.streaming_content))

    told = dict(zip(head, row, strict=True))
    assert {name: told[name] for name in ("Active", "Pending", "Seats taken", "Events")} == {
        "Active": 1, "Pending": 1, "Seats taken": 2, "Events": 1,
    }  # fmt: skip
    assert told["Booking orders"] == 2


def test_the_workbook_says_what_it_is_narrowed_to(planner):
    make_run("Eine", format="hybrid")

    answer = planner.get(f"{url('index_export')}?preset=confirmed&format=hybrid&q=eine")

    about = read(answer.streaming_content).worksheets[1]
    told = [str(cell) for row in about.iter_rows(values_only=True) for cell in row if cell]
    for words in ("Confirmed", "Hybrid", "eine"):
        assert words in told


def test_many_rows_take_no_more_statements_than_one(planner, alice):
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            planner.get(url("index"))
        return len(seen)

    book(make_offer(make_run("Erste").resource), alice)
    planner.get(url("index"))
    one = statements()
    for number in range(30):
        begin = timezone.localdate() + timedelta(days=number)
        make_run(f"Kurs {number}", begin=begin, max_participants=8)

    assert statements() == one <= 12


def test_a_principal_is_offered_no_change(client, root):
    make_run("Alt", status="finished")
    client.force_login(make_person("Petra", "principal", root))

    page = client.get(url("index"))

    assert says(page, "Alt", "Booking orders")
    for word in ("Create implementation", "Copy…", "Archive…"):
        assert not says(page, word)


def test_an_empty_list_says_what_an_implementation_is(planner):
    assert says(planner.get(url("index")), "An implementation is one run of a product")
