"""The timetable of an implementation: events added, repeated, changed and deleted."""

from datetime import date, time

import pytest

from courseplanner.models import Session
from tests.browser import LOOKS, assert_well_made
from tests.cast import give_role, make_person, make_resource
from tests.courseplanner.pages import events_of, says, sender, url, verbs

TYPED = {"date": "2027-01-12", "start": "13:30", "end": "17:00", "topic": "Dressings", "times": 1}


@pytest.fixture
def run(root):
    days = {"begin": date(2027, 1, 12), "end": date(2027, 3, 16)}
    return make_resource("Wound care", location="Olten", **days).implementation


@pytest.fixture
def event(run) -> Session:
    return make_event(run)


@pytest.fixture
def desk(client, bob):
    client.force_login(bob)
    return client


def make_event(run, **fields) -> Session:
    known = {"date": date(2027, 1, 12), "start": time(13, 30), "end": time(17)} | fields
    return Session.objects.create(implementation=run, **known)


def test_an_event_is_added_and_stands_in_the_history(desk, run):
    page = desk.post(url("event_add", pk=run.pk), TYPED, follow=True)

    made = run.sessions.get()
    assert (made.date, made.start, made.end) == (date(2027, 1, 12), time(13, 30), time(17))
    assert says(page, "The event is added.", "Dressings", "13:30 – 17:00", "Olten")
    assert not says(page, "outside the period")
    [line] = events_of(run)
    assert (line.verb, line.note) == ("event added", "12 Jan 2027, 13:30–17:00, Dressings")


def test_several_are_added_a_week_apart(desk, run):
    page = desk.post(url("event_add", pk=run.pk), TYPED | {"times": 3}, follow=True)

    days = list(run.sessions.values_list("date", flat=True))
    assert days == [date(2027, 1, 12), date(2027, 1, 19), date(2027, 1, 26)]
    assert says(page, "3 events are added.")
    assert verbs(run) == ["event added"] * 3


@pytest.mark.parametrize("day", ["2027-01-11", "2027-03-17"])
def test_a_day_outside_the_period_is_kept_and_pointed_out(desk, run, day):
    page = desk.post(url("event_add", pk=run.pk), TYPED | {"date": day}, follow=True)

    assert run.sessions.count() == 1
    assert says(
        page, "lies outside the period", "12 Jan – 16 Mar 2027", "outside the period</span>"
    )


def test_without_a_period_nothing_lies_outside(desk, root):
    run = make_resource("Wound care", begin=None).implementation

    page = desk.post(url("event_add", pk=run.pk), TYPED, follow=True)

    assert not says(page, "outside the period")


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("date", "", "Enter the day of the event."),
        ("date", "32.1.2027", "“32.1.2027” is no day."),
        ("date", "0001-01-01", "Choose a day between 1990 and 2999."),
        ("start", "", "Enter when it starts."),
        ("start", "25:00", "This is no time. Write it as 13:30."),
        ("end", "13:30", "The event ends before it starts."),
        ("end", "08:00", "The event ends before it starts."),
        ("topic", "one\ntwo", "This is one line"),
        ("place", "x" * 256, "At most 255 characters fit here"),
        ("times", "0", "Enter a number from 1 to 52."),
        ("times", "53", "Enter a number from 1 to 52."),
        ("times", "many", "Enter a number from 1 to 52."),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(desk, run, name, typed, sentence):
    page = desk.post(url("event_add", pk=run.pk), TYPED | {name: typed})

    [told] = page.context["form"].errors[name]
    assert sentence in told
    assert page.context["form"].errors.keys() == {name}
    assert says(page, "Nothing was saved.")
    assert not run.sessions.exists()


def test_times_are_read_as_people_write_them(desk, run):
    desk.post(url("event_add", pk=run.pk), TYPED | {"date": "12.01.2027", "start": "09.15"})

    assert run.sessions.get().start == time(9, 15)


def test_a_changed_event_says_what_changed(desk, run, event):
    page = sender(desk, url("event_edit", pk=run.pk, event=event.pk))(place="Basel", end="18:00")

    event.refresh_from_db()
    assert (event.place, event.end) == ("Basel", time(18))
    assert says(page, "The event is saved.", "Basel")
    [line] = events_of(run)
    assert line.verb == "event changed"
    assert "place: – → Basel" in line.note


def test_saving_without_a_change_leaves_no_trace(desk, run, event):
    sender(desk, url("event_edit", pk=run.pk, event=event.pk))()
    assert verbs(run) == []


def test_the_second_to_change_an_event_is_told(desk, run, event):
    address = url("event_edit", pk=run.pk, event=event.pk)
    seen = desk.get(address).context["form"].initial["seen"]
    Session.objects.filter(pk=event.pk).update(place="Basel")

    typed = {"date": "2027-01-12", "start": "13:30", "end": "17:00", "place": "Bern"}
    page = desk.post(address, typed | {"seen": seen})

    assert says(page, "Somebody else has changed this", "Stored now: Basel", 'value="Bern"')
    event.refresh_from_db()
    assert event.place == "Basel"


def test_an_event_is_deleted_after_being_asked(desk, run, event):
    address = url("event_delete", pk=run.pk, event=event.pk)
    assert says(desk.get(address), "Delete this event?", "Tuesday, 12 January 2027")
    assert run.sessions.exists()

    page = desk.post(address, follow=True)

    assert says(page, "The event is deleted.", "There are no events yet")
    assert verbs(run) == ["event deleted"]


def test_the_second_to_delete_an_event_finds_nothing(desk, run, event):
    address = url("event_delete", pk=run.pk, event=event.pk)
    desk.post(address)
    assert desk.post(address).status_code == 404
    assert verbs(run) == ["event deleted"]


def test_an_event_is_found_only_at_its_own_implementation(desk, run, event):
    other = make_resource("Dressings").implementation
    for name in ("event_edit", "event_delete"):
        assert desk.get(url(name, pk=other.pk, event=event.pk)).status_code == 404


def test_who_only_reads_finds_no_buttons(client, run, event, root):
    reader = make_person("Petra")
    give_role(reader, "principal", root)
    client.force_login(reader)

    page = client.get(url("events", pk=run.pk))

    assert says(page, "13:30 – 17:00", "Calendar file")
    assert not says(page, "Add events")
    assert not says(page, f"events/{event.pk}/")


@pytest.mark.parametrize("number", [1, 50])
def test_the_timetable_costs_the_same_with_many(desk, run, django_assert_max_num_queries, number):
    for _one in range(number):
        make_event(run)
    desk.get(url("events", pk=run.pk))
    with django_assert_max_num_queries(12):
        desk.get(url("events", pk=run.pk))


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_timetable_is_well_made(
    page, live_server, sign_in, look, bob, run, event, size, theme, language
):
    make_event(run, date=date(2027, 4, 1), topic="After the end", teachers="Dr. A. Fröhlich")
    look(size, theme, language)
    sign_in(bob)
    page.goto(live_server.url + url("events", pk=run.pk))
    assert_well_made(page)


def test_an_event_is_added_by_keyboard(page, live_server, sign_in, bob, run):
    sign_in(bob)
    page.goto(live_server.url + url("events", pk=run.pk))
    page.get_by_role("link", name="Add events").press("Enter")
    page.get_by_label("Date").fill("2027-01-19")
    page.get_by_label("From").fill("09:00")
    page.get_by_label("Until").fill("12:00")
    page.get_by_label("Topic").fill("Dressings")
    page.get_by_label("Topic").press("Enter")

    page.get_by_text("The event is added.").wait_for()
    assert page.get_by_role("row", name="Dressings").is_visible()
