"""A person answers while a tick ends it, or answers twice at once: one effect, on PostgreSQL."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.core.management import call_command
from django.db import connection

from accounts import history
from accounts.models import Message
from accounts.refusal import Refusal
from bookings import actions, audit, seats
from bookings.models import Participation
from bookings.models.participation import ParticipationQuerySet
from tests.bookings.memberships import ask, lapse, order_of, status
from tests.bookings.memberships import book_and_ask as booked_and_asked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 8


def at_once(*acts: Callable[[], object]) -> Counter:
    """All begin together; what became of each, counted."""
    start = threading.Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        start.wait(timeout=10)
        try:
            act()
        except Refusal as refusal:
            return "told" if refusal.sentence else "without a word"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(one, acts))


def all_is_well() -> bool:
    return not [sentence for check in audit.CHECKS for sentence in check()]


def tick_once(participation: Participation) -> None:
    actions.expire_lapsed(resource_id=participation.resource_id)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_yes_and_a_tick_at_once_have_one_effect(alice, bob, _round):
    asked = booked_and_asked(alice, bob)
    lapse(asked)

    at_once(
        lambda: actions.accept(participation=asked, by=alice),
        lambda: tick_once(asked),
        lambda: tick_once(asked),
    )

    assert status(asked) == "expired"
    assert [line.verb for line in history.of(order_of(asked))] == ["booked", "expired"]
    assert Message.objects.filter(event="expired").count() == 1
    assert not Message.objects.filter(event="answered").exists()
    assert all_is_well()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_yeses_at_once_the_second_is_told(alice, bob, _round):
    asked = booked_and_asked(alice, bob)

    outcome = at_once(*[lambda: actions.accept(participation=asked, by=alice)] * 2)

    assert outcome == {"done": 1, "told": 1}
    assert status(asked) == "active"
    assert Message.objects.filter(event="answered").count() == 1
    assert all_is_well()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_yes_and_a_no_at_once_agree_on_one(alice, bob, _round):
    asked = booked_and_asked(alice, bob)

    outcome = at_once(
        lambda: actions.accept(participation=asked, by=alice),
        lambda: actions.refuse(participation=asked, by=alice),
    )

    assert outcome == {"done": 1, "told": 1}
    assert status(asked) in {"active", "declined"}
    assert all_is_well()


def test_many_ticks_at_once_end_everything_once(alice, bob, charlie):
    asked = [ask(person, f"Course {place}") for person in (alice, bob, charlie) for place in "ab"]
    lapse(*asked)

    at_once(*[lambda: call_command("tick", stdout=_Nothing())] * 4)

    assert {status(one) for one in asked} == {"expired"}
    assert Message.objects.filter(event="expired").count() == len(asked)
    assert all(history.of(one).count() == 1 for one in asked)
    assert all_is_well()


class _Nothing:
    """Where ticks say what they did."""

    def write(self, text: str) -> None:
        pass


def test_without_lock_and_condition_both_yeses_count(alice, bob, monkeypatch):
    """The positive control: looking first and moving afterwards takes both for the first."""

    def move_blindly(rows, *, to, **changes):
        sleep(0.05)
        rows.update(status=to, **changes)

    asked = booked_and_asked(alice, bob)
    monkeypatch.setattr(seats, "lock", lambda pk, now: None)
    monkeypatch.setattr(ParticipationQuerySet, "move_one", move_blindly)

    outcome = at_once(*[lambda: actions.accept(participation=asked, by=alice)] * 2)

    assert outcome == {"done": 2}
