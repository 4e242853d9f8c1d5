"""The stand-in does what it is told: webhooks in any order, any number of times, or never."""

import json
from collections import Counter

import pytest
import requests

from bookings.paypal.standin.post import WEBHOOK_ID
from bookings.paypal.standin.server import Standin
from tests.bookings.paypal.mailbox import mailbox
from tests.bookings.paypal.test_gateway import FIFTY, begin, paid


@pytest.fixture
def box(standin):
    with mailbox() as box:
        standin.control.webhooks(url=box.url)
        yield box


def names(box) -> list[str]:
    return [json.loads(raw)["event_type"] for _headers, raw in box.got]


def test_events_are_sent_and_signed(standin, gateway, box):
    paid(standin, gateway)
    assert standin.settled()
    assert sorted(names(box)) == ["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED"]
    for headers, raw in box.got:
        assert gateway.verify(headers, raw, WEBHOOK_ID)


def test_an_event_that_was_not_taken_is_sent_again(standin, gateway, box):
    box.refuses = [503, 500]
    standin.control.approve(begin(gateway).id)
    assert standin.settled()
    assert len({raw for _, raw in box.got}) == 1
    assert [each.status for each in standin.account.post.deliveries] == [503, 500, 200]


def test_each_try_is_signed_anew(standin, gateway, box):
    box.refuses = [503]
    standin.control.approve(begin(gateway).id)
    assert standin.settled()
    assert len({headers["PAYPAL-TRANSMISSION-ID"] for headers, _ in box.got}) == 2


def test_an_event_nobody_takes_is_given_up(standin, gateway):
    standin.control.webhooks(url="http://127.0.0.1:9/")
    standin.control.approve(begin(gateway).id)
    assert standin.settled()
    assert {each.status for each in standin.account.post.deliveries} == {0}


def test_events_are_sent_fifty_times(standin, gateway, box):
    standin.control.webhooks(copies=50)
    standin.control.approve(begin(gateway).id)
    assert standin.settled()
    assert Counter(raw for _, raw in box.got).most_common(1)[0][1] == 50


def test_events_are_held_and_released_in_reverse(standin, gateway, box):
    standin.control.webhooks(when="held")
    [capture] = paid(standin, gateway).captures
    standin.control.refund(capture.id)
    assert box.got == []
    standin.control.release("reversed")
    assert names(box) == [
        "PAYMENT.CAPTURE.REFUNDED",
        "PAYMENT.CAPTURE.COMPLETED",
        "CHECKOUT.ORDER.APPROVED",
    ]


def test_events_are_released_in_any_order(standin, gateway, box):
    standin.control.webhooks(when="held")
    paid(standin, gateway)
    standin.control.release("shuffled")
    assert len(box.got) == 2
    standin.control.release()
    assert len(box.got) == 2


def test_events_never_sent_are_listed_all_the_same(standin, gateway, box):
    standin.control.webhooks(when="never")
    paid(standin, gateway)
    assert standin.settled()
    assert box.got == []
    assert len(standin.account.books.events) == 2


def test_events_can_arrive_before_the_answer(standin, gateway, box):
    standin.control.webhooks(when="first")
    standin.control.fail("capture", "lost", times=3)
    checkout = begin(gateway)
    standin.control.approve(checkout.id)
    with pytest.raises(Exception, match="unreachable"):
        gateway.capture(checkout.id, request_id="c1")
    assert names(box)[-1] == "PAYMENT.CAPTURE.COMPLETED"


def test_old_events_can_be_sent_again(standin, gateway, box):
    paid(standin, gateway)
    standin.settled()
    standin.control.resend(standin.account.books.events[0]["id"], copies=3)
    standin.settled()
    assert Counter(names(box))["CHECKOUT.ORDER.APPROVED"] == 4
    standin.control.resend()
    standin.settled()
    assert len(box.got) == 7


def test_events_can_be_late(standin, gateway, box):
    standin.control.webhooks(delay="0.3")
    standin.control.approve(begin(gateway).id)
    assert box.got == []
    assert standin.settled()
    assert len(box.got) == 1


def test_every_change_of_money_has_its_event(standin, gateway, box):
    late = begin(gateway)
    standin.control.approve(late.id, later="1")
    [capture] = gateway.capture(late.id, request_id="c1").captures
    standin.control.complete(capture.id)
    standin.control.next_refund("PENDING")
    gateway.refund(capture.id, request_id="r1", money=FIFTY)
    standin.control.settle_refund(next(iter(standin.account.books.refunds)), "FAILED")
    standin.control.chargeback(capture.id, "20.00")
    told = [event["event_type"].partition(".")[2] for event in standin.account.books.events]
    assert told == [
        "ORDER.APPROVED",
        "CAPTURE.PENDING",
        "CAPTURE.COMPLETED",
        "REFUND.PENDING",
        "REFUND.FAILED",
        "CAPTURE.REVERSED",
    ]
    assert standin.ledger()["totals"] == {"CHF": "30.00"}


def post(standin, verb: str, **given) -> requests.Response:
    """As another process would: a benchmark, or a person with a page."""
    return requests.post(
        f"{standin.url}/control/{verb}",
        data=given,
        headers={"Accept": "application/json"},
        timeout=5,
    )


def test_it_is_controlled_over_http(standin, gateway):
    checkout = begin(gateway)
    assert post(standin, "approve", checkout=checkout.id).status_code == 200
    assert post(standin, "next_capture", amount="49.99").ok
    gateway.capture(checkout.id, request_id="c1")
    ledger = requests.get(f"{standin.url}/control/ledger.json", timeout=5).json()
    assert ledger == standin.ledger()
    assert ledger["totals"] == {"CHF": "49.99"}


@pytest.mark.parametrize(
    ("verb", "given", "status"),
    [
        ("approve", {"checkout": "nobody"}, 400),
        ("approve", {"check": "x"}, 400),
        ("complete", {"capture": "nobody"}, 400),
        ("fail", {"operation": "capture", "kind": "earthquake"}, 400),
        ("fail", {"operation": "capture", "kind": "500", "times": "often"}, 400),
        ("webhooks", {"when": "tomorrow"}, 400),
        ("account", {}, 404),
        ("_settle", {"capture": "A", "completed": "1"}, 404),
        ("__init__", {}, 404),
    ],
)
def test_what_it_cannot_do_it_says(standin, verb, given, status):
    assert post(standin, verb, **given).status_code == status


def test_more_than_was_paid_is_not_paid_back(standin, gateway):
    [capture] = paid(standin, gateway).captures
    for amount in ("50.01", "-1", "0", "NaN"):
        assert post(standin, "refund", capture=capture.id, amount=amount).status_code == 400
    assert standin.ledger()["totals"] == {"CHF": "50.00"}


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Host": "evil.example"}, {"Host": "127.0.0.1:1"}],
)
def test_other_sites_press_no_buttons(standin, headers):
    answer = requests.post(f"{standin.url}/control/heal", headers=headers, timeout=5)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("path", "raw", "status", "issue"),
    [
        ("/v2/checkout/orders", b"{", 400, "MALFORMED_REQUEST_JSON"),
        ("/v2/checkout/orders", b"[]", 400, "MALFORMED_REQUEST_JSON"),
        ("/v2/checkout/orders", b"{}", 400, "MISSING_REQUIRED_PARAMETER"),
        ("/v1/notifications/verify-webhook-signature", b"{}", 400, "MISSING_REQUIRED_PARAMETER"),
        ("/v2/checkout/orders/22/track", b"{}", 404, ""),
    ],
)
def test_it_refuses_what_paypal_refuses(path, raw, status, issue):
    with Standin() as standin:
        headers = {"Authorization": f"Bearer {standin.account.new_token()}"}
        answer = requests.post(f"{standin.url}{path}", data=raw, headers=headers, timeout=5)
    assert answer.status_code == status
    assert issue in answer.text


@pytest.mark.parametrize(
    ("amount", "issue"),
    [
        ({"currency_code": "CHF", "value": "1e2"}, "INVALID_PARAMETER_SYNTAX"),
        ({"currency_code": "CHF", "value": 50}, "INVALID_PARAMETER_SYNTAX"),
        ({"currency_code": "CHF", "value": "0.00"}, "CANNOT_BE_ZERO_OR_NEGATIVE"),
        ({"currency_code": "CHF", "value": "-5"}, "CANNOT_BE_ZERO_OR_NEGATIVE"),
        ({"currency_code": "CHF", "value": "5.005"}, "DECIMAL_PRECISION"),
        ({"currency_code": "EURO", "value": "5"}, "INVALID_CURRENCY_CODE"),
        ({}, "INVALID_PARAMETER_SYNTAX"),
    ],
)
def test_it_takes_no_amount_that_is_none(amount, issue):
    body = {"intent": "CAPTURE", "purchase_units": [{"amount": amount}]}
    with Standin() as standin:
        headers = {"Authorization": f"Bearer {standin.account.new_token()}"}
        url = f"{standin.url}/v2/checkout/orders"
        answer = requests.post(url, json=body, headers=headers, timeout=5)
    assert answer.status_code in {400, 422}
    assert answer.json()["details"][0]["issue"] == issue
