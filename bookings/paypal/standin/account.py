"""One account at the stand-in: its books, its tokens, what will happen next, what was told."""

from __future__ import annotations

import base64
import secrets
from collections import deque
from typing import Any

from bookings.paypal.standin import papers
from bookings.paypal.standin.books import Books, Capture, Checkout, Outcome, Refund
from bookings.paypal.standin.post import Post

Json = dict[str, Any]

CAPTURE_EVENTS = {
    "COMPLETED": "PAYMENT.CAPTURE.COMPLETED",
    "PENDING": "PAYMENT.CAPTURE.PENDING",
    "DECLINED": "PAYMENT.CAPTURE.DENIED",
    "FAILED": "PAYMENT.CAPTURE.DENIED",
}
REFUND_EVENTS = {
    "COMPLETED": "PAYMENT.CAPTURE.REFUNDED",
    "PENDING": "PAYMENT.REFUND.PENDING",
    "FAILED": "PAYMENT.REFUND.FAILED",
    "CANCELLED": "PAYMENT.REFUND.FAILED",
}


class Account:
    def __init__(self, home: str, *, client_id: str, secret: str, webhook_url: str = "") -> None:
        self.home = home
        self.books, self.post = Books(), Post(home, webhook_url)
        self._credentials = f"{client_id}:{secret}"
        self._tokens: set[str] = set()
        # What was answered to a request id is answered again, whatever has happened since.
        self.answered: dict[tuple[str, str], tuple[int, Json]] = {}
        self.outcomes: deque[Outcome] = deque()
        self.refund_outcomes: deque[str] = deque()
        self._unsent: list[Json] = []
        # Whether an invoice can be paid only once, as in an account nobody has changed.
        self.is_strict = True

    def accepts(self, authorization: str) -> bool:
        right = "Basic " + base64.b64encode(self._credentials.encode()).decode()
        return secrets.compare_digest(authorization.encode(), right.encode())

    def new_token(self) -> str:
        token = f"A21-{secrets.token_urlsafe(40)}"
        self._tokens.add(token)
        return token

    def knows(self, authorization: str) -> bool:
        return authorization.removeprefix("Bearer ") in self._tokens

    def forget_tokens(self) -> None:
        self._tokens.clear()

    def next_outcome(self, checkout: Checkout) -> Outcome:
        """What the payer chose, or else what the control page has prepared."""
        if checkout.outcome:
            return checkout.outcome
        return self.outcomes.popleft() if self.outcomes else Outcome()

    def next_refund(self) -> str:
        return self.refund_outcomes.popleft() if self.refund_outcomes else "COMPLETED"

    def tell_of_approval(self, checkout: Checkout) -> None:
        resource = papers.checkout(self.home, checkout)
        self._tell("CHECKOUT.ORDER.APPROVED", "checkout-order", resource)

    def tell_of_capture(self, capture: Capture) -> None:
        resource = papers.capture(self.home, capture)
        self._tell(CAPTURE_EVENTS[capture.status], "capture", resource)

    def tell_of_refund(self, refund: Refund) -> None:
        name = "PAYMENT.CAPTURE.REVERSED" if refund.kind == "CHARGEBACK" else ""
        name = name or REFUND_EVENTS[refund.status]
        self._tell(name, "refund", papers.refund(self.home, refund))

    def send_events(self) -> None:
        """Call it without the lock of the books."""
        with self.books.lock:
            unsent, self._unsent = self._unsent, []
        for event in unsent:
            self.post.send(event)

    def _tell(self, name: str, kind: str, resource: Json) -> None:
        event = papers.event(self.home, name, kind, resource)
        self.books.events.append(event)
        self._unsent.append(event)
