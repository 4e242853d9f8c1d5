"""Money is moved once, whatever happens to the answer."""

from dataclasses import replace

import pytest

from bookings.paypal import config
from bookings.paypal.gateway import Unknown
from bookings.paypal.standin.faults import KINDS
from tests.bookings.paypal.test_gateway import FIFTY, begin, paid
from tests.paypal import HASTY

SILENCE = {"timeout": 0.5, "hang": 0.5}


@pytest.mark.parametrize("kind", KINDS)
def test_a_capture_survives_one_fault(standin, gateway, monkeypatch, kind):
    monkeypatch.setattr(config, "PATIENCE", replace(HASTY, read=0.4))
    checkout = begin(gateway)
    standin.control.approve(checkout.id)
    standin.control.fail("capture", kind, seconds=SILENCE.get(kind, 0))
    [capture] = gateway.capture(checkout.id, request_id="capture-1").captures
    assert capture.status == "COMPLETED"
    assert standin.ledger()["totals"] == {"CHF": "50.00"}


@pytest.mark.parametrize("kind", ["lost", "empty", "garbled", "html"])
def test_a_capture_nobody_heard_of_is_found_by_reading(standin, gateway, kind):
    checkout = begin(gateway)
    standin.control.approve(checkout.id)
    standin.control.fail("capture", kind, times=3)
    with pytest.raises(Unknown):
        gateway.capture(checkout.id, request_id="capture-1")
    [capture] = gateway.get_checkout(checkout.id).captures
    assert capture.status == "COMPLETED"
    assert len(standin.ledger()["captures"]) == 1


@pytest.mark.parametrize("kind", ["down", "429", "503"])
def test_a_capture_that_was_not_made_is_not_found(standin, gateway, kind):
    checkout = begin(gateway)
    standin.control.approve(checkout.id)
    standin.control.fail("capture", kind, times=3)
    with pytest.raises(Unknown):
        gateway.capture(checkout.id, request_id="capture-1")
    assert gateway.get_checkout(checkout.id).captures == ()
    assert standin.ledger()["totals"] == {}


def test_a_refund_nobody_heard_of_is_not_made_twice(standin, gateway):
    [capture] = paid(standin, gateway).captures
    standin.control.fail("refund", "lost", times=3)
    with pytest.raises(Unknown):
        gateway.refund(capture.id, request_id="r1", money=FIFTY)
    [found] = gateway.refunds_of(capture.id)
    assert found.custom_id == "r1"
    assert gateway.refund(capture.id, request_id="r1", money=FIFTY).id == found.id
    assert standin.ledger()["totals"] == {"CHF": "0.00"}


def test_a_checkout_nobody_heard_of_is_the_same_one(standin, gateway):
    standin.control.fail("create", "lost")
    checkout = begin(gateway)
    assert list(standin.account.books.checkouts) == [checkout.id]


def test_a_token_call_that_fails_is_tried_again(standin, gateway):
    standin.control.fail("token", "503")
    assert begin(gateway).id


def test_tokens_that_were_forgotten_are_fetched_anew(standin, gateway):
    begin(gateway)
    standin.control.forget_tokens()
    assert begin(gateway, "2").id
