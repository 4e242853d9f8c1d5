"""Two planners at the same invoices, on PostgreSQL: nothing twice, nobody overruled (F26)."""

from decimal import Decimal
from time import sleep

import pytest

from accounts.models import Event, Message, Setting
from accounts.refusal import Refusal
from bookings import actions
from bookings.actions import settling
from bookings.models import BookingOrder
from tests.bookings.test_billing_races import at_once
from tests.cast import book, make_offer, make_person, make_resource

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

MANY = 40
FIFTY = Decimal(50)


@pytest.fixture
def orders(root) -> list[BookingOrder]:
    Setting(pk=1, mail_paid=True).save()
    run = make_resource("Wound care", max_participants=100)
    offer = make_offer(run, method="invoice", receipt=False)
    return [book(offer, make_person(f"P{place:03}")) for place in range(MANY)]


def settle(orders, by) -> actions.Settled:
    seen = {order.pk: order.price for order in orders}
    return actions.settle(orders=BookingOrder.objects.all(), seen=seen, to="paid", by=by)


def remembered() -> int:
    return Event.objects.filter(verb="marked paid").count()


@pytest.mark.parametrize("_round", range(4))
def test_two_who_settle_the_same_batch_settle_it_once(orders, bob, admin, _round):
    outcome = at_once(lambda: settle(orders, bob), lambda: settle(list(reversed(orders)), admin))

    assert outcome == {"done": 2}
    assert remembered() == Message.objects.filter(event="paid").count() == MANY


@pytest.mark.parametrize("_round", range(4))
def test_a_batch_and_other_changes_at_once_agree(orders, bob, admin, _round):
    cancelled, cheaper = orders[0], orders[1]
    batches = []
    outcome = at_once(
        lambda: batches.append(settle(orders, bob)),
        lambda: actions.cancel(order=cancelled, by=admin),
        lambda: actions.change_price(order=cheaper, price=FIFTY, seen=cheaper.price, by=admin),
    )

    assert outcome["without a word"] == 0
    after = {order.pk: order for order in BookingOrder.objects.all()}
    assert after[cancelled.pk].state == "cancelled"
    # Paid at the price that was seen, or open at the new one.
    assert (after[cheaper.pk].state, after[cheaper.pk].price) in {("paid", 490), ("open", 50)}
    [batch] = batches
    assert batch.done == remembered() == MANY - len(batch.refused)


def test_without_the_lock_a_changed_price_is_paid_over(orders, bob, admin, monkeypatch):
    """The positive control: between looking and setting, somebody else changes the price."""
    move = settling._move
    monkeypatch.setattr(BookingOrder.objects.none().__class__, "select_for_update", unlocked)
    monkeypatch.setattr(settling, "_move", lambda *given: (sleep(0.3), move(*given)))

    def cheaper() -> None:
        sleep(0.1)
        BookingOrder.objects.filter(pk=orders[0].pk).update(price=FIFTY)

    assert at_once(lambda: settle(orders, bob), cheaper) == {"done": 2}

    order = BookingOrder.objects.get(pk=orders[0].pk)
    assert (order.state, order.price) == ("paid", 50)


def unlocked(rows, *_args, **_kwargs):
    return rows.all()


def test_with_the_lock_the_price_waits(orders, bob, monkeypatch):
    """The same interleaving: the price is changed after the batch, and refused as it is paid."""
    move = settling._move
    monkeypatch.setattr(settling, "_move", lambda *given: (sleep(0.3), move(*given)))
    told = []

    def cheaper() -> None:
        sleep(0.1)
        try:
            actions.change_price(order=orders[0], price=FIFTY, seen=orders[0].price, by=bob)
        except Refusal as refusal:
            told.append(refusal.sentence)

    at_once(lambda: settle(orders, bob), cheaper)

    order = BookingOrder.objects.get(pk=orders[0].pk)
    assert (order.state, order.price) == ("paid", 490)
    assert "is paid, so its price stays as it is" in told[0]
