"""What code forgets about money, the database refuses: every constraint violated once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bookings.models import Capture, Payment, PaypalSetting, Refund, UnassignedMoney
from tests.bookings.payments.conftest import PRICE, pay, payment_of

NOW = timezone.now()
IMPOSSIBLE = {
    "payment_state_is_known": (Payment, {"state": "lost"}),
    "payment_is_for_something": (Payment, {"amount": 0}),
    "capture_pays_with_what_came": (Capture, {"assigned": PRICE + 1}),
    "refund_is_of_something": (Refund, {"amount": 0}),
    "refund_settled_has_a_time": (Refund, {"state": "completed"}),
    "unassigned_closed_has_an_outcome": (UnassignedMoney, {"closed_at": NOW}),
    "paypal_hold_is_reasonable": (PaypalSetting, {"hold_minutes": 0}),
}


@pytest.fixture
def money(standin, order):
    """Paid, with a refund under way and something on the desk."""
    pay(standin, order)
    capture = order.captures.get()
    Refund.objects.create(capture=capture, order=order, amount=1, currency="CHF", refund_id="R1")
    UnassignedMoney.objects.create(capture=capture, amount=1, why="high")
    return capture


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_impossible_money_is_refused(money, name):
    model, impossible = IMPOSSIBLE[name]
    with pytest.raises(IntegrityError), transaction.atomic():
        assert model.objects.update(**impossible) == 1


def test_there_is_one_row_of_settings(paypal):
    """paypal_setting_is_one_row"""
    with pytest.raises(IntegrityError), transaction.atomic():
        PaypalSetting.objects.create(pk=2)


def copy(row, **changes) -> None:
    """Another row like this one: payment_one_under_way, payment_checkout_is_its_own, …"""
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_an_order_is_paid_by_one_try_at_a_time(order):
    """payment_one_under_way"""
    copy(payment_of(order), number="2", token="2", checkout_id="")


def test_two_payments_never_share_a_checkout(order):
    """payment_checkout_is_its_own"""
    copy(payment_of(order), number="2", token="2", state="cancelled")


def test_one_payment_pays_an_order(money):
    """capture_one_pays_an_order"""
    copy(money, capture_id="2")


def test_a_refund_is_known_once(money):
    """refund_is_known_once"""
    copy(Refund.objects.get(), request_id="2")
