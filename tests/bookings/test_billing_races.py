"""Two planners, one order: one wins, the other is told; on PostgreSQL, where both are at once."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection

from accounts import history
from accounts.addresses import actions as addresses
from accounts.editing import fingerprint
from accounts.models import BillingAddress
from accounts.refusal import Refusal
from bookings import actions, billing
from bookings.billing import change_billing_address
from bookings.models import BookingOrder, OrderAddress
from tests.cast import book, make_address, make_offer

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


@pytest.fixture
def order(alice) -> BookingOrder:
    text = {"name_line_1": "Nobody’s", "address_line_1": "Weg", "city": "Olten", "country": "CH"}
    return book(make_offer(method="invoice"), alice, address=BillingAddress(**text))


def to(order: BookingOrder, address: BillingAddress, by) -> Callable[[], None]:
    """As it was seen before anybody changed it."""
    seen = fingerprint(OrderAddress.objects.get(order=order))
    return lambda: change_billing_address(order=order, address=address, seen=seen, by=by)


def changes(order: BookingOrder) -> int:
    return history.of(order).filter(verb="billing address changed").count()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_planners_at_once_the_second_is_told(alice, bob, admin, care, order, _round):
    one, two = make_address(organisation=care), make_address(person=alice)

    outcome = at_once(to(order, one, bob), to(order, two, admin))

    assert outcome == {"done": 1, "told": 1}
    assert changes(order) == 1
    assert OrderAddress.objects.get(order=order).billing_address in {one, two}
    assert set(BillingAddress.objects.all()) == {one, two}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_proposal_kept_twice_at_once_is_kept_once(bob, admin, care, order, _round):
    def kept() -> BillingAddress:
        text = {"name_line_1": "Kept", "address_line_1": "Weg", "city": "Olten", "country": "CH"}
        return BillingAddress(organisation=care, identifier="KEPT", **text)

    outcome = at_once(to(order, kept(), bob), to(order, kept(), admin))

    assert outcome == {"done": 1, "told": 1}
    assert BillingAddress.objects.count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_paid_and_readdressed_at_once_agree(bob, admin, care, order, _round):
    known = make_address(organisation=care)

    outcome = at_once(to(order, known, bob), lambda: actions.mark_paid(order=order, by=admin))

    assert outcome["done"] >= 1
    order.refresh_from_db()
    assert order.state == "paid"
    verbs = [event.verb for event in history.of(order)]
    if changes(order):
        assert verbs == ["booked", "billing address changed", "marked paid"]
    else:
        assert outcome["told"] == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_deleted_and_chosen_at_once_leaves_no_order_without_its_address(
    bob, admin, care, order, _round
):
    known = make_address(organisation=care)

    outcome = at_once(to(order, known, bob), lambda: addresses.delete(address=known, by=admin))

    assert outcome == {"done": 1, "told": 1}
    exists = BillingAddress.objects.filter(pk=known.pk).exists()
    assert exists == (OrderAddress.objects.get(order=order).billing_address_id == known.pk)


def test_without_the_look_at_what_was_seen_both_win(alice, bob, admin, care, order, monkeypatch):
    """The positive control: who does not compare overwrites the other without a word."""

    def look_only(row, seen):
        sleep(0.05)
        return type(row).objects.get(pk=row.pk)

    one, two = make_address(organisation=care), make_address(person=alice)
    acts = [to(order, one, bob), to(order, two, admin)]
    monkeypatch.setattr(billing, "lock_as_seen", look_only)

    assert at_once(*acts) == {"done": 2}
