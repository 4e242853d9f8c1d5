"""One call to PayPal, read as far as every address needs it; and how it is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bookings.paypal.standin.account import Account

Json = dict[str, Any]
Answer = tuple[int, Json]


@dataclass(frozen=True)
class Asked:
    account: Account
    path: str
    query: str
    headers: dict[str, str]
    raw: bytes
    # What the address names: the id of a checkout, a capture, a refund, a webhook, an event.
    id: str = ""

    @property
    def body(self) -> Json:
        try:
            said = json.loads(self.raw or b"{}")
        except (ValueError, RecursionError):
            raise Refused(400, "MALFORMED_REQUEST_JSON") from None
        if not isinstance(said, dict):
            raise Refused(400, "MALFORMED_REQUEST_JSON")
        return said

    @property
    def wants_all(self) -> bool:
        return "representation" in self.headers.get("prefer", "")


class Refused(Exception):
    def __init__(self, status: int, issue: str = "") -> None:
        super().__init__(issue)
        self.status, self.issue = status, issue
