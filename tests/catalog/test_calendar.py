"""The calendar file: stable, in the house's zone, and only for who may read the info page."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from catalog.models import LearningResource
from courseplanner.models import Session
from tests.cast import book, make_offer, make_resource

ZURICH = ZoneInfo("Europe/Zurich")


@pytest.fixture
def resource(root) -> LearningResource:
    days = {"begin": date(2027, 1, 12), "end": date(2027, 3, 30)}
    return make_resource("Wound care", location="Olten", authors="Dr. A", **days)


def add_event(resource, day: date, **fields) -> Session:
    known = {"start": time(13, 30), "end": time(17)} | fields
    return Session.objects.create(implementation=resource.implementation, date=day, **known)


def fetch(client, resource):
    return client.get(reverse("catalog:events", kwargs={"slug": resource.slug}))


def events(client, resource) -> list:
    return Calendar.from_ical(fetch(client, resource).content).walk("VEVENT")


def test_events_stand_in_the_calendar_as_in_the_timetable(client, resource):
    make_offer(resource)
    add_event(resource, date(2027, 1, 12), topic="Dressings", place="Basel", teachers="Dr. B")
    add_event(resource, date(2027, 3, 30))

    first, second = events(client, resource)

    assert first["SUMMARY"] == "Wound care: Dressings"
    assert (first["LOCATION"], first["DESCRIPTION"]) == ("Basel", "Dr. B")
    assert (second["SUMMARY"], second["LOCATION"]) == ("Wound care", "Olten")
    assert first.decoded("DTSTART") == datetime(2027, 1, 12, 13, 30, tzinfo=ZURICH)
    assert first["STATUS"] == "CONFIRMED"


def test_times_are_those_of_the_house_in_summer_and_winter(client, resource):
    make_offer(resource)
    add_event(resource, date(2027, 1, 12))
    add_event(resource, date(2027, 3, 30))

    content = fetch(client, resource).content.decode()
    winter, summer = events(client, resource)

    assert "DTSTART;TZID=Europe/Zurich:20270112T133000" in content
    assert "BEGIN:VTIMEZONE" in content
    assert winter.decoded("DTSTART").utcoffset().total_seconds() == 3600
    assert summer.decoded("DTSTART").utcoffset().total_seconds() == 7200


def test_summer_is_summer_in_the_far_future_too(client, resource):
    make_offer(resource)
    add_event(resource, date(2044, 7, 1))
    add_event(resource, date(2046, 1, 10))

    content = fetch(client, resource).content.decode()
    summer, winter = events(client, resource)

    assert "DTSTART:20440327T030000" in content, "the zone of the file knows that year"
    assert len(content) < 2500
    assert summer.decoded("DTSTART").utcoffset().total_seconds() == 7200
    assert winter.decoded("DTSTART").utcoffset().total_seconds() == 3600


def test_an_event_keeps_its_uid_however_it_changes(client, resource):
    make_offer(resource)
    session = add_event(resource, date(2027, 1, 12))
    [before] = events(client, resource)

    session.date, session.topic = date(2027, 1, 13), "Later"
    session.save()
    [after] = events(client, resource)

    assert after["UID"] == before["UID"] == f"event-{session.pk}@localhost"
    assert after.decoded("DTSTART").date() == date(2027, 1, 13)


def test_what_people_typed_cannot_write_lines_of_its_own(client, resource):
    make_offer(resource)
    nasty = "Wound\r\nATTENDEE:mailto:eve@example.org\rDESCRIPTION:x;y,z\\n"
    add_event(resource, date(2027, 1, 12), topic=nasty, teachers="ü" * 200)

    content = fetch(client, resource).content
    [event] = events(client, resource)

    assert "ATTENDEE" not in event
    assert b"\r\n" in content
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert event["SUMMARY"].startswith("Wound care: Wound ATTENDEE:mailto:")


@pytest.mark.parametrize(
    ("status", "said"), [("provisional", "TENTATIVE"), ("cancelled", "CANCELLED")]
)
def test_the_status_is_told(client, resource, alice, status, said):
    book(make_offer(resource), alice)
    add_event(resource, date(2027, 1, 12))
    resource.status = status
    resource.save()
    client.force_login(alice)

    [event] = events(client, resource)

    assert event["STATUS"] == said


def test_without_events_the_days_stand_for_them(client, resource):
    make_offer(resource)

    [event] = events(client, resource)

    assert event.decoded("DTSTART") == date(2027, 1, 12)
    assert event.decoded("DTEND") == date(2027, 3, 31), "the day after the last"


def test_a_course_without_dates_is_an_empty_calendar(client, root):
    course = make_resource("Read on your own", kind="course", begin=None)
    make_offer(course)

    assert events(client, course) == []


def test_only_who_may_read_the_info_page_gets_it(client, resource, alice, charlie, care):
    offer = make_offer(resource, external=False, organisations=(care,))
    book(offer, alice)
    assert fetch(client, resource).status_code == 404

    client.force_login(charlie)
    assert fetch(client, resource).status_code == 404

    client.force_login(alice)
    answer = fetch(client, resource)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f'filename="{resource.slug}.ics"' in answer["Content-Disposition"]


def test_the_file_is_linked_from_timetable_and_booking(client, resource, alice):
    add_event(resource, date(2027, 1, 12))
    order = book(make_offer(resource), alice)
    client.force_login(alice)
    link = reverse("catalog:events", kwargs={"slug": resource.slug})

    assert link in client.get(resource.get_absolute_url()).content.decode()
    assert link in client.get(order.get_absolute_url()).content.decode()


def test_the_file_costs_the_same_with_many_events(client, resource, django_assert_max_num_queries):
    make_offer(resource)
    for _one in range(30):
        add_event(resource, date(2027, 1, 12))

    with django_assert_max_num_queries(4):
        fetch(client, resource)
