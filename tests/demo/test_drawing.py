"""Dice decide within the rules: who is able, when it was possible, what it came to."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from demo import house, programme
from demo.drawing import COMMENTS, Drawing
from demo.entries import Entry
from demo.programme import Run
from demo.reading import Days
from tests.demo.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return house.build()


@pytest.fixture
def runs(stage) -> dict[str, Run]:
    return {run.key: run for run in programme.build(stage, Days(TODAY))}


@pytest.fixture
def drawing(stage) -> Drawing:
    return Drawing(stage, Days(TODAY), Random(7), told=[])


def drawn(drawing: Drawing, run: Run) -> list[Entry]:
    return drawing.all_of([run])


def outcomes(entries: list[Entry]) -> list[str]:
    return sorted(entry.outcome for entry in entries)


def test_as_many_are_in_as_are_told(drawing, runs):
    entries = drawn(drawing, runs["bbk-next"])
    assert sum(entry.access == "active" for entry in entries) == 13
    assert outcomes(entries).count("cancelled") == 1


def test_those_told_by_name_are_counted_among_them(stage, runs):
    told = [
        {
            "person": "learner@example.org",
            "run": "bbk-next",
            "offer": "O-01",
            "ago": 3,
            "outcome": "open",
            "address": "STA-KRED",
            "comment": "Danke!",
        }
    ]
    entries = Drawing(stage, Days(TODAY), Random(7), told).all_of([runs["bbk-next"]])
    assert sum(entry.access == "active" for entry in entries) == 13
    [told_entry] = [one for one in entries if one.person.email == "learner@example.org"]
    assert told_entry.comment == "Danke!"
    assert told_entry.address.identifier == "STA-KRED"
    assert told_entry.at.date() == TODAY - timedelta(days=3)


def test_nobody_comes_twice(drawing, runs):
    people = [entry.person.pk for entry in drawn(drawing, runs["kip-next"])]
    assert len(people) == len(set(people)) == 28


def test_members_only_come_from_the_hospitals(drawing, runs):
    entries = drawn(drawing, runs["med-next"])
    assert all(drawing.stage.reach[entry.person.pk] for entry in entries)


def test_private_people_do_not_get_the_price_of_members(drawing, runs):
    entries = drawn(drawing, runs["pfg-last"])
    private = [one for one in entries if not drawing.stage.reach[one.person.pk]]
    assert all(one.offer.label != "O-01" for one in private)


@pytest.mark.parametrize("key", ["pfg-last", "rea-last", "sgf-full", "bop-closed", "datenschutz"])
def test_bookings_were_possible_when_they_were_made(key, drawing, runs):
    begin = runs[key].resource.begin
    for entry in drawn(drawing, runs[key]):
        assert entry.at < NOW
        assert begin is None or entry.at.date() < begin
        assert entry.offer.valid_until is None or entry.at < entry.offer.valid_until


def test_entries_stand_in_the_order_of_time(drawing, runs):
    moments = [entry.at for entry in drawing.all_of([runs["pfg-next"], runs["bbk-next"]])]
    assert moments == sorted(moments)


@pytest.mark.parametrize("key", ["pfg-last", "bbk-last", "xlb-last"])
def test_what_is_over_is_mostly_paid(key, drawing, runs):
    billed = [one for one in drawn(drawing, runs[key]) if one.outcome in {"open", "paid"}]
    assert outcomes(billed).count("paid") > len(billed) / 2


def test_what_costs_nothing_is_done(drawing, runs):
    assert set(outcomes(drawn(drawing, runs["fwk-next"]))) == {"done"}


def test_what_costs_nothing_has_no_address(drawing, runs):
    assert all(entry.address is None for entry in drawn(drawing, runs["fwk-next"]))


def test_who_is_billed_is_billed_where_they_may_choose(drawing, runs):
    for entry in drawn(drawing, runs["bbk-next"]):
        assert entry.address in drawing.stage.choosable(entry.person)


def test_po_numbers_are_for_organisations(drawing, runs):
    with_number = [one for one in drawn(drawing, runs["kip-next"]) if one.po_number]
    assert with_number
    assert all(one.address.organisation_id for one in with_number)


def test_marks_are_left_where_they_are_told(drawing, runs):
    proposals = list(drawing.stage.proposals)
    entries = drawn(drawing, runs["pfg-next"])
    adjusted = [one for one in entries if one.price is not None]
    assert len(adjusted) == 1
    assert adjusted[0].price < adjusted[0].offer.price
    assert adjusted[0].price % 10 == 0
    assert next(one.comment for one in entries if one.comment) in COMMENTS
    assert [one.address for one in entries if one.address in proposals] == proposals[:1]


def test_a_lowered_fee_is_a_mark_too(drawing, runs):
    entries = drawn(drawing, runs["pfg-last"])
    assert [one.fee for one in entries if one.fee is not None] == [Decimal("100.00")]


def test_a_fee_was_earned_shortly_before_the_begin(drawing, runs):
    run = runs["bbk-last"]
    late = [
        one
        for one in drawn(drawing, run)
        if one.outcome == "cancelled" and (run.resource.begin - one.ended_at.date()).days <= 14
    ]
    assert late


def test_who_waits_has_not_waited_too_long(drawing, runs):
    waiting = [one for one in drawn(drawing, runs["wun-next"]) if one.outcome == "waiting"]
    assert len(waiting) == 4
    assert all((NOW - one.at).days < 30 for one in waiting)


def test_what_ended_ended_after_it_was_booked_and_before_now(drawing, runs):
    entries = [one for one in drawing.all_of(list(runs.values())) if one.ended_at]
    assert len(entries) > 100
    assert all(one.at < one.ended_at < NOW for one in entries)


def test_decisions_about_access_lie_behind_us(drawing, runs):
    decided = [one for one in drawn(drawing, runs["wun-next"]) if one.decided_at]
    assert decided
    assert all(one.decided_at < NOW for one in decided)
