"""No secret in any log, whoever logs what, however much goes wrong."""

import base64
import http.client
import json

import pytest
from paypalrestsdk.api import Api as GenericApi

from bookings.paypal import config
from bookings.paypal.gateway import Gateway, PaypalError
from bookings.paypal.standin.post import WEBHOOK_ID
from bookings.paypal.standin.server import Standin
from tests.bookings.paypal.test_gateway import FIFTY, paid

OURS = {"client_id": "AbC-client-1234567890", "secret": "EfG-secret-0987654321"}


def a_whole_run(standin, gateway) -> None:
    gateway.check(WEBHOOK_ID)
    [capture] = paid(standin, gateway).captures
    gateway.refund(capture.id, request_id="r1", money=FIFTY, note="Vertraulich")
    raw = json.dumps(standin.account.books.events[0]).encode()
    assert gateway.verify(standin.account.post.signed(raw), raw, WEBHOOK_ID)
    standin.control.forget_tokens()
    gateway.get_capture(capture.id)
    for kind in ("500", "html", "garbled", "down"):
        standin.control.fail("get_capture", kind, times=3)
        with pytest.raises(PaypalError):
            gateway.get_capture(capture.id)
    with pytest.raises(PaypalError):
        gateway.get_capture("2222")


def secrets_of(standin) -> list[str]:
    basic = base64.b64encode(":".join(OURS.values()).encode()).decode()
    return [*OURS.values(), basic, *standin.account._tokens, "Bearer", "Basic "]


def test_a_whole_run_logs_no_secret(everything_logged):
    with Standin(**OURS) as standin:
        gateway = Gateway(config.Access(config.STANDIN, standin.url, *OURS.values()))
        a_whole_run(standin, gateway)
        logged = everything_logged.text
        found = [secret for secret in secrets_of(standin) if secret in logged]
    assert found == []
    assert "/v2/checkout/orders" in logged
    assert "noemi.rueegg@example.org" not in logged
    assert "Vertraulich" not in logged


def test_the_sdk_alone_would_have_been_caught(everything_logged):
    with Standin(**OURS) as standin:
        options = {"client_id": OURS["client_id"], "client_secret": OURS["secret"]}
        GenericApi(mode="sandbox", endpoint=standin.url, **options).get(
            "/v1/notifications/webhooks"
        )
        assert [each for each in secrets_of(standin) if each in everything_logged.text] != []


def test_refused_credentials_are_not_logged_either(everything_logged):
    with Standin() as standin:
        gateway = Gateway(config.Access(config.STANDIN, standin.url, *OURS.values()))
        with pytest.raises(PaypalError) as refused:
            gateway.check()
        logged = everything_logged.text + repr(refused.value) + str(refused.value.__cause__)
        assert [secret for secret in secrets_of(standin) if secret in logged] == []


def test_the_library_below_does_not_print_what_it_sends():
    assert http.client.HTTPConnection.debuglevel == 0


def test_djangos_error_page_hides_them(settings, rf):
    from django.views.debug import SafeExceptionReporterFilter  # only this test looks at it

    settings.PAYPAL_SECRETS = OURS
    shown = repr(SafeExceptionReporterFilter().get_safe_settings())
    assert [value for value in OURS.values() if value in shown] == []
