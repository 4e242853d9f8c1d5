"""Webhooks on their way to our server: signed, sent again until they are taken, or held back."""

from __future__ import annotations

import binascii
import hashlib
import hmac
import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Condition, Event
from typing import Any
from uuid import uuid4

import requests

from bookings.paypal.standin.books import now

Json = dict[str, Any]

WEBHOOK_ID = "STANDINWEBHOOK"
ALGORITHM = "SHA256withRSA"
# As many as anybody sends of one event at the same moment.
AT_ONCE = 64
PATIENT_FOR = 30
# `soon`: by itself, beside the answer; `first`: before the call that caused it is answered;
# `held`: when released; `never`: only PayPal's list of events knows.
WHEN = ("soon", "first", "held", "never")


@dataclass(frozen=True)
class Delivery:
    event_id: str
    # 0 if nobody took the connection.
    status: int


class Post:
    def __init__(self, home: str, url: str) -> None:
        self.home, self.url = home, url
        self.when, self.copies, self.delay = "soon", 1, 0.0
        # Seconds until the same event is sent once more, if it was not taken.
        self.again_after: tuple[float, ...] = (1, 2, 5, 10, 30, 60)
        self.held: list[Json] = []
        self.deliveries: list[Delivery] = []
        self._key = secrets.token_bytes(32)
        self._under_way = 0
        self._change = Condition()
        self._stop = Event()
        self._senders = ThreadPoolExecutor(AT_ONCE, "webhook")

    def send(self, event: Json) -> None:
        if not self.url or self.when == "never":
            return
        if self.when == "held":
            self.held.append(event)
        elif self.when == "first":
            self._deliver(event, 1)
        else:
            self.dispatch(event, self.copies)

    def dispatch(self, event: Json, copies: int = 1) -> None:
        """The same event as often as was said, all at the same time."""
        for _copy in range(copies):
            with self._change:
                self._under_way += 1
            self._senders.submit(self._deliver_and_tell, event)

    def release(self, order: str = "sent") -> None:
        waiting, self.held = self.held, []
        if order == "reversed":
            waiting.reverse()
        if order == "shuffled":
            secrets.SystemRandom().shuffle(waiting)
        for event in waiting:
            for _copy in range(self.copies):
                self._deliver(event, 1)

    def settled(self, within: float = 20) -> bool:
        """Wait until nothing is under way any more."""
        with self._change:
            return self._change.wait_for(lambda: not self._under_way, within)

    def close(self) -> None:
        self._stop.set()
        self._senders.shutdown(wait=False, cancel_futures=True)

    def _deliver_and_tell(self, event: Json) -> None:
        try:
            if not self._stop.wait(self.delay):
                self._deliver(event, 1 + len(self.again_after))
        finally:
            with self._change:
                self._under_way -= 1
                self._change.notify_all()

    def _deliver(self, event: Json, tries: int) -> None:
        raw = json.dumps(event).encode()
        for pause in (*self.again_after, 0)[-tries:]:
            status = self._post(raw)
            self.deliveries.append(Delivery(str(event.get("id", "")), status))
            if 200 <= status < 300 or self._stop.wait(pause):  # noqa: PLR2004
                return

    def _post(self, raw: bytes) -> int:
        headers = self.signed(raw) | {"Content-Type": "application/json"}
        try:
            answer = requests.post(self.url, data=raw, headers=headers, timeout=PATIENT_FOR)
        except requests.RequestException:
            return 0
        return answer.status_code

    def signed(self, raw: bytes) -> dict[str, str]:
        """The headers that prove these bytes; anew for each try, as PayPal does."""
        own, moment = str(uuid4()), now()
        return {
            "PAYPAL-TRANSMISSION-ID": own,
            "PAYPAL-TRANSMISSION-TIME": moment,
            "PAYPAL-TRANSMISSION-SIG": self.signature(own, moment, WEBHOOK_ID, raw),
            "PAYPAL-CERT-URL": f"{self.home}/v1/notifications/certs/CERT-360caa42",
            "PAYPAL-AUTH-ALGO": ALGORITHM,
        }

    def signature(self, own: str, moment: str, webhook_id: str, raw: bytes) -> str:
        """Over the same four parts as PayPal's; with a key instead of a certificate."""
        told = f"{own}|{moment}|{webhook_id}|{binascii.crc32(raw)}|".encode() + raw
        return hmac.digest(self._key, told, hashlib.sha256).hex()
