"""Who takes part, who waits, what happened: three lists, each with what can be done there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import actions
from tests.cast import book, enter_by_hand, give_role, make_offer, make_person, make_resource
from tests.courseplanner.members.pages import booked, entered, in_days, url


def names(page) -> list[str]:
    return [row.data.get("person__last_name") for row in page.context["table"].rows]


def test_active_and_pending_members_stand_apart(planner, run, alice, charlie):
    booked(run, [alice], confirmation=False)
    booked(run, [charlie])

    assert names(planner.get(url("members", run))) == ["Ämmerli"]
    assert names(planner.get(url("members_pending", run))) == ["Chevalley"]


def test_members_are_found_by_name_and_e_mail(planner, run, alice, charlie):
    booked(run, [alice, charlie], confirmation=False)

    assert names(planner.get(url("members", run), {"q": "ammerli"})) == ["Ämmerli"]
    assert names(planner.get(url("members", run), {"q": "charlie@"})) == ["Chevalley"]


@pytest.mark.parametrize(
    ("preset", "found"), [("confirm", ["S"]), ("asked", ["P"]), ("until", ["P"])]
)
def test_who_waits_can_be_told_by_whom_they_wait_for(planner, run, preset, found):
    entered(run, make_person("Sam", last_name="S"))
    asked = {"confirm_by": "person", "confirm_until": in_days(3)}
    entered(run, make_person("Pia", last_name="P"), **asked)

    assert names(planner.get(url("members_pending", run), {"preset": preset})) == found


def test_the_history_says_who_did_what_to_whom_and_why(planner, run, alice, charlie, bob):
    [member, other] = [*booked(run, [alice], method="invoice"), entered(run, charlie)]
    actions.confirm(participation=member, by=bob, note="Paid in advance.")
    actions.mark_paid(order=member.order, by=bob)
    actions.decline(participation=other, by=bob)
    elsewhere = make_resource("Elsewhere")
    book(make_offer(elsewhere), alice)

    page = planner.get(url("members_history", run))

    lines = [
        (row.data["participant"], row.data["verb"], row.data["by_label"], row.data["note"])
        for row in page.context["table"].rows
    ]
    assert lines == [
        ("Charlie Chevalley", "declined", "Bob Baumann", ""),
        ("Alice Ämmerli", "confirmed", "Bob Baumann", "Paid in advance."),
        ("Alice Ämmerli", "booked", "Alice Ämmerli", ""),
    ]


def test_the_history_of_one_person_can_be_searched(planner, run, alice, charlie):
    booked(run, [alice, charlie])

    page = planner.get(url("members_history", run), {"q": "char"})

    assert [row.data["participant"] for row in page.context["table"].rows] == ["Charlie Chevalley"]


def test_only_what_can_be_done_is_offered(planner, run, alice, charlie, line_manager):
    enter_by_hand(run, alice)
    entered(run, charlie, confirm_by="person")
    booked(run, [line_manager])

    written_off = booked(run, [make_person("Wim")], method="invoice", confirmation=False)
    actions.write_off(order=written_off[0].order, by=line_manager)

    active = planner.get(url("members", run)).content.decode()
    pending = planner.get(url("members_pending", run)).content.decode()

    assert active.count(">Cancel booking…") == 0
    assert active.count("Remove…") == 3  # two rows and the bar
    assert active.count("mailto:") == 2
    assert pending.count("Accept…") == 2
    assert pending.count("Decline…") == 3
    assert pending.count(">Cancel booking…") == 1


def test_who_only_reads_is_offered_nothing(client, run, alice, root):
    reader = make_person("Rita")
    give_role(reader, "principal", root)
    booked(run, [alice])
    client.force_login(reader)

    page = client.get(url("members_pending", run)).content.decode()

    assert "Ämmerli" in page
    for word in ("Accept", "Decline", "Add participants", 'name="rows"'):
        assert word not in page


@pytest.mark.parametrize("room", ["members", "members_pending", "members_history"])
def test_lists_cost_the_same_for_one_and_for_twenty_five(planner, root, room):
    counted = []
    for number in (1, 25):
        course = make_resource(f"For {number}")
        booked(course, [make_person(f"A{number}x{n}") for n in range(number)])
        booked(course, [make_person(f"B{number}x{n}") for n in range(number)], confirmation=False)
        with CaptureQueriesContext(connection) as seen:
            page = planner.get(url(room, course))
        assert len(page.context["table"].rows) >= number
        counted.append(len(seen))

    assert counted[0] == counted[1] <= 12
