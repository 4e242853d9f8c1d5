"""What somebody at PayPal, a payer, a bank or an unlucky day could do; each is one verb.

Tests call them, the control page posts to them: every argument may come as text.
"""

from __future__ import annotations

from typing import Any

from bookings.paypal.standin.account import Account
from bookings.paypal.standin.books import GONE, Capture, Checkout, Outcome, Refund, number
from bookings.paypal.standin.faults import Faults
from bookings.paypal.standin.post import WHEN

Json = dict[str, Any]


class Control:
    def __init__(self, account: Account, faults: Faults) -> None:
        self.account, self.faults = account, faults

    def fail(
        self,
        operation: str,
        kind: str,
        times: int | str = 1,
        seconds: float | str = 0,
        done: bool | None = None,
    ) -> None:
        """See faults.py for operations and kinds."""
        self.faults.add(operation, kind, times=int(times), seconds=float(seconds or 0), done=done)

    def heal(self) -> None:
        self.faults.clear()

    def next_capture(self, **outcome: str) -> None:
        """How the next capture turns out: status, reason, issue, amount, currency, payee …"""
        self.account.outcomes.append(Outcome(**outcome))

    def next_refund(self, outcome: str) -> None:
        """COMPLETED, PENDING, FAILED, or the issue with which it is refused."""
        self.account.refund_outcomes.append(outcome)

    def webhooks(
        self, when: str = "soon", copies: int | str = 1, delay: float | str = 0, url: str = ""
    ) -> None:
        """See post.py for `when`. An address stays until another one is given."""
        if when not in WHEN:
            raise ValueError(f"Webhooks are not sent {when}.")
        post = self.account.post
        post.when, post.copies, post.delay = when, int(copies), float(delay or 0)
        post.url = url or post.url

    def release(self, order: str = "sent") -> None:
        """Sends what was held back, one after the other: sent, reversed, shuffled."""
        self.account.post.release(order)

    def approve(self, checkout: str, later: str = "") -> None:
        """The payer says yes; `later`: the money takes its time."""
        with self.account.books.lock:
            found = self._checkout(checkout)
            if found.status in {"COMPLETED", GONE}:
                raise ValueError("There is nothing to approve any more.")
            found.is_approved, found.status = True, "APPROVED"
            if later:
                found.outcome = Outcome(status="PENDING", reason="ECHECK")
            self.account.tell_of_approval(found)
        self.account.send_events()

    def decline(self, checkout: str) -> None:
        """The payer says yes, and their bank will say no."""
        self._checkout(checkout).outcome = Outcome(issue="INSTRUMENT_DECLINED")
        self.approve(checkout)

    def expire(self, checkout: str) -> None:
        """Nobody has paid in time: PayPal does not know the checkout any more."""
        with self.account.books.lock:
            del self.account.books.checkouts[checkout]

    def complete(self, capture: str) -> None:
        self._settle(capture, completed=True)

    def deny(self, capture: str) -> None:
        self._settle(capture, completed=False)

    def refund(self, capture: str, amount: str = "", kind: str = "REFUND") -> str:
        """Made on PayPal's own site, without us. Without an amount: all that is left."""
        with self.account.books.lock:
            found = self._capture(capture)
            wanted = number(amount) if amount else found.rest
            if not (found.is_received and 0 < wanted <= found.rest):
                raise ValueError(f"{wanted} cannot be paid back: {found.rest} is left.")
            made = Refund(found, str(wanted), kind=kind)
            self.account.books.refund(made)
            if kind == "CHARGEBACK":
                found.reason = kind
            self.account.tell_of_refund(made)
        self.account.send_events()
        return made.id

    def chargeback(self, capture: str, amount: str = "") -> str:
        return self.refund(capture, amount, "CHARGEBACK")

    def settle_refund(self, refund: str, status: str = "COMPLETED") -> None:
        """A refund that was pending."""
        with self.account.books.lock:
            found = self.account.books.refunds[refund]
            self.account.books.settle_refund(found, status)
            self.account.tell_of_refund(found)
        self.account.send_events()

    def resend(self, event: str = "", copies: int | str = 1) -> None:
        """One event, or without an id all of them, as they were."""
        with self.account.books.lock:
            known = list(self.account.books.events)
        for each in known:
            if event in {"", each["id"]}:
                self.account.post.dispatch(each, int(copies))

    def forget_tokens(self) -> None:
        self.account.forget_tokens()

    def allow_same_invoice(self) -> None:
        """As in an account that accepts several payments for one invoice."""
        self.account.is_strict = False

    def _settle(self, capture: str, *, completed: bool) -> None:
        with self.account.books.lock:
            found = self._capture(capture)
            if found.status != "PENDING":
                raise ValueError("This money is not pending.")
            self.account.books.settle_capture(found, completed=completed)
            self.account.tell_of_capture(found)
        self.account.send_events()

    def _checkout(self, own: str) -> Checkout:
        return self.account.books.checkouts[own]

    def _capture(self, own: str) -> Capture:
        return self.account.books.captures[own]
