"""Both state tables, every pair of states."""

from itertools import product

import pytest
from django.utils import timezone

from accounts.refusal import Conflict
from bookings import states
from bookings.models import BookingOrder, Participation
from tests.cast import make_order

NOW = timezone.now()


def put_order_in(order: BookingOrder, state: str) -> None:
    """Past the table, as only a test may."""
    BookingOrder.objects.filter(pk=order.pk).update(
        state=state,
        paid_at=NOW if state == "paid" else None,
        cancelled_at=NOW if state == "cancelled" else None,
    )


def times_for(to: str) -> dict:
    return {
        "paid_at": NOW if to == "paid" else None,
        "cancelled_at": NOW if to == "cancelled" else None,
    }


def put_access_in(order: BookingOrder, status: str) -> None:
    Participation.objects.filter(order=order).update(status=status, confirm_by="staff")


@pytest.mark.parametrize(("start", "to"), list(product(states.ORDER, repeat=2)))
def test_an_order_moves_exactly_along_its_table(alice, start, to):
    order = make_order(alice)
    put_order_in(order, start)

    moved = BookingOrder.objects.filter(pk=order.pk).move(to=to, **times_for(to))

    order.refresh_from_db()
    permitted = to in states.ORDER[start]
    assert moved == permitted
    assert order.state == (to if permitted else start)


@pytest.mark.parametrize(("start", "to"), list(product(states.ACCESS, repeat=2)))
def test_access_moves_exactly_along_its_table(alice, start, to):
    order = make_order(alice, method="free")
    put_access_in(order, start)

    moved = Participation.objects.filter(order=order).move(to=to)

    permitted = to in states.ACCESS[start]
    assert moved == permitted
    assert Participation.objects.get(order=order).status == (to if permitted else start)


def test_move_one_refuses_with_a_sentence_when_nothing_moved(alice):
    order = make_order(alice)
    put_order_in(order, "written_off")

    with pytest.raises(Conflict, match="somebody else has changed"):
        BookingOrder.objects.filter(pk=order.pk).move_one(to="paid", paid_at=NOW)


@pytest.mark.parametrize(
    ("state", "fee", "shown"),
    [
        ("open", None, "open"),
        ("paid", None, "paid"),
        ("cancelled", None, "cancelled"),
        ("cancelled", 0, "cancelled"),
        ("cancelled", 50, "cancelled_fee"),
    ],
)
def test_what_people_read_follows_from_state_and_fee(alice, state, fee, shown):
    order = make_order(alice)
    put_order_in(order, state)
    BookingOrder.objects.filter(pk=order.pk).update(cancellation_fee=fee)

    assert BookingOrder.objects.get(pk=order.pk).status == shown


def test_every_status_and_every_state_has_a_label():
    assert set(states.STATUS) == set(states.ORDER) | {"cancelled_fee"}
    assert set(states.ACCESS_STATUS) == set(states.ACCESS)


def test_written_off_and_fully_booked_are_never_the_same_word():
    from django.utils.translation import override

    from catalog.states import OFFER

    for language in ("de", "en"):
        with override(language):
            assert str(states.STATUS["written_off"]) != str(OFFER["full"])
