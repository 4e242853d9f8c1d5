"""Where PayPal is, who we are, and that play money stays play money."""

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from bookings.paypal import config
from bookings.paypal.gateway import Gateway, NotConfigured, connect
from bookings.paypal.standin.server import Standin
from tests.paypal import HASTY

OURS = {"client_id": "AbC-client-1234567890", "secret": "EfG-secret-0987654321"}


@pytest.fixture
def credentials(settings):
    settings.PAYPAL_SECRETS = OURS


@pytest.mark.parametrize(
    ("environment", "endpoint"),
    [("live", "https://api-m.paypal.com"), ("sandbox", "https://api-m.sandbox.paypal.com")],
)
def test_each_environment_has_its_endpoint(credentials, environment, endpoint):
    assert connect(environment).access.endpoint == endpoint


@pytest.mark.parametrize("missing", ["client_id", "secret"])
@pytest.mark.parametrize("environment", ["live", "sandbox"])
def test_without_credentials_nothing_is_asked(settings, environment, missing):
    settings.PAYPAL_SECRETS = OURS | {missing: ""}
    with pytest.raises(NotConfigured) as wrong:
        connect(environment)
    assert wrong.value.kind == "missing"


def test_secrets_are_not_part_of_what_is_shown(credentials):
    gateway = connect("live")
    shown = f"{gateway.access!r} {gateway!r} {vars(gateway)!r}"
    assert not [value for value in OURS.values() if value in shown]


def test_the_stand_in_never_gets_the_real_credentials(credentials, standin):
    access = connect("standin").access
    assert (access.client_id, access.secret) == (config.STANDIN_CLIENT, config.STANDIN_SECRET)


def test_a_gateway_is_made_once(credentials, settings):
    assert connect("live") is connect("live")
    assert connect("live") is not connect("sandbox")
    before = connect("live")
    settings.PAYPAL_SECRETS = OURS | {"secret": "renewed"}
    assert connect("live") is not before


def test_without_a_stand_in_there_is_none(settings):
    settings.PLAY_MONEY, settings.PAYPAL_STANDIN = True, ""
    with pytest.raises(NotConfigured) as wrong:
        connect("standin")
    assert wrong.value.kind == "missing"


@pytest.mark.parametrize(
    ("play", "url"),
    [
        (False, "http://127.0.0.1:8001"),
        (True, "http://192.168.1.4:8001"),
        (True, "http://127.0.0.1.evil.example:8001"),
        (True, "https://evil.example/127.0.0.1"),
    ],
)
def test_play_money_is_refused_where_money_is_real(settings, play, url):
    settings.PLAY_MONEY, settings.PAYPAL_STANDIN = play, url
    with pytest.raises(NotConfigured) as wrong:
        connect("standin")
    assert wrong.value.kind == "standin"


@pytest.mark.parametrize(
    ("play", "url", "found"),
    [
        (False, "", []),
        (True, "http://127.0.0.1:8001", []),
        (True, "http://localhost:8001", []),
        (False, "http://127.0.0.1:8001", ["kursbuch.E701"]),
        (True, "http://192.168.1.4:8001", ["kursbuch.E702"]),
        (True, "http://0.0.0.0:8001", ["kursbuch.E702"]),
    ],
)
def test_the_system_check_says_so_at_the_start(settings, play, url, found):
    settings.PLAY_MONEY, settings.PAYPAL_STANDIN = play, url
    assert [error.id for error in run_checks() if error.id.startswith("kursbuch.E70")] == found


def test_the_stand_in_is_not_started_where_money_is_real(settings):
    settings.PLAY_MONEY = False
    with pytest.raises(CommandError, match="was not started"):
        call_command("paypal_standin", port=0)


def test_the_stand_in_names_a_taken_port(standin, settings):
    port = int(standin.url.rpartition(":")[2])
    with pytest.raises(CommandError, match=f"Port {port} is taken"):
        call_command("paypal_standin", port=port)


def test_the_stand_in_listens_on_this_machine_only(standin):
    assert standin._server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("url", "is_home"),
    [
        ("https://www.paypal.com/checkoutnow?token=A", True),
        ("https://paypal.com/x", True),
        ("http://www.paypal.com/x", False),
        ("https://paypal.com.evil.example/x", False),
        ("https://evilpaypal.com/x", False),
        ("https://www.paypal.com@evil.example/x", False),
        ("//www.paypal.com/x", False),
        ("javascript:alert(1)//paypal.com", False),
        ("", False),
    ],
)
def test_only_paypals_own_addresses_are_paypals(credentials, url, is_home):
    assert connect("live").access.is_home(url) is is_home


def check(environment: str, endpoint: str) -> str:
    """The word for what is wrong; empty if nothing is."""
    gateway = Gateway(config.Access(environment, endpoint, *OURS.values()))
    try:
        gateway.check()
    except NotConfigured as wrong:
        return wrong.kind
    return ""


@pytest.fixture
def environments(monkeypatch):
    """A live PayPal that does not know us, and a sandbox that does."""
    monkeypatch.setattr(config, "PATIENCE", HASTY)
    with Standin() as live, Standin(**OURS) as sandbox:
        monkeypatch.setattr(config, "ENDPOINTS", {"live": live.url, "sandbox": sandbox.url})
        yield config.ENDPOINTS


def test_credentials_of_the_right_environment_pass(environments):
    assert check("sandbox", environments["sandbox"]) == ""


def test_credentials_of_the_other_environment_are_told(environments):
    assert check("live", environments["live"]) == "environment"


def test_credentials_of_no_environment_are_refused(environments, monkeypatch):
    monkeypatch.setitem(OURS, "secret", "wrong")
    assert check("live", environments["live"]) == "refused"


def test_credentials_of_the_stand_in_are_tried_nowhere_else(environments):
    with Standin(secret="another") as standin:
        access = config.Access("standin", standin.url, *OURS.values())
        with pytest.raises(NotConfigured) as wrong:
            Gateway(access).check()
    assert wrong.value.kind == "refused"
