"""What the client of the SDK does badly, and ours does not; each of its faults has a test."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests

from bookings.paypal import api, config
from bookings.paypal.api import REQUEST_ID, Api
from bookings.paypal.errors import Declined, NotConfigured, Unknown
from tests.bookings.paypal.scripted import TOKEN, scripted
from tests.paypal import HASTY

TWICE_SAFE = {REQUEST_ID: "r1"}
NO = (401, b'{"name": "AUTHENTICATION_FAILURE"}')


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    monkeypatch.setattr(config, "PATIENCE", HASTY)


@pytest.fixture
def paypal():
    with scripted() as script:
        yield script


@pytest.fixture
def client(paypal) -> Api:
    return Api(config.Access(config.LIVE, paypal.url, "who", "secret"))


def test_connections_are_kept(paypal, client):
    for _ in range(5):
        client.get("/x")
    assert len({asked.port for asked in [*paypal.asked, *paypal.tokens]}) == 1


def test_ten_threads_share_one_token(paypal, client):
    begin = Barrier(10)

    def ask(_):
        begin.wait()
        return client.get("/x")

    with ThreadPoolExecutor(10) as threads:
        assert list(threads.map(ask, range(10))) == [{}] * 10
    assert len(paypal.tokens) == 1


def test_ten_threads_whose_token_has_ended_fetch_one_new_one(paypal, client):
    client.get("/x")
    new = TOKEN | {"access_token": "new"}
    paypal.token = lambda: (200, json.dumps(new).encode())
    paypal.refuses = "token"
    begin = Barrier(10)

    def ask(_):
        begin.wait()
        return client.get("/x")

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(ask, range(10)))
    assert len(paypal.tokens) == 2


def test_a_token_is_renewed_before_it_ends(paypal, client, monkeypatch):
    paypal.token = lambda: (200, json.dumps(TOKEN | {"expires_in": 100}).encode())
    client.get("/x")
    client.get("/x")
    assert len(paypal.tokens) == 1
    now = time.monotonic()
    monkeypatch.setattr(api.time, "monotonic", lambda: now + 60)
    client.get("/x")
    assert len(paypal.tokens) == 2


def test_an_ended_token_is_replaced_once(paypal, client):
    paypal.answers = [NO, (200, b'{"id": "A"}')]
    assert client.post("/x", {"a": 1}) == {"id": "A"}
    assert [asked.body for asked in paypal.asked] == [b'{"a": 1}'] * 2


def test_a_token_that_is_never_accepted_is_no_endless_recursion(paypal, client):
    paypal.answers = [NO]
    with pytest.raises(NotConfigured) as refused:
        client.get("/x")
    assert refused.value.kind == "refused"
    assert len(paypal.asked) == 2


@pytest.mark.parametrize("status", [400, 401, 403])
def test_wrong_credentials_are_told(paypal, client, status):
    paypal.token = lambda: (status, b'{"error": "invalid_client"}')
    with pytest.raises(NotConfigured) as refused:
        client.get("/x")
    assert refused.value.kind == "refused"
    assert paypal.asked == []


@pytest.mark.parametrize("token", [b"{}", b"[]", b"", b'{"access_token": "a"}', b"<html>"])
def test_a_garbled_token_is_not_used(paypal, client, token):
    paypal.token = lambda: (200, token)
    with pytest.raises(Unknown) as unknown:
        client.get("/x")
    assert unknown.value.kind == "garbled"
    assert paypal.asked == []


def test_headers_of_a_call_do_not_reach_the_token_call(paypal, client):
    client.post("/x", {}, headers=TWICE_SAFE | {"Prefer": "return=representation"})
    [token] = paypal.tokens
    assert REQUEST_ID not in token.headers
    assert "Prefer" not in token.headers
    assert token.body == b"grant_type=client_credentials"
    assert paypal.asked[0].headers[REQUEST_ID] == "r1"


def test_bytes_go_out_as_they_are(paypal, client):
    client.post("/x", '{ "a":1,  "a" : 2, "ü": "é" }'.encode())
    assert paypal.asked[0].body == '{ "a":1,  "a" : 2, "ü": "é" }'.encode()


def test_a_question_has_no_body(paypal, client):
    client.get("/x")
    assert paypal.asked[0].body == b""


def test_a_netrc_on_the_server_changes_nothing(paypal, client, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    client.get("/x")
    assert paypal.asked[0].headers["Authorization"] == "Bearer token"


def test_cookies_are_not_kept(paypal, client):
    paypal.answers = [(200, b"{}", {"Set-Cookie": "session=1"})]
    client.get("/x")
    client.get("/x")
    assert "Cookie" not in paypal.asked[1].headers


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_a_no_is_raised_and_not_returned(paypal, client, status):
    said = {"name": "N", "debug_id": "d1", "details": [{"issue": "CANNOT_BE_ZERO_OR_NEGATIVE"}]}
    paypal.answers = [(status, json.dumps(said).encode())]
    with pytest.raises(Declined) as refused:
        client.get("/x")
    assert (refused.value.issue, refused.value.debug_id) == ("CANNOT_BE_ZERO_OR_NEGATIVE", "d1")
    assert len(paypal.asked) == 1


@pytest.mark.parametrize(
    ("said", "issue"),
    [
        ({"name": "NOT_FOUND"}, "NOT_FOUND"),
        ({"name": "NOT_FOUND", "details": []}, "NOT_FOUND"),
        ({"name": "NOT_FOUND", "details": ["?"]}, "NOT_FOUND"),
        ({"name": "N", "issues": [{"issue": "ORDER_NOT_APPROVED"}]}, "ORDER_NOT_APPROVED"),
    ],
)
def test_a_no_names_what_it_can(paypal, client, said, issue):
    paypal.answers = [(422, json.dumps(said).encode())]
    with pytest.raises(Declined) as refused:
        client.get("/x")
    assert refused.value.issue == issue


@pytest.mark.parametrize("status", [400, 403, 404, 422])
@pytest.mark.parametrize("said", [b"<h1>Forbidden by your proxy</h1>", b"", b"[]", b'{"no": 1}'])
def test_a_no_in_other_words_is_not_paypals(paypal, client, status, said):
    paypal.answers = [(status, said)]
    with pytest.raises(Unknown) as unknown:
        client.get("/x")
    assert unknown.value.kind == "garbled"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((408, "busy"), (409, "busy"), (429, "busy")),
        *((500, "failing"), (502, "failing"), (503, "failing"), (504, "failing")),
        *((204, "garbled"), (302, "garbled"), (308, "garbled")),
    ],
)
def test_the_rest_is_unknown(paypal, client, status, kind):
    body = b"" if status == 204 else b'{"name": "N"}'
    paypal.answers = [(status, body, {"Location": f"{paypal.url}/elsewhere"})]
    with pytest.raises(Unknown) as unknown:
        client.get("/x")
    assert unknown.value.kind == kind
    assert {asked.path for asked in paypal.asked} == {"/x"}


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b"1", b'"ok"', b"<html>", b'{"id": "A"', b"\xff\xfe{", b"[" * 100_000],
)
def test_an_answer_that_is_none_is_unknown(paypal, client, content):
    paypal.answers = [(200, content)]
    with pytest.raises(Unknown) as unknown:
        client.get("/x")
    assert unknown.value.kind == "garbled"


def test_questions_are_asked_again(paypal, client):
    paypal.answers = [(503, b""), (429, b""), (200, b'{"id": "A"}')]
    assert client.get("/x") == {"id": "A"}


def test_what_has_a_request_id_is_asked_again_with_the_same(paypal, client):
    paypal.answers = [(503, b""), (200, b'{"id": "A"}')]
    client.post("/x", {"a": 1}, headers=TWICE_SAFE)
    assert [asked.headers[REQUEST_ID] for asked in paypal.asked] == ["r1", "r1"]


def test_what_could_be_done_twice_is_not_asked_again(paypal, client):
    paypal.answers = [(503, b"")]
    with pytest.raises(Unknown):
        client.post("/x", {"a": 1})
    assert len(paypal.asked) == 1


def test_asking_again_has_an_end(paypal, client):
    paypal.answers = [(503, b"")]
    with pytest.raises(Unknown):
        client.get("/x")
    assert len(paypal.asked) == HASTY.tries


def test_asking_again_has_an_end_in_time(paypal, client, monkeypatch):
    short = config.Patience(connect=1, read=1, together=0.2, tries=50, pause=0.05)
    monkeypatch.setattr(config, "PATIENCE", short)
    paypal.answers = [(503, b"")]
    begun = time.monotonic()
    with pytest.raises(Unknown):
        client.get("/x")
    assert time.monotonic() - begun < 1


def test_pauses_grow_and_differ(monkeypatch):
    monkeypatch.setattr(config, "PATIENCE", config.Patience(tries=4, pause=1))
    first, second = list(api._pauses()), list(api._pauses())
    assert first == sorted(first)
    assert first != second
    assert len(first) == 3


def test_an_endless_answer_is_given_up(paypal, client, monkeypatch):
    monkeypatch.setattr(api, "LARGEST_ANSWER", 100_000)
    paypal.answers = [(200, b'{"a": "' + b"x" * 300_000 + b'"}')]
    with pytest.raises(Unknown) as unknown:
        client.post("/x", {})
    assert unknown.value.kind == "timeout"


def test_an_answer_drop_by_drop_is_given_up(standin, gateway, monkeypatch):
    """Each drop comes in time; all of them together do not."""
    monkeypatch.setattr(config, "PATIENCE", config.Patience(1, 1, 0.1, 1, 0))
    monkeypatch.setattr(requests.Response, "iter_content", drops)
    with pytest.raises(Unknown) as unknown:
        gateway.get_capture("2222")
    assert unknown.value.kind == "timeout"


def drops(response, size):
    for _ in range(5):
        time.sleep(0.05)
        yield b" "


@pytest.mark.parametrize(("fault", "kind"), [("down", "unreachable"), ("hang", "timeout")])
def test_silence_has_a_name(standin, gateway, monkeypatch, fault, kind):
    monkeypatch.setattr(config, "PATIENCE", config.Patience(1, 0.3, 1, 1, 0))
    standin.control.fail("get_capture", fault, seconds=0.5 if fault == "hang" else 0)
    with pytest.raises(Unknown) as unknown:
        gateway.get_capture("2222")
    assert unknown.value.kind == kind


def test_nobody_listening_is_unreachable(monkeypatch):
    with scripted() as script:
        url = script.url
    client = Api(config.Access(config.LIVE, url, "who", "secret"))
    with pytest.raises(Unknown) as unknown:
        client.get("/x")
    assert unknown.value.kind == "unreachable"


def test_the_sdk_never_logs_as_in_its_sandbox(client):
    assert client.mode == "live"
    assert client.endpoint.startswith("http://127.0.0.1")
