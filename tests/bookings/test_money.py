"""What is done to the money side of an order by hand, and what of it is told."""

from decimal import Decimal

import pytest

from accounts import history
from accounts.models import Message, Setting
from accounts.refusal import Conflict, Refusal
from bookings import actions
from bookings.models import BookingOrder
from tests.cast import make_order

FIFTY = Decimal(50)


@pytest.fixture
def order(alice) -> BookingOrder:
    return make_order(alice, method="invoice", receipt=False)


@pytest.fixture
def late(order) -> BookingOrder:
    """Cancelled, with the fee of 120 that was due."""
    BookingOrder.objects.filter(pk=order.pk).update(free_until_days=None)
    actions.cancel(order=order, by=order.person, words=None)
    return again(order)


def again(order: BookingOrder) -> BookingOrder:
    return BookingOrder.objects.with_details().get(pk=order.pk)


def change_price(order, by, price=FIFTY, seen=Decimal(490), **more):
    actions.change_price(order=order, price=price, seen=seen, by=by, **more)


def change_fee(order, by, fee=FIFTY, seen=Decimal(120), **more):
    actions.change_fee(order=order, fee=fee, seen=seen, by=by, **more)


def test_another_price_keeps_the_original_beside_it(order, bob):
    change_price(order, bob, note="Agreed by phone")

    after = again(order)
    assert (after.price, after.price_original, after.is_adjusted) == (50, 490, True)
    line = history.of(order).last()
    assert (line.before, line.after) == ("CHF\xa0490.00", "CHF\xa050.00")
    assert (line.by, line.note) == (bob, "Agreed by phone")


def test_of_two_who_change_a_price_the_second_is_told(order, bob, admin):
    change_price(order, bob)

    with pytest.raises(Conflict, match=r"changed the amount to CHF\xa050\.00"):
        change_price(order, admin, price=Decimal(60))

    assert again(order).price == 50
    assert history.of(order).filter(verb="price changed").count() == 1


@pytest.mark.parametrize("state", ["paid", "cancelled", "written_off"])
def test_only_an_open_order_changes_its_price(order, bob, state):
    {
        "paid": lambda: actions.mark_paid(order=order, by=bob),
        "cancelled": lambda: actions.cancel(order=order, by=bob),
        "written_off": lambda: actions.write_off(order=order, by=bob),
    }[state]()

    with pytest.raises(Refusal):
        change_price(order, bob)

    assert again(order).price == 490


def test_another_fee_keeps_the_original_beside_it(late, bob):
    change_fee(late, bob, note="Half of it")

    after = again(late)
    assert (after.cancellation_fee, after.cancellation_fee_original) == (50, 120)
    assert (after.status, after.is_adjusted) == ("cancelled_fee", True)
    assert history.of(late).last().note == "Half of it"


def test_a_waived_fee_can_be_charged_again(late, bob):
    change_fee(late, bob, fee=Decimal(0))
    assert again(late).status == "cancelled"
    change_fee(late, bob, fee=FIFTY, seen=Decimal(0))
    assert again(late).status == "cancelled_fee"


def test_of_two_who_change_a_fee_the_second_is_told(late, bob, admin):
    change_fee(late, bob)
    with pytest.raises(Conflict):
        change_fee(late, admin, fee=Decimal(60))
    assert again(late).cancellation_fee == 50


def test_a_fee_above_the_price_is_refused(late, bob):
    with pytest.raises(Refusal, match="above the price"):
        change_fee(late, bob, fee=Decimal("490.01"))
    assert again(late).cancellation_fee == 120


def test_without_a_fee_there_is_none_to_change(order, bob):
    with pytest.raises(Refusal, match="There is no fee to change"):
        change_fee(order, bob)


def test_writing_off_leaves_the_access(order, bob):
    actions.write_off(order=order, by=bob, note="Bankrupt")

    after = again(order)
    assert (after.status, after.participation.status) == ("written_off", "active")
    assert after.resource.seats_taken == 1
    assert history.of(order).last().note == "Bankrupt"


def test_writing_off_twice_is_refused(order, bob):
    seen = again(order)
    actions.write_off(order=order, by=bob)
    with pytest.raises(Conflict):
        actions.write_off(order=seen, by=bob)
    assert history.of(order).filter(verb="written off").count() == 1


@pytest.mark.parametrize("method", ["free", "code"])
def test_what_is_no_invoice_has_no_money_to_change(alice, bob, method):
    order = make_order(alice, method=method)
    for change in (
        lambda: change_price(order, bob, seen=order.price),
        lambda: change_fee(order, bob),
        lambda: actions.write_off(order=order, by=bob),
    ):
        with pytest.raises(Refusal, match=r"Nothing was changed\."):
            change()
    assert again(order).state == "done"


def test_nobody_is_told_unless_the_house_wants_it(order, bob):
    change_price(order, bob)
    actions.write_off(order=again(order), by=bob)
    assert not Message.objects.exists()


def test_each_change_is_told_once_where_the_house_wants_it(order, bob):
    Setting(pk=1, mail_price_changed=True, mail_written_off=True).save()
    change_price(order, bob)
    change_price(order, bob, price=Decimal(60), seen=FIFTY)
    actions.write_off(order=again(order), by=bob)

    told = Message.objects.order_by("created_at")
    assert [one.event for one in told] == ["price_changed", "price_changed", "written_off"]
    assert told[1].context["price_before"] == "CHF\xa050.00"
    assert told[1].context["price"] == "CHF\xa060.00"
