"""Who may tell us something: PayPal, and what it says must arrive as it was sent."""

import json

import pytest

from bookings.paypal import config
from bookings.paypal.gateway import Gateway, NotConfigured, Unknown
from bookings.paypal.standin.post import WEBHOOK_ID
from bookings.paypal.standin.server import Standin
from tests.bookings.paypal.scripted import scripted

EVENT = {"id": "WH-1", "event_type": "PAYMENT.CAPTURE.COMPLETED", "resource": {"id": "Ü1"}}
RAW = json.dumps(EVENT).encode()
SIGNED_NAMES = (
    *("PAYPAL-TRANSMISSION-ID", "PAYPAL-TRANSMISSION-TIME", "PAYPAL-TRANSMISSION-SIG"),
    *("PAYPAL-CERT-URL", "PAYPAL-AUTH-ALGO"),
)


@pytest.fixture
def signed(standin) -> dict[str, str]:
    return standin.account.post.signed(RAW)


def test_what_paypal_signed_is_genuine(gateway, signed):
    assert gateway.verify(signed, RAW, WEBHOOK_ID)


def test_the_names_of_headers_may_be_written_anyhow(gateway, signed):
    lower = {name.lower(): value for name, value in signed.items()}
    assert gateway.verify(lower, RAW, WEBHOOK_ID)


def test_space_around_an_event_is_part_of_it(standin, gateway):
    """What was signed with a line break is not genuine without it, so it must not get lost."""
    raw = b'{ "id": "WH-1",\n "summary": "\\u00dc \xc3\x9c",  "resource": {"a": 1, "a": 2} }'
    assert gateway.verify(standin.account.post.signed(raw), raw, WEBHOOK_ID)


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps(EVENT, indent=1).encode(),
        json.dumps(EVENT, ensure_ascii=False).encode(),
        json.dumps(EVENT, sort_keys=True, separators=(",", ":")).encode(),
        json.dumps(EVENT | {"id": "WH-2"}).encode(),
    ],
)
def test_an_event_written_anew_is_another_one(gateway, signed, raw):
    assert not gateway.verify(signed, raw, WEBHOOK_ID)


def test_an_event_for_another_webhook_is_not_ours(gateway, signed):
    assert not gateway.verify(signed, RAW, "OTHERWEBHOOK")


def test_an_event_of_another_account_is_not_ours(gateway, standin):
    """As when the sandbox writes to the live site."""
    with Standin() as other:
        theirs = other.account.post.signed(RAW)
    assert not gateway.verify(theirs, RAW, WEBHOOK_ID)
    theirs["PAYPAL-CERT-URL"] = standin.account.post.signed(RAW)["PAYPAL-CERT-URL"]
    assert not gateway.verify(theirs, RAW, WEBHOOK_ID)


@pytest.mark.parametrize("name", SIGNED_NAMES)
@pytest.mark.parametrize("value", [None, "", "x" * 501])
def test_a_missing_or_endless_header_is_no_proof(standin, gateway, signed, name, value):
    wrong = {key: given for key, given in signed.items() if key != name}
    if value is not None:
        wrong[name] = value
    assert not gateway.verify(wrong, RAW, WEBHOOK_ID)
    assert standin.exchanges == []


@pytest.mark.parametrize("name", ["PAYPAL-TRANSMISSION-ID", "PAYPAL-TRANSMISSION-SIG"])
def test_another_proof_proves_nothing(standin, gateway, signed, name):
    other = standin.account.post.signed(b"{}")
    assert not gateway.verify(signed | {name: other[name]}, RAW, WEBHOOK_ID)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/cert",
        "https://api.paypal.com.evil.example/cert",
        "https://evil.example/api.paypal.com",
        "https://api.paypal.com@evil.example/",
        "http://127.0.0.1:1/cert",
        "file:///etc/passwd",
        "//evil.example",
    ],
)
def test_nobody_brings_a_certificate_of_their_own(standin, gateway, signed, url):
    assert not gateway.verify(signed | {"PAYPAL-CERT-URL": url}, RAW, WEBHOOK_ID)
    assert standin.exchanges == []


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"[]", b"null", b'"text"', b"{", b"\xff\xfe", b"[" * 100_000),
        b'{}, "webhook_id": "X"',
        b'{}}, {"a": {}',
        "{}".encode("utf-16"),
        b"\xef\xbb\xbf{}",
        b"{}{}",
    ],
)
def test_only_one_whole_object_is_an_event(standin, gateway, raw):
    assert not gateway.verify(standin.account.post.signed(raw), raw, WEBHOOK_ID)
    assert standin.exchanges == []


@pytest.mark.parametrize("kind", ["503", "empty", "garbled", "html", "down", "429"])
def test_while_paypal_cannot_be_asked_nobody_knows(standin, gateway, signed, kind):
    standin.control.fail("verify", kind)
    with pytest.raises(Unknown):
        gateway.verify(signed, RAW, WEBHOOK_ID)
    assert gateway.verify(signed, RAW, WEBHOOK_ID)


def test_verifying_is_asked_once(standin, gateway, signed):
    """PayPal sends again what was not taken; waiting here would keep its connection open."""
    standin.control.fail("verify", "503", times=3)
    with pytest.raises(Unknown):
        gateway.verify(signed, RAW, WEBHOOK_ID)
    assert len(standin.faults.told()) == 2


def test_a_proof_paypal_cannot_even_read_is_none():
    """As for a transmission id of digits only: PayPal answers 400 and not FAILURE."""
    said = {"name": "VALIDATION_ERROR", "details": [{"issue": "Invalid format"}]}
    with scripted() as paypal:
        paypal.answers = [(400, json.dumps(said).encode())]
        gateway = Gateway(config.Access(config.STANDIN, paypal.url, "who", "secret"))
        headers = dict.fromkeys(SIGNED_NAMES, "123") | {"PAYPAL-CERT-URL": f"{paypal.url}/cert"}
        assert not gateway.verify(headers, RAW, WEBHOOK_ID)
    assert len(paypal.asked) == 1


def test_without_a_webhook_id_nothing_is_genuine(gateway, signed):
    assert not gateway.verify(signed, RAW, "")


def test_an_unknown_webhook_is_told_by_the_check(gateway):
    with pytest.raises(NotConfigured) as wrong:
        gateway.check("OTHERWEBHOOK")
    assert wrong.value.kind == "webhook"
