"""F6 to F18 of what the product must survive, each at the stand-in over HTTP."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Message
from accounts.refusal import Refusal
from bookings import actions
from bookings.models import Payment, PaypalSetting, Refund, UnassignedMoney, WebhookEvent
from bookings.payments import desk, paying, reconcile, refunds, webhooks
from bookings.paypal.gateway import Unknown
from tests.bookings.payments.conftest import (
    PRICE,
    approve,
    come_back,
    lapse,
    lead,
    pay,
    payment_of,
    post_event,
    states,
)
from tests.cast import book, enter_by_hand, make_person


def later(minutes: int = 60) -> None:
    """Everything that waits is due."""
    now = timezone.now()
    Payment.objects.exclude(next_look_at=None).update(next_look_at=now)
    WebhookEvent.objects.exclude(next_try_at=None).update(next_try_at=now)
    Refund.objects.exclude(next_try_at=None).update(next_try_at=now)
    Payment.objects.exclude(claimed_at=None).update(claimed_at=now - paying.SILENCE * 2)


def events(standin, *kinds: str) -> list[dict]:
    told = standin.account.books.events
    return [event for event in told if not kinds or event["event_type"] in kinds]


def receipts(order) -> int:
    return Message.objects.filter(key=f"booked:{order.number}").count()


def item() -> UnassignedMoney:
    return UnassignedMoney.objects.get()


def test_f6_a_seat_that_was_sold_meanwhile_is_not_paid_for(client, standin, order, course):
    lapse(order)
    actions.expire_lapsed(resource_id=course.pk)
    course.refresh_from_db()
    for name in ("Emil", "Finn"):
        enter_by_hand(course, make_person(name))
    approve(standin, order)
    page = come_back(client, order)
    assert states(order) == ("cancelled", "expired")
    assert standin.ledger()["totals"] == {}
    assert "Nothing was charged" in page.content.decode()


def test_f6_a_seat_that_is_still_free_is_taken_again(client, standin, order, course):
    lapse(order)
    actions.expire_lapsed(resource_id=course.pk)
    approve(standin, order)
    come_back(client, order)
    assert states(order) == ("paid", "active")


def test_f6_money_that_comes_after_the_seat_was_given_up_lies_on_the_desk(standin, order, course):
    standin.control.approve(payment_of(order).checkout_id, later="1")
    paying.look(payment_of(order))
    actions.cancel(order=order, by=None)
    [capture] = standin.ledger()["captures"]
    standin.control.complete(capture["id"])
    later()
    reconcile.run()
    assert states(order) == ("cancelled", "cancelled")
    assert (item().why, item().amount) == ("cancelled", PRICE)


@pytest.mark.parametrize("first", ["webhook", "browser"])
def test_f7_webhook_and_browser_in_either_order_pay_once(client, standin, order, first):
    approve(standin, order)
    [approved] = events(standin)
    ways = [lambda: post_event(client, standin, approved), lambda: come_back(client, order)]
    for way in ways if first == "webhook" else reversed(ways):
        way()
        webhooks.work_off()
    assert states(order) == ("paid", "active")
    assert len(standin.ledger()["captures"]) == 1
    assert receipts(order) == 1


def test_f8_a_webhook_before_our_payment_is_stored_waits_for_it(
    client, standin, gateway, offer, alice
):
    order = book(offer, alice)
    payment = paying.begin(order=order, by=alice)
    checkout = paying._create(payment, "en")
    Payment.objects.all().delete()  # as long as it is not committed
    standin.control.approve(checkout.id)
    gateway.capture(checkout.id, request_id="c1")
    assert post_event(client, standin, events(standin)[-1]).status_code == 200
    assert webhooks.work_off() == 0
    payment.save(force_insert=True)
    later()
    assert webhooks.work_off() == 1
    assert states(order) == ("paid", "active")


def test_f9_the_same_webhook_fifty_times_has_one_effect(client, standin, order):
    approve(standin, order)
    [approved] = events(standin)
    assert {post_event(client, standin, approved).status_code for _ in range(50)} == {200}
    webhooks.work_off()
    later()
    post_event(client, standin, approved)
    webhooks.work_off()
    assert WebhookEvent.objects.filter(event_id=approved["id"]).count() == 1
    assert (order.captures.count(), receipts(order)) == (1, 1)


def test_f10_events_out_of_order_end_in_what_paypal_says(client, standin, order):
    pay(standin, order)
    [capture] = standin.ledger()["captures"]
    standin.control.refund(capture["id"])
    for event in reversed(events(standin)):
        post_event(client, standin, event)
        webhooks.work_off()
    assert states(order) == ("paid", "active")
    refund = Refund.objects.get()
    assert (refund.state, refund.amount, refund.is_outside) == ("completed", PRICE, True)


@pytest.mark.parametrize("kind", ["lost", "garbled", "empty"])
def test_f11_a_capture_nobody_heard_of_is_found_and_not_repeated(standin, order, kind):
    approve(standin, order)
    standin.control.fail("capture", kind, times=3)
    with pytest.raises(Unknown):
        paying.look(payment_of(order))
    assert (payment_of(order).state, states(order)) == ("capturing", ("in_payment", "pending"))
    later()
    reconcile.run()
    assert states(order) == ("paid", "active")
    assert len(standin.ledger()["captures"]) == 1


@pytest.mark.parametrize("kind", ["429", "503", "html", "empty", "garbled", "down"])
def test_f12_an_answer_that_says_nothing_leaves_everything_as_it_was(client, standin, order, kind):
    approve(standin, order)
    standin.control.fail("get_checkout", kind, times=3)
    page = come_back(client, order)
    assert "PayPal does not answer" in page.content.decode()
    assert states(order) == ("in_payment", "pending")
    later()
    reconcile.run()
    assert states(order) == ("paid", "active")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"amount": "49.99"}, "low"),
        ({"amount": "50.01"}, "high"),
        ({"amount": "0.00"}, "low"),
        ({"amount": "-1.00"}, "low"),
        ({"currency": "EUR"}, "currency"),
    ],
)
def test_f13_another_amount_or_currency_pays_nothing_and_is_flagged(standin, order, wrong, why):
    standin.control.next_capture(**wrong)
    pay(standin, order)
    assert states(order) == ("in_payment", "pending")
    assert item().why == why
    assert str(item().amount) == wrong.get("amount", "50.00")


@pytest.mark.parametrize("amount", ["1e2", "NaN", "Infinity", "50.001"])
def test_f13_what_is_no_amount_is_not_understood(standin, order, amount):
    approve(standin, order)
    standin.control.next_capture(amount=amount)
    with pytest.raises(Unknown):
        paying.look(payment_of(order))
    assert states(order) == ("in_payment", "pending")
    standin.exchanges.clear()  # PayPal would never say that


def test_f14_money_for_another_account_pays_nothing(standin, order):
    standin.control.next_capture(payee="ANTHERACCNT22")
    pay(standin, order)
    assert states(order) == ("in_payment", "pending")
    assert item().why == "payee"


def test_f14_an_event_of_another_account_is_refused(client, standin, order):
    approve(standin, order)
    [approved] = events(standin)
    PaypalSetting.objects.update(webhook_id="ANOTHERWEBHOOK")
    assert post_event(client, standin, approved).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_f15_what_was_paid_too_much_stays_on_the_desk(standin, order, admin):
    standin.control.next_capture(amount="55.00")
    pay(standin, order)
    desk.assign(item=item(), by=admin)
    assert states(order) == ("paid", "active")
    assert (item().amount, item().closed_at) == (Decimal("5.00"), None)
    desk.pay_back(item=item(), by=admin, reason="Too much")
    refunds.send_due()
    assert (item().outcome, standin.ledger()["totals"]) == ("refunded", {"CHF": "50.00"})


def test_f15_a_part_payment_cannot_take_the_seat(standin, order, admin):
    standin.control.next_capture(amount="20.00")
    pay(standin, order)
    with pytest.raises(Refusal, match="does not pay"):
        desk.assign(item=item(), by=admin)
    assert states(order) == ("in_payment", "pending")


def test_f15_a_second_payment_of_the_same_booking_lies_on_the_desk(standin, order, gateway):
    standin.control.allow_same_invoice()
    pay(standin, order)
    again = paying._create(Payment(**twin_of(payment_of(order))), "en")
    standin.control.approve(again.id)
    gateway.capture(again.id, request_id="again")
    reconcile.run(everything=True)
    assert states(order) == ("paid", "active")
    assert item().why == "twice"
    assert standin.ledger()["totals"] == {"CHF": "100.00"}


def twin_of(payment: Payment) -> dict:
    same = ("number", "order", "environment", "amount", "currency", "token")
    return {name: getattr(payment, name) for name in same}


def test_f16_a_refund_from_outside_arrives_and_leaves_the_access(client, standin, order):
    pay(standin, order)
    [capture] = standin.ledger()["captures"]
    standin.control.refund(capture["id"], "20.00")
    post_event(client, standin, events(standin, "PAYMENT.CAPTURE.REFUNDED")[0])
    webhooks.work_off()
    assert states(order) == ("paid", "active")
    assert order.captures.get().refundable == Decimal("30.00")


@pytest.mark.parametrize("kind", ["lost", "timeout", "503", "garbled"])
def test_f16_a_refund_that_fails_half_way_is_made_once(standin, order, admin, kind):
    pay(standin, order)
    refund = refunds.ask_back(order=order, amount=PRICE, reason="Ill", by=admin)
    standin.control.fail("refund", kind, times=3, seconds=1.2 if kind == "timeout" else 0)
    refunds.send_due()
    assert Refund.objects.get().state == "requested"
    standin.account.answered.clear()  # so long ago that PayPal has forgotten the request
    later()
    refunds.send_due()
    refund.refresh_from_db()
    assert (refund.state, len(standin.ledger()["refunds"])) == ("completed", 1)
    assert standin.ledger()["totals"] == {"CHF": "0.00"}


def test_f16_a_refund_twice_cannot_give_back_more_than_came(standin, order, admin):
    pay(standin, order)
    refunds.ask_back(order=order, amount=Decimal("30.00"), reason="Ill", by=admin)
    with pytest.raises(Refusal, match=r"20\.00 can be paid back"):
        refunds.ask_back(order=order, amount=Decimal("30.00"), reason="Ill", by=admin)


def test_f17_a_chargeback_takes_the_access_away_once(client, standin, order):
    pay(standin, order)
    [capture] = standin.ledger()["captures"]
    standin.control.chargeback(capture["id"])
    for _ in range(2):
        for event in events(standin):
            post_event(client, standin, event)
        webhooks.work_off()
        later()
    assert states(order) == ("paid", "removed")
    assert Refund.objects.get().kind == "chargeback"
    assert Message.objects.filter(event="removed").count() == 1


def test_f17_an_echeck_that_is_denied_later_ends_the_booking_once(client, standin, order):
    approve(standin, order, later="1")
    page = come_back(client, order)
    assert "on its way" in page.content.decode()
    assert states(order) == ("in_payment", "pending")
    [capture] = standin.ledger()["captures"]
    standin.control.deny(capture["id"])
    for event in events(standin) * 2:
        post_event(client, standin, event)
        webhooks.work_off()
    assert states(order) == ("cancelled", "cancelled")
    assert payment_of(order).state == "declined"
    assert Message.objects.filter(event="payment_denied").count() == 1


def test_f17_an_echeck_that_is_completed_later_pays(standin, order):
    approve(standin, order, later="1")
    paying.look(payment_of(order))
    order.participation.refresh_from_db()
    assert order.participation.confirm_until is None
    [capture] = standin.ledger()["captures"]
    standin.control.complete(capture["id"])
    later()
    reconcile.run()
    assert states(order) == ("paid", "active")


def test_f18_cancelling_an_unpaid_twin_leaves_the_paid_access(standin, order, course):
    lapse(order)
    actions.expire_lapsed(resource_id=course.pk)
    paid = book(order.offer, order.person)
    lead(paid)
    pay(standin, paid)
    approve(standin, order)
    later()
    reconcile.run()
    assert states(order) == ("cancelled", "expired")
    assert states(paid) == ("paid", "active")
    assert standin.ledger()["totals"] == {"CHF": "50.00"}
