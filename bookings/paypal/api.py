"""The generic client of paypalrestsdk, made fit for money.

As it comes it waits for ever, never tries again, opens a connection per call, asks for a token per
thread, recurses on a persistent 401, returns a 400 as if it were a result, and hands the caller's
headers to the token call. Each of these is answered below; what is left of it is the shape of its
calls and which status means what.
"""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Iterator
from http.cookiejar import DefaultCookiePolicy
from threading import Lock
from typing import Any

import requests
from paypalrestsdk import exceptions
from paypalrestsdk.api import Api as GenericApi
from requests.adapters import HTTPAdapter

from bookings.paypal import config
from bookings.paypal.errors import Declined, NotConfigured, PaypalError, Unknown

log = logging.getLogger(__name__)

REQUEST_ID = "PayPal-Request-Id"
LARGEST_ANSWER = 8_000_000
# A token is given up this long before its end, so that none ends on its way.
MARGIN = 60

Json = dict[str, Any]


def _session(access: config.Access) -> requests.Session:
    session = requests.Session()
    session.mount("https://", HTTPAdapter(pool_maxsize=32))
    session.mount("http://", HTTPAdapter(pool_maxsize=32))
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    # Our own header stays: otherwise a .netrc on the server would take its place.
    session.auth = lambda request: request
    # Proxies are for the world outside.
    session.trust_env = access.environment != config.STANDIN
    return session


class Api(GenericApi):
    """Safe to share between threads. Every failure is a PaypalError."""

    def __init__(self, access: config.Access) -> None:
        # Any other mode would log headers and bodies; the endpoint says where we really are.
        super().__init__(
            mode="live",
            endpoint=access.endpoint,
            client_id=access.client_id,
            client_secret=access.secret,
        )
        self.token_hash: Json | None = None
        self._session = _session(access)
        self._token_lock = Lock()
        self._token_ends = 0.0

    def request(
        self,
        url: str,
        method: str,
        body: Json | bytes | None = None,
        headers: dict[str, str] | None = None,
        refresh_token: None = None,
    ) -> Json:
        """Bytes go out as they are. Tried again only if trying twice cannot do it twice."""
        given = headers or {}
        pauses = _pauses() if method == "GET" or REQUEST_ID in given else iter(())
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        deadline = time.monotonic() + config.PATIENCE.together
        while True:
            try:
                return self._authenticated(url, method, data, given)
            except Unknown as error:
                pause = next(pauses, None)
                if pause is None or time.monotonic() + pause > deadline:
                    raise
                log.info("%s, asking again in %.1f s", error.kind, pause)
                time.sleep(pause)

    def _authenticated(
        self, url: str, method: str, data: bytes | None, given: dict[str, str]
    ) -> Json:
        """One new token if PayPal does not accept ours; not a second one."""
        for _try in range(2):
            token = self._token()
            try:
                headers = given | self._own_headers(token)
                return self.http_call(url, method, data=data, headers=headers)
            except exceptions.UnauthorizedAccess:
                self._forget(token)
        raise NotConfigured("refused")

    def http_call(self, url: str, method: str, **kwargs: Any) -> Json:
        """One exchange: nothing of what is said is logged."""
        patience, started = config.PATIENCE, time.monotonic()
        timeout = (patience.connect, patience.read)
        try:
            with self._session.request(
                method, url, timeout=timeout, allow_redirects=False, stream=True, **kwargs
            ) as response:
                content = _content(response, started + patience.together)
        except requests.Timeout:
            raise Unknown("timeout") from None
        except requests.RequestException as error:
            log.info("%s %s: %s", method, url, type(error).__name__)
            raise Unknown("unreachable") from None
        took, debug_id = time.monotonic() - started, response.headers.get("PayPal-Debug-Id", "-")
        log.info("%s %s: %s in %.2f s (%s)", method, url, response.status_code, took, debug_id)
        return self.handle_response(response, content)

    def handle_response(self, response: requests.Response, content: bytes) -> Json:
        """A JSON object, or an error: what cannot be read leaves open what was done."""
        said = _parsed(content)
        try:
            super().handle_response(response, json.dumps(said))
        except exceptions.UnauthorizedAccess:
            raise
        except (exceptions.ServerError, exceptions.ResourceConflict):
            raise Unknown("failing" if response.status_code >= 500 else "busy") from None  # noqa: PLR2004
        except exceptions.ClientError:
            raise _refusal(response, said) from None
        except exceptions.ConnectionError:  # redirections, and numbers nobody knows
            raise Unknown("garbled") from None
        if said is None:
            raise Unknown("garbled")
        return said

    def _own_headers(self, token: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": "Kursbuch",
        }

    def _token(self) -> str:
        """The same for all threads; while one fetches it, the others wait for it."""
        with self._token_lock:
            if self.token_hash is None or time.monotonic() >= self._token_ends:
                self.token_hash = None  # should there be no new one, the old one is gone
                self.token_hash = self._new_token()
            return str(self.token_hash["access_token"])

    def _new_token(self) -> Json:
        headers = {
            "Authorization": f"Basic {self.basic_auth()}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        url = f"{self.endpoint}/v1/oauth2/token"
        try:
            token = self.http_call(
                url, "POST", data=b"grant_type=client_credentials", headers=headers
            )
        except (exceptions.UnauthorizedAccess, Declined):
            raise NotConfigured("refused") from None
        lasts = token.get("expires_in")
        if not (token.get("access_token") and isinstance(lasts, int)):
            raise Unknown("garbled")
        self._token_ends = time.monotonic() + max(lasts - MARGIN, lasts / 2)
        return token

    def _forget(self, token: str) -> None:
        """Unless another thread has already fetched the next one."""
        with self._token_lock:
            if self.token_hash and self.token_hash["access_token"] == token:
                self.token_hash = None


def _pauses() -> Iterator[float]:
    """Longer each time, and never the same for two servers."""
    for tried in range(config.PATIENCE.tries - 1):
        yield config.PATIENCE.pause * 3**tried * random.uniform(0.7, 1.3)  # noqa: S311


def _content(response: requests.Response, deadline: float) -> bytes:
    """Neither endless nor drop by drop."""
    content = b""
    for part in response.iter_content(65536):
        content += part
        if len(content) > LARGEST_ANSWER or time.monotonic() > deadline:
            raise requests.Timeout
    return content


def _parsed(content: bytes) -> Json | None:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _refusal(response: requests.Response, said: Json | None) -> PaypalError:
    """Only PayPal's own form of an error is PayPal's word; a page of a proxy is not."""
    if response.status_code in {requests.codes.too_many_requests, requests.codes.timeout}:
        return Unknown("busy")
    name = said and (said.get("name") or said.get("error"))
    if not (said and isinstance(name, str)):
        return Unknown("garbled")
    # PayPal's servers say "details", an older edition of its files says "issues".
    details = said.get("details") or said.get("issues")
    first = details[0] if isinstance(details, list) and details else None
    issue = first.get("issue") if isinstance(first, dict) else None
    return Declined(str(issue or name), str(said.get("debug_id", "")))
