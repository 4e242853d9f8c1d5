"""Reaches PayPal's real sandbox, and only when asked: make sandbox, with credentials of one.

It creates a checkout, reads it, and asks for what must be refused. Nobody approves anything, so no
money moves, not even the sandbox's.
"""

import os
from datetime import UTC, datetime, timedelta

import pytest

from bookings.paypal import config
from bookings.paypal.gateway import Declined, Gateway
from tests.bookings.paypal.test_gateway import FIFTY, begin

pytestmark = pytest.mark.sandbox


@pytest.fixture
def sandbox() -> Gateway:
    who, secret = os.environ.get("PAYPAL_CLIENT_ID"), os.environ.get("PAYPAL_SECRET")
    if not (who and secret):
        pytest.skip("PAYPAL_CLIENT_ID and PAYPAL_SECRET of a sandbox account are not given")
    return Gateway(config.Access(config.SANDBOX, config.ENDPOINTS[config.SANDBOX], who, secret))


@pytest.fixture
def number() -> str:
    return f"T{datetime.now(UTC):%Y%m%d%H%M%S%f}"


def test_the_sandbox_knows_us(sandbox):
    sandbox.check(os.environ.get("PAYPAL_WEBHOOK_ID", ""))


def test_a_checkout_is_made_read_and_not_captured(sandbox, number):
    made = begin(sandbox, number)
    assert made.approve_url.startswith("https://www.sandbox.paypal.com/")
    assert begin(sandbox, number).id == made.id
    read = sandbox.get_checkout(made.id)
    assert (read.invoice_id, read.custom_id, read.amount) == (number, number, FIFTY)
    assert (read.payee_id, read.captures) == (made.payee_id, ())
    with pytest.raises(Declined) as refused:
        sandbox.capture(made.id, request_id=f"capture-{number}")
    assert refused.value.issue == "ORDER_NOT_APPROVED"


def test_what_nobody_knows_is_declined(sandbox):
    with pytest.raises(Declined):
        sandbox.get_capture("2GG279541U471931P")


def test_events_can_be_listed(sandbox):
    now = datetime.now(UTC)
    assert list(sandbox.events(now - timedelta(days=1), now)) is not None
