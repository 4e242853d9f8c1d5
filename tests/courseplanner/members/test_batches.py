"""Accept, decline, cancel, remove: one or many, done once, who cannot be is named (F26)."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts import history
from bookings import actions
from tests.cast import enter_by_hand, make_person, make_resource
from tests.courseplanner.members.pages import (
    booked,
    decide,
    entered,
    mails,
    people,
    said,
    seats,
    statuses,
    stored,
    url,
)


def test_accepting_lets_in_who_booked_and_who_was_entered(planner, run, alice, charlie, bob):
    members = [*booked(run, [alice]), entered(run, charlie)]

    page = decide(planner, "accept", members, note="Both have paid.")

    assert "2 people are accepted" in said(page)
    assert statuses(run) == ["active", "active"]
    assert [mail.recipient for mail in mails("confirmed")] == [alice.email, charlie.email]
    for subject in (stored(members[0]), members[1]):
        line = history.of(subject).last()
        assert (line.verb, line.by, line.note) == ("confirmed", bob, "Both have paid.")


def test_declining_frees_the_seats_and_costs_nothing(planner, run, alice, charlie):
    members = [*booked(run, [alice], method="invoice"), entered(run, charlie)]

    page = decide(planner, "decline", members, tell="own", words="The ward is full.")

    assert "2 people are declined" in said(page)
    assert (statuses(run), seats(run)) == (["declined", "declined"], 0)
    assert (stored(members[0]).status, stored(members[0]).cancellation_fee) == ("cancelled", None)
    assert {mail.context["words"] for mail in mails("declined")} == {"The ward is full."}


def test_nobody_is_told_where_the_planner_says_so(planner, run, alice):
    decide(planner, "accept", booked(run, [alice]), tell="none")

    assert statuses(run) == ["active"]
    assert mails("confirmed") == []


def begins_soon(**fields):
    begin = timezone.localdate() + timezone.timedelta(days=3)
    return make_resource("Wound care", begin=begin, max_participants=20, **fields)


def test_cancelling_shows_each_fee_and_charges_what_is_typed(planner, root):
    run = begins_soon()
    first, second = booked(run, people(2), method="invoice", confirmation=False)

    page = planner.get(url("members_cancel", run), {"rows": [first.pk, second.pk]})
    assert page.content.decode().count('value="120.00"') == 2
    page = decide(
        planner, "cancel", [first, second], **{f"fee_{first.pk}": "0", f"fee_{second.pk}": "80,50"}
    )

    assert "2 bookings are cancelled" in said(page)
    assert [stored(first).status, stored(second).status] == ["cancelled", "cancelled_fee"]
    assert stored(second).cancellation_fee == Decimal("80.50")
    assert stored(first).cancellation_fee_original == Decimal(120)
    assert (statuses(run), seats(run)) == (["cancelled", "cancelled"], 0)


@pytest.mark.parametrize("typed", ["NaN", "1e9", "-1", "12.345", "490.01", ""])
def test_a_fee_that_is_none_is_told_beside_its_field_and_loses_nothing(planner, root, typed):
    run = begins_soon()
    [member] = booked(run, people(1), method="invoice", confirmation=False)

    page = decide(planner, "cancel", [member], note="Ill.", **{f"fee_{member.pk}": typed})

    form = page.context["form"]
    assert list(form.errors) == [f"fee_{member.pk}"]
    assert f'value="{typed}"' in page.content.decode() or not typed
    assert "Ill." in page.content.decode()
    assert statuses(run) == ["active"]


def test_cancelling_what_was_never_booked_is_named(planner, run, alice, charlie):
    by_hand = enter_by_hand(run, charlie)
    [member] = booked(run, [alice], confirmation=False)

    page = decide(planner, "cancel", [member, by_hand])

    assert "1 booking is cancelled" in said(page)
    assert "Charlie Chevalley: There is no booking to cancel" in page.content.decode()
    assert statuses(run) == ["active", "cancelled"]


def test_removing_takes_access_and_leaves_the_money(planner, run, alice):
    [member] = booked(run, [alice], method="invoice", confirmation=False)

    page = decide(planner, "remove", [member])

    assert "1 person is removed" in said(page)
    assert (statuses(run), seats(run), stored(member).state) == (["removed"], 0, "open")


def test_who_was_decided_meanwhile_is_named_and_the_others_go_on(planner, run, admin):
    first, second = booked(run, people(2))
    actions.decline(participation=first, by=admin)

    page = decide(planner, "accept", [first, second])

    assert "1 person is accepted" in said(page)
    assert "P000 Muster000: Nothing was changed: somebody else" in page.content.decode()
    assert statuses(run) == ["declined", "active"]


@pytest.mark.parametrize("verb", ["accept", "decline", "cancel", "remove"])
def test_a_second_click_does_nothing_twice(planner, run, verb):
    waits = verb in ("accept", "decline")
    members = booked(run, people(2), confirmation=waits)
    decide(planner, verb, members)
    before = (statuses(run), seats(run), len(mails_of_all()))

    page = decide(planner, verb, members)

    assert page.content.decode().count("somebody else has changed this booking") == 2
    assert (statuses(run), seats(run), len(mails_of_all())) == before


def mails_of_all():
    return [
        mail
        for event in ("confirmed", "declined", "cancelled", "removed")
        for mail in mails(event)
    ]


def test_members_of_another_implementation_change_nothing_at_all(planner, run, alice, elsewhere):
    theirs = make_resource("Elsewhere", organisation=elsewhere)
    foreign = booked(theirs, [make_person("Zoe")])[0]
    own = booked(run, [alice])[0]

    assert decide(planner, "accept", [own, foreign]).status_code == 404
    assert (statuses(run), statuses(theirs)) == (["pending"], ["pending"])


@pytest.mark.parametrize("rows", ["x", "-1", "9" * 30, "٣"])
def test_rows_nobody_could_tick_are_not_found(planner, run, rows):
    assert planner.get(url("members_accept", run), {"rows": rows}).status_code == 404


def test_nobody_ticked_is_told(planner, run):
    page = planner.get(url("members_remove", run), follow=True)

    assert "Nobody was ticked" in said(page)


def test_nothing_changes_by_reading(planner, run, alice):
    members = booked(run, [alice])

    for verb in ("accept", "decline", "cancel", "remove"):
        page = planner.get(url(f"members_{verb}", run), {"rows": members[0].pk})
        assert "alice@example.org" in page.content.decode()
    assert statuses(run) == ["pending"]


def test_everybody_who_waits_for_staff_is_accepted_as_listed(planner, run, alice):
    booked(run, people(3))
    asked = entered(run, alice, confirm_by="person")

    page = planner.get(url("members_accept", run), {"everybody": "1"})

    assert "Accept 3 people?" in page.content.decode()
    assert asked not in page.context["form"].members


def test_the_page_costs_the_same_for_one_and_for_many(planner, run, django_assert_max_num_queries):
    for number in (1, 18):
        members = booked(make_resource(f"Run of {number}"), many(number), method="invoice")
        path = url("members_cancel", members[0].resource)
        with django_assert_max_num_queries(12):
            planner.get(path, {"rows": [member.pk for member in members]})


def many(number: int):
    return [make_person(f"Q{number}-{n}") for n in range(number)]
