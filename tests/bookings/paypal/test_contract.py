"""Everything we say to PayPal, and everything its stand-in answers, is as PayPal has published."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests

from bookings.paypal.gateway import Declined
from bookings.paypal.standin.answering import ADDRESSES
from bookings.paypal.standin.post import WEBHOOK_ID
from tests import openapi
from tests.bookings.paypal.test_gateway import FIFTY, begin, paid
from tests.needs import missing


@pytest.fixture(autouse=True)
def files():
    return openapi.folder() or missing("PayPal's interface files (make openapi)")


def everything(standin, gateway) -> None:
    """Each call once, as it goes well."""
    gateway.check(WEBHOOK_ID)
    checkout = paid(standin, gateway)
    [capture] = checkout.captures
    gateway.get_checkout(checkout.id)
    gateway.get_capture(capture.id)
    refund = gateway.refund(capture.id, request_id="r1", money=FIFTY, note="Ausgefallen")
    gateway.get_refund(refund.id)
    gateway.refunds_of(capture.id)
    now = datetime.now(UTC)
    [event, *_] = gateway.events(now - timedelta(minutes=1), now + timedelta(minutes=1))
    raw = json.dumps(event).encode()
    assert gateway.verify(standin.account.post.signed(raw), raw, WEBHOOK_ID)


def resend(standin, gateway) -> None:
    """The one address the gateway does not use; whoever tries the demo may."""
    token = standin.account.new_token()
    event = standin.account.books.events[0]["id"].replace("-", "")
    standin.account.books.events[0]["id"] = event
    requests.post(
        f"{standin.url}/v1/notifications/webhooks-events/{event}/resend",
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        data=b"{}",
        timeout=5,
    )


def test_nothing_drifts_where_everything_goes_well(standin, gateway):
    everything(standin, gateway)
    resend(standin, gateway)
    assert openapi.drift(standin.exchanges) == []
    assert {said.operation for said in standin.exchanges} == set(ADDRESSES)


def refused(ask, issue: str) -> None:
    with pytest.raises(Declined) as told:
        ask()
    assert told.value.issue == issue


def test_nothing_drifts_where_paypal_says_no(standin, gateway):
    waiting = begin(gateway)
    refused(lambda: gateway.capture(waiting.id, request_id="c0"), "ORDER_NOT_APPROVED")
    refused(lambda: gateway.get_checkout("2222"), "INVALID_RESOURCE_ID")
    refused(lambda: gateway.get_capture("2222"), "INVALID_RESOURCE_ID")
    refused(lambda: gateway.get_refund("2222"), "INVALID_RESOURCE_ID")
    refused(lambda: gateway.refund("2", request_id="r", money=FIFTY), "INVALID_RESOURCE_ID")
    standin.control.decline(waiting.id)
    refused(lambda: gateway.capture(waiting.id, request_id="c1"), "INSTRUMENT_DECLINED")
    checkout = paid(standin, gateway, "2")
    refused(lambda: gateway.capture(checkout.id, request_id="c2"), "ORDER_ALREADY_CAPTURED")
    [capture] = checkout.captures
    gateway.refund(capture.id, request_id="r1", money=FIFTY)
    refused(
        lambda: gateway.refund(capture.id, request_id="r2", money=FIFTY), "CAPTURE_FULLY_REFUNDED"
    )
    standin.control.forget_tokens()
    gateway.get_capture(capture.id)
    assert {said.status for said in standin.exchanges} >= {200, 201, 401, 404, 422}
    assert openapi.drift(standin.exchanges) == []


@pytest.mark.parametrize("later", [True, False])
def test_nothing_drifts_where_money_is_late_or_taken_back(standin, gateway, later):
    checkout = begin(gateway)
    standin.control.approve(checkout.id, later="1" if later else "")
    [capture] = gateway.capture(checkout.id, request_id="c1").captures
    if later:
        standin.control.deny(capture.id)
    else:
        standin.control.chargeback(capture.id)
    gateway.get_capture(capture.id)
    gateway.get_checkout(checkout.id)
    assert openapi.drift(standin.exchanges) == []


def test_every_event_can_be_sent_back_for_verifying(standin, gateway):
    everything(standin, gateway)
    for event in standin.account.books.events:
        raw = json.dumps(event).encode()
        assert gateway.verify(standin.account.post.signed(raw), raw, WEBHOOK_ID)
    assert openapi.drift(standin.exchanges) == []


def changed(exchange, side: str, **fields):
    """The same exchange with other fields in what was asked (`raw`) or answered (`answer`)."""
    said = json.loads(getattr(exchange, side))
    return replace(exchange, **{side: json.dumps(said | fields).encode()})


@pytest.fixture
def created(standin, gateway):
    begin(gateway)
    return [said for said in standin.exchanges if said.operation == "create"][-1]


@pytest.mark.parametrize(
    ("side", "fields"),
    [
        ("raw", {"intent": "TAKE"}),
        ("raw", {"purchase_units": [{"amount": {"currency_code": "EURO", "value": "1.00"}}]}),
        ("raw", {"purchase_units": [{"amount": {"currency_code": "CHF", "value": "1e2"}}]}),
        ("raw", {"purchase_units": [{"amount": {"currency_code": "CHF", "value": 50.0}}]}),
        ("raw", {"purchase_units": [{"invoice_id": "1"}]}),
        ("raw", {"tip": "1.00"}),
        ("answer", {"status": "PAID"}),
        ("answer", {"links": [{"rel": "self"}]}),
        ("answer", {"create_time": "yesterday"}),
        ("answer", {"seats": 12}),
        ("answer", {"payer": {"nickname": "Nö"}}),
    ],
)
def test_a_difference_is_found(created, side, fields):
    assert openapi.drift([created]) == []
    assert openapi.drift([changed(created, side, **fields)]) != []


def test_a_header_that_is_too_long_is_found(created):
    long = replace(created, headers=created.headers | {"paypal-request-id": "x" * 109})
    assert any("too long" in line for line in openapi.drift([long]))


def test_an_address_nobody_has_published_is_found(created):
    elsewhere = replace(created, path="/v3/checkout/orders")
    assert openapi.drift([elsewhere]) == ["POST /v3/checkout/orders is described nowhere"]


def test_only_the_token_call_is_exempt(created):
    assert openapi.drift([replace(created, path=openapi.EXEMPT, raw=b"{}")]) == []


def test_paypals_own_example_sends_what_its_file_calls_read_only(files):
    """Why that word is not held against us."""
    file = json.loads((files / "notifications_webhooks_v1.json").read_text())
    call = file["paths"]["/v1/notifications/verify-webhook-signature"]["post"]
    content = call["requestBody"]["content"]["application/json"]
    examples = content.get("examples") or {"one": {"value": content.get("example")}}
    [example, *_] = examples.values()
    event = file["components"]["schemas"]["event"]["properties"]
    assert event["id"]["readOnly"]
    assert example.get("$ref") or "id" in example["value"]["webhook_event"]
