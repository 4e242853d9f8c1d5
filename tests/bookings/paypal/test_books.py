"""The stand-in's ledger is the truth others are compared with, so it must be true itself."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import count
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.paypal.config import STANDIN, STANDIN_CLIENT, STANDIN_SECRET, Access
from bookings.paypal.gateway import Declined, Gateway, Money, PaypalError
from bookings.paypal.standin.server import Standin
from tests.bookings.paypal.test_gateway import FIFTY, begin, paid

THREADS = 20
VERBS = ("pay", "pay later", "complete", "deny", "refund", "refund outside", "chargeback")
# No request of one history may look like the repetition of another's.
NUMBERS = count()
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(1, 6000)), max_size=12)


@pytest.fixture(scope="module")
def server():
    with Standin() as standin:
        standin.control.webhooks(when="never")
        yield standin


@pytest.fixture(scope="module")
def asking(server) -> Gateway:
    return Gateway(Access(STANDIN, server.url, STANDIN_CLIENT, STANDIN_SECRET))


class History:
    """What happens to one account, step by step; whatever PayPal refuses did not happen."""

    def __init__(self, standin: Standin, gateway: Gateway) -> None:
        self.standin, self.gateway = standin, gateway
        self.checkouts: list[str] = []
        self.captures: list[str] = []
        self.moved = Decimal(0)

    def step(self, verb: str, cents: int) -> None:
        amount = Decimal(cents) / 100
        try:
            self._do(verb, amount)
        except (PaypalError, ValueError, IndexError):
            return

    def _do(self, verb: str, amount: Decimal) -> None:
        control = self.standin.control
        if verb.startswith("pay"):
            self._pay(amount, later="later" in verb)
        elif verb == "complete":
            control.complete(self.captures[-1])
            self.moved += self._capture().amount.amount
        elif verb == "deny":
            control.deny(self.captures[-1])
        elif verb == "refund":
            request_id = f"r-{next(NUMBERS)}"
            money = Money(amount, "CHF")
            self.gateway.refund(self.captures[-1], request_id=request_id, money=money)
            self.moved -= amount
        else:
            take_back = control.chargeback if verb == "chargeback" else control.refund
            take_back(self.captures[-1], str(amount))
            self.moved -= amount

    def _pay(self, amount: Decimal, *, later: bool) -> None:
        number = f"books-{next(NUMBERS)}"
        checkout = begin(self.gateway, number, Money(amount, "CHF"))
        self.checkouts.append(checkout.id)
        self.standin.control.approve(checkout.id, later="1" if later else "")
        [capture] = self.gateway.capture(checkout.id, request_id=f"c-{number}").captures
        self.captures.append(capture.id)
        self.moved += Decimal(0) if later else amount

    def _capture(self):
        return self.gateway.get_capture(self.captures[-1])

    def read(self) -> Decimal:
        """What the gateway can find out, asking for each checkout."""
        total = Decimal(0)
        for own in self.checkouts:
            checkout = self.gateway.get_checkout(own)
            received = {"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"}
            total += sum(c.amount.amount for c in checkout.captures if c.status in received)
            total -= sum(r.amount.amount for r in checkout.refunds if r.status == "COMPLETED")
        return total


def total(standin: Standin) -> Decimal:
    return Decimal(standin.ledger()["totals"].get("CHF", "0"))


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_ledger_documents_and_what_was_done_agree(server, asking, steps):
    before = total(server)
    history = History(server, asking)
    for verb, cents in steps:
        history.step(verb, cents)
    assert total(server) - before == history.moved == history.read()


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_nobody_gets_back_more_than_was_paid(server, asking, steps):
    history = History(server, asking)
    for verb, cents in [("pay", 3000), *steps]:
        history.step(verb, cents)
    for capture in server.account.books.captures.values():
        assert capture.rest >= 0
        assert (capture.status == "REFUNDED") == (bool(capture.refunds) and not capture.rest)


def at_once(ask: Callable[[int], object]) -> list[str]:
    """What twenty threads are told that ask at the same moment: "done", or why not."""
    together = Barrier(THREADS)

    def told(place: int) -> str:
        together.wait()
        try:
            ask(place)
        except Declined as refused:
            return refused.issue
        return "done"

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(told, range(THREADS)))


def test_one_request_asked_by_many_is_one_capture(standin, gateway):
    checkout = begin(gateway)
    standin.control.approve(checkout.id)
    told = at_once(lambda _: gateway.capture(checkout.id, request_id="c1"))
    assert told == ["done"] * THREADS
    assert standin.ledger()["totals"] == {"CHF": "50.00"}


def test_many_requests_for_one_checkout_are_one_capture(standin, gateway):
    checkout = begin(gateway)
    standin.control.approve(checkout.id)
    told = at_once(lambda n: gateway.capture(checkout.id, request_id=f"c{n}"))
    assert sorted(told) == ["ORDER_ALREADY_CAPTURED"] * (THREADS - 1) + ["done"]
    assert standin.ledger()["totals"] == {"CHF": "50.00"}


def test_many_refunds_at_once_do_not_exceed_what_was_paid(standin, gateway):
    [capture] = paid(standin, gateway).captures
    nine = Money(Decimal("9.00"), "CHF")
    told = at_once(lambda n: gateway.refund(capture.id, request_id=f"r{n}", money=nine))
    assert told.count("done") == 5
    assert set(told) == {"done", "REFUND_AMOUNT_EXCEEDED"}
    assert standin.ledger()["totals"] == {"CHF": "5.00"}


def test_many_checkouts_of_one_request_are_one(standin, gateway):
    at_once(lambda _: begin(gateway))
    assert len(standin.account.books.checkouts) == 1


def test_money_that_has_not_come_cannot_be_taken_back(standin, gateway):
    checkout = begin(gateway)
    standin.control.approve(checkout.id, later="1")
    [capture] = gateway.capture(checkout.id, request_id="c1").captures
    with pytest.raises(Declined, match="PENDING_CAPTURE"):
        gateway.refund(capture.id, request_id="r1", money=FIFTY)
    for take_back in (standin.control.refund, standin.control.chargeback):
        with pytest.raises(ValueError, match="cannot be paid back"):
            take_back(capture.id)
    standin.control.deny(capture.id)
    with pytest.raises(Declined, match="REFUND_NOT_ALLOWED"):
        gateway.refund(capture.id, request_id="r2", money=FIFTY)
    assert standin.ledger()["totals"] == {}


def test_a_pending_refund_holds_its_part_of_the_money(standin, gateway):
    [capture] = paid(standin, gateway).captures
    standin.control.next_refund("PENDING")
    gateway.refund(capture.id, request_id="r1", money=Money(Decimal("30.00"), "CHF"))
    with pytest.raises(Declined, match="REFUND_AMOUNT_EXCEEDED"):
        gateway.refund(capture.id, request_id="r2", money=FIFTY)
    assert standin.ledger()["totals"] == {"CHF": "50.00"}
