"""How PayPal is reached, what is written down about it, and where it cannot lead us."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
import requests
from django.conf import settings as house_settings

from bookings.paypal import api, config
from bookings.paypal import gateway as gateway_module
from bookings.paypal.errors import Unknown
from bookings.paypal.gateway import Gateway
from tests.bookings.paypal.mailbox import mailbox
from tests.bookings.paypal.scripted import scripted
from tests.bookings.paypal.test_gateway import begin
from tests.paypal import HASTY

NOBODY = "http://127.0.0.1:9"
LIST, NOON = "/v1/notifications/webhooks-events", "T12%3A00%3A00Z"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def paypal(monkeypatch):
    monkeypatch.setattr(config, "PATIENCE", HASTY)
    with scripted() as script:
        yield script


def gateway_to(url: str, environment: str = config.LIVE) -> Gateway:
    return Gateway(config.Access(environment, url, "who", "secret"))


def test_a_proxy_is_for_the_world_outside(paypal, monkeypatch):
    """The stand-in is next door; PayPal may stand behind the proxy of the house."""
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, NOBODY)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    gateway_to(paypal.url, config.STANDIN).check()
    with pytest.raises(Unknown) as unknown:
        gateway_to(paypal.url).check()
    assert unknown.value.kind == "unreachable"


def test_a_person_never_waits_for_minutes():
    """The longest a page can take: the time for all tries, and the last of them."""
    patience = config.Patience()
    assert patience.together + patience.connect + patience.read <= 60
    assert patience.tries >= 2


def test_each_call_leaves_one_line(paypal, caplog):
    caplog.set_level(logging.INFO, logger="bookings.paypal.api")
    paypal.answers = [(200, b"{}", {"PayPal-Debug-Id": "f00d"})]
    gateway_to(paypal.url).check()
    [_token, line] = [r.getMessage() for r in caplog.records if r.name == api.__name__]
    assert re.fullmatch(
        r"GET http://\S+/v1/notifications/webhooks: 200 in \d\.\d\d s \(f00d\)", line
    )


def test_a_further_try_is_written_down(paypal, caplog):
    caplog.set_level(logging.INFO, logger="bookings.paypal.api")
    paypal.answers = [(503, b""), (200, b"{}")]
    gateway_to(paypal.url).check()
    assert "failing, asking again in" in caplog.text


def page(number: int, further: str) -> tuple[int, bytes]:
    links = [{"rel": "next", "href": further}] if further else []
    return 200, json.dumps({"events": [{"id": f"WH-{number}"}], "links": links}).encode()


def listed(paypal) -> list[str]:
    found = gateway_to(paypal.url).events(NOW - timedelta(days=1), NOW)
    return [event["id"] for event in found]


def test_the_next_page_is_asked_of_paypal_wherever_its_link_leads(paypal):
    paypal.answers = [page(1, "https://evil.example/steal?cursor=a%2Bb"), page(2, "")]
    assert listed(paypal) == ["WH-1", "WH-2"]
    assert [asked.path for asked in paypal.asked] == [
        f"{LIST}?page_size=100&start_time=2026-11-20{NOON}&end_time=2026-11-21{NOON}",
        f"{LIST}?cursor=a%2Bb",
    ]


def test_pages_without_end_have_an_end(paypal, monkeypatch):
    monkeypatch.setattr(gateway_module, "MOST_PAGES", 7)
    paypal.answers = [page(1, "https://api-m.paypal.com/x?again=1")]
    assert len(listed(paypal)) == 7


def test_an_empty_page_is_the_last(paypal):
    again = {"events": [], "links": [{"rel": "next", "href": "https://api-m.paypal.com/x"}]}
    paypal.answers = [(200, json.dumps(again).encode())]
    assert listed(paypal) == []
    assert len(paypal.asked) == 1


@pytest.mark.parametrize("said", [{"events": {}}, {"events": "x"}, {"events": [1], "links": "x"}])
def test_a_list_that_is_none_is_unknown(paypal, said):
    paypal.answers = [(200, json.dumps(said).encode())]
    with pytest.raises(Unknown):
        listed(paypal)


def test_events_are_asked_for_in_utc(paypal):
    zurich = datetime.fromisoformat("2026-11-21T13:00:00+01:00")
    list(gateway_to(paypal.url).events(zurich, zurich))
    assert paypal.asked[0].path.count(f"2026-11-21{NOON}") == 2


def plain_order(standin, prefer: str = "") -> requests.Response:
    """As a shop asks that leaves the choice of the wallet to PayPal's page."""
    body = {
        "intent": "CAPTURE",
        "purchase_units": [{"amount": {"currency_code": "EUR", "value": "5.00"}}],
    }
    headers = {"Authorization": f"Bearer {standin.account.new_token()}", "Prefer": prefer}
    url = f"{standin.url}/v2/checkout/orders"
    return requests.post(
        url, json=body, headers={k: v for k, v in headers.items() if v}, timeout=5
    )


def test_the_stand_in_answers_briefly_unless_asked_for_all(standin):
    brief, whole = plain_order(standin), plain_order(standin, "return=representation")
    assert (brief.status_code, whole.status_code) == (201, 201)
    assert set(brief.json()) == {"id", "status", "links", "payment_source"}
    assert whole.json()["purchase_units"][0]["amount"]["value"] == "5.00"
    standin.exchanges.clear()  # asked without a request id, as we never do


def test_a_checkout_without_a_wallet_waits_for_an_approval(standin, gateway):
    made = gateway.get_checkout(plain_order(standin).json()["id"])
    assert made.status == "CREATED"
    assert made.approve_url == f"{standin.url}/checkoutnow?token={made.id}"
    standin.exchanges.clear()


@pytest.mark.parametrize(("wanted", "language"), [("de-CH,de", "de"), ("fr", "en"), ("", "en")])
def test_without_a_wish_of_the_shop_the_browser_chooses_the_language(standin, wanted, language):
    own = plain_order(standin).json()["id"]
    headers = {"Accept-Language": wanted}
    said = requests.get(f"{standin.url}/checkoutnow?token={own}", headers=headers, timeout=5).text
    assert f'<html lang="{language}">' in said
    standin.exchanges.clear()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/control/heal", 404),
        ("POST", "/control/", 404),
        ("GET", "/standin.css", 200),
        ("GET", "/healthz", 200),
    ],
)
def test_the_stand_in_has_these_pages_and_no_others(standin, method, path, status):
    assert requests.request(method, f"{standin.url}{path}", timeout=5).status_code == status


def test_the_stand_in_takes_no_endless_request(standin):
    answer = requests.post(f"{standin.url}/control/heal", data=b"x" * 2_000_001, timeout=5)
    assert answer.status_code == 400


def test_a_problem_is_shown_as_text(standin):
    said = requests.get(
        f"{standin.url}/control/", params={"problem": "<b>{{ 7 }}</b>"}, timeout=5
    ).text
    assert "&lt;b&gt;{{ 7 }}&lt;/b&gt;" in said


def started(site: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "paypal_standin", "--port", "0", "--site", site],
        cwd=house_settings.BASE_DIR,
        env=os.environ | {"PYTHONUNBUFFERED": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_command_serves_until_it_is_told_to_stop():
    with mailbox() as box:
        command = started(box.url.partition("/payments/")[0], DEMO="1")
        try:
            url = command.stdout.readline().split()[-1].removesuffix("/control/")
            assert command.stdout.readline().strip().endswith(f"PAYPAL_STANDIN={url}")
            access = config.Access(
                config.STANDIN, url, config.STANDIN_CLIENT, config.STANDIN_SECRET
            )
            made = begin(Gateway(access), return_url=f"{url}/healthz")
            requests.post(made.approve_url, data={"answer": "approve"}, timeout=5)
            wait_for(lambda: box.got)
        finally:
            command.send_signal(signal.SIGINT)
        assert command.wait(10) == 0
    assert "forgotten" in command.stdout.read()


def wait_for(happened) -> None:
    deadline = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_command_refuses_where_money_is_real():
    command = started("http://127.0.0.1:9", DEMO="0", DEBUG="0")
    _said, problem = command.communicate(timeout=20)
    assert command.returncode == 1
    assert "This is no demo" in problem
