"""The gateway against the stand-in, over HTTP: what is asked, and how each answer is read."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bookings.paypal.config import STANDIN, Access
from bookings.paypal.gateway import Checkout, Declined, Gateway, Money, Unknown
from bookings.paypal.standin.books import MERCHANT
from bookings.paypal.standin.post import WEBHOOK_ID
from tests.bookings.paypal.scripted import scripted

FIFTY = Money(Decimal("50.00"), "CHF")


def begin(gateway: Gateway, number: str = "1042-7", money: Money = FIFTY, **more) -> Checkout:
    return gateway.create_checkout(
        **{
            "request_id": f"create-{number}",
            "number": number,
            "title": "Reanimation",
            "money": money,
            "return_url": "http://localhost:8000/payments/back/?key=abc",
            "cancel_url": "http://localhost:8000/payments/cancelled/?key=abc",
        }
        | more
    )


def paid(standin, gateway: Gateway, number: str = "1042-7") -> Checkout:
    checkout = begin(gateway, number)
    standin.control.approve(checkout.id)
    return gateway.capture(checkout.id, request_id=f"capture-{number}")


def test_a_checkout_waits_for_its_payer(standin, gateway):
    checkout = begin(gateway)
    assert checkout.status == "PAYER_ACTION_REQUIRED"
    assert checkout.approve_url == f"{standin.url}/checkoutnow?token={checkout.id}"
    assert (checkout.custom_id, checkout.invoice_id) == ("1042-7", "1042-7")
    assert checkout.amount == FIFTY
    assert checkout.captures == ()
    assert checkout.payee_id == MERCHANT


def test_a_checkout_that_nobody_approved_is_not_captured(standin, gateway):
    checkout = begin(gateway)
    with pytest.raises(Declined) as refused:
        gateway.capture(checkout.id, request_id="capture-1")
    assert refused.value.issue == "ORDER_NOT_APPROVED"
    assert refused.value.debug_id
    assert standin.ledger()["totals"] == {}


def test_an_approved_checkout_is_captured(standin, gateway):
    [capture] = paid(standin, gateway).captures
    assert (capture.status, capture.amount) == ("COMPLETED", FIFTY)
    assert capture.fee == Money(Decimal("2.25"), "CHF")
    assert capture == gateway.get_capture(capture.id)
    assert capture.payee_email == "desk@example.org"
    assert standin.ledger()["totals"] == {"CHF": "50.00"}


def test_the_payer_is_told_apart_from_the_learner(standin, gateway):
    assert paid(standin, gateway).payer_email == "noemi.rueegg@example.org"


def test_a_captured_checkout_is_captured_once(standin, gateway):
    checkout = paid(standin, gateway)
    with pytest.raises(Declined) as refused:
        gateway.capture(checkout.id, request_id="another")
    assert refused.value.issue == "ORDER_ALREADY_CAPTURED"


def test_the_same_request_gets_the_same_answer(standin, gateway):
    checkout = paid(standin, gateway)
    assert gateway.capture(checkout.id, request_id="capture-1042-7") == checkout
    assert len(standin.ledger()["captures"]) == 1


def test_an_invoice_is_paid_once(standin, gateway):
    paid(standin, gateway)
    again = begin(gateway, request_id="create-again")
    standin.control.approve(again.id)
    with pytest.raises(Declined) as refused:
        gateway.capture(again.id, request_id="capture-again")
    assert refused.value.issue == "DUPLICATE_INVOICE_ID"


def test_a_bank_may_say_no(standin, gateway):
    checkout = begin(gateway)
    standin.control.decline(checkout.id)
    with pytest.raises(Declined) as refused:
        gateway.capture(checkout.id, request_id="capture-1")
    assert refused.value.issue == "INSTRUMENT_DECLINED"


def test_money_may_take_its_time(standin, gateway):
    checkout = begin(gateway)
    standin.control.approve(checkout.id, later="1")
    [capture] = gateway.capture(checkout.id, request_id="capture-1").captures
    assert (capture.status, capture.reason) == ("PENDING", "ECHECK")
    assert standin.ledger()["totals"] == {}
    standin.control.complete(capture.id)
    assert gateway.get_capture(capture.id).status == "COMPLETED"
    assert standin.ledger()["totals"] == {"CHF": "50.00"}


def test_money_that_takes_its_time_may_not_come(standin, gateway):
    checkout = begin(gateway)
    standin.control.approve(checkout.id, later="1")
    [capture] = gateway.capture(checkout.id, request_id="capture-1").captures
    standin.control.deny(capture.id)
    assert gateway.get_capture(capture.id).status == "DECLINED"


def test_refunds_add_up_to_the_capture(standin, gateway):
    [capture] = paid(standin, gateway).captures
    first = gateway.refund(
        capture.id, request_id="r1", money=Money(Decimal("19.95"), "CHF"), note="Ein Tag fiel aus"
    )
    assert (first.status, first.capture_id) == ("COMPLETED", capture.id)
    assert first.amount.amount == Decimal("19.95")
    assert gateway.get_capture(capture.id).status == "PARTIALLY_REFUNDED"
    gateway.refund(capture.id, request_id="r2", money=Money(Decimal("30.05"), "CHF"))
    assert gateway.get_capture(capture.id).status == "REFUNDED"
    assert standin.ledger()["totals"] == {"CHF": "0.00"}


def test_a_refund_asked_for_twice_is_made_once(standin, gateway):
    [capture] = paid(standin, gateway).captures
    ten = Money(Decimal("10.00"), "CHF")
    first = gateway.refund(capture.id, request_id="r1", money=ten)
    assert gateway.refund(capture.id, request_id="r1", money=ten) == first
    assert standin.ledger()["totals"] == {"CHF": "40.00"}


@pytest.mark.parametrize(
    ("amount", "currency", "issue"),
    [
        ("50.01", "CHF", "REFUND_AMOUNT_EXCEEDED"),
        ("50.00", "EUR", "REFUND_CAPTURE_CURRENCY_MISMATCH"),
    ],
)
def test_refunds_that_do_not_fit_are_declined(standin, gateway, amount, currency, issue):
    [capture] = paid(standin, gateway).captures
    with pytest.raises(Declined) as refused:
        gateway.refund(capture.id, request_id="r1", money=Money(Decimal(amount), currency))
    assert refused.value.issue == issue


def test_a_refund_after_the_last_franc_is_declined(standin, gateway):
    [capture] = paid(standin, gateway).captures
    gateway.refund(capture.id, request_id="r1", money=FIFTY)
    with pytest.raises(Declined) as refused:
        gateway.refund(capture.id, request_id="r2", money=Money(Decimal("0.01"), "CHF"))
    assert refused.value.issue == "CAPTURE_FULLY_REFUNDED"


def test_refunds_made_elsewhere_are_found(standin, gateway):
    [capture] = paid(standin, gateway).captures
    ours = gateway.refund(capture.id, request_id="r1", money=Money(Decimal("10.00"), "CHF"))
    theirs = standin.control.refund(capture.id, "5.00")
    found = gateway.refunds_of(capture.id)
    assert [(each.id, each.custom_id) for each in found] == [(ours.id, "r1"), (theirs, "")]
    assert gateway.get_refund(theirs).amount == Money(Decimal("5.00"), "CHF")


def test_a_refund_may_be_pending(standin, gateway):
    [capture] = paid(standin, gateway).captures
    standin.control.next_refund("PENDING")
    refund = gateway.refund(capture.id, request_id="r1", money=FIFTY)
    assert refund.status == "PENDING"
    standin.control.settle_refund(refund.id, "FAILED")
    assert gateway.get_refund(refund.id).status == "FAILED"
    assert standin.ledger()["totals"] == {"CHF": "50.00"}


def test_a_refund_may_fail_for_lack_of_money(standin, gateway):
    [capture] = paid(standin, gateway).captures
    standin.control.next_refund("REFUND_FAILED_INSUFFICIENT_FUNDS")
    with pytest.raises(Declined) as refused:
        gateway.refund(capture.id, request_id="r1", money=FIFTY)
    assert refused.value.issue == "REFUND_FAILED_INSUFFICIENT_FUNDS"


def test_a_chargeback_takes_the_money_back(standin, gateway):
    [capture] = paid(standin, gateway).captures
    standin.control.chargeback(capture.id)
    now = gateway.get_capture(capture.id)
    assert (now.status, now.reason) == ("REFUNDED", "CHARGEBACK")
    assert standin.ledger()["totals"] == {"CHF": "0.00"}


def test_what_nobody_knows_is_declined(standin, gateway):
    for ask in (gateway.get_checkout, gateway.get_capture, gateway.get_refund):
        with pytest.raises(Declined) as refused:
            ask("5O190127TN364715T")
        assert refused.value.issue == "INVALID_RESOURCE_ID"


@pytest.mark.parametrize("wrong", ["", "../oauth2/token", "A?b=c", "A/B", "A\nB", "Ä", "A" * 65])
def test_an_id_that_is_none_is_never_asked_for(standin, gateway, wrong):
    with pytest.raises(Declined):
        gateway.get_capture(wrong)
    assert standin.exchanges == []


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "10.005", "NaN", "Infinity"])
def test_amounts_nobody_can_pay_are_not_sent(standin, gateway, amount):
    with pytest.raises(ValueError, match="not an amount"):
        begin(gateway, money=Money(Decimal(amount), "CHF"))
    assert standin.exchanges == []


@pytest.mark.parametrize("currency", ["JPY", "chf", "EURO", "XAU"])
def test_currencies_outside_the_list_are_not_sent(standin, gateway, currency):
    with pytest.raises(ValueError, match="not possible"):
        begin(gateway, money=Money(Decimal("10.00"), currency))
    assert standin.exchanges == []


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "1e2", "", " 50.00", "50,00", "50.005", "٥٠"]
)
def test_an_amount_that_is_no_amount_is_unknown(standin, gateway, value):
    checkout = begin(gateway)
    standin.control.approve(checkout.id)
    standin.control.next_capture(amount=value or "x")
    with pytest.raises(Unknown) as unknown:
        gateway.capture(checkout.id, request_id="capture-1")
    assert unknown.value.kind == "garbled"
    standin.exchanges.clear()  # wrong on purpose


@pytest.mark.parametrize("value", ["49.99", "50.01", "0.00", "-1.00", "100"])
def test_an_amount_that_is_another_is_told_as_it_is(standin, gateway, value):
    """Whoever asked compares: one cent off is not paid."""
    checkout = begin(gateway)
    standin.control.approve(checkout.id)
    standin.control.next_capture(amount=value)
    [capture] = gateway.capture(checkout.id, request_id="capture-1").captures
    assert capture.amount == Money(Decimal(value), "CHF")


def test_another_currency_and_another_account_are_told_as_they_are(standin, gateway):
    checkout = begin(gateway)
    standin.control.approve(checkout.id)
    standin.control.next_capture(currency="EUR", payee="NEBDYELSE2222", custom_id="X")
    [capture] = gateway.capture(checkout.id, request_id="capture-1").captures
    assert (capture.amount.currency, capture.payee_id, capture.custom_id) == (
        *("EUR", "NEBDYELSE2222", "X"),
    )
    assert capture == gateway.get_capture(capture.id)


def test_titles_and_notes_lose_what_paypal_does_not_take(standin, gateway):
    title = "Wund\nversorgung\x00 \u202e" + "ü" * 200
    checkout = begin(gateway, title=title)
    unit = standin.account.books.checkouts[checkout.id].unit
    assert unit["description"] == ("Wund versorgung " + "ü" * 200)[:127]


def test_a_title_of_nothing_becomes_the_number(standin, gateway):
    checkout = begin(gateway, title="\x00\n")
    assert standin.account.books.checkouts[checkout.id].unit["description"] == "1042-7"


@pytest.mark.parametrize(("language", "locale"), [("de", "de-CH"), ("en", "en-GB")])
def test_paypal_speaks_the_language_of_the_payer(standin, gateway, language, locale):
    checkout = begin(gateway, language=language)
    assert standin.account.books.checkouts[checkout.id].context["locale"] == locale


def test_money_that_takes_its_time_can_be_refused_beforehand(standin, gateway):
    checkout = begin(gateway, accept_pending=False)
    context = standin.account.books.checkouts[checkout.id].context
    assert context["payment_method_preference"] == "IMMEDIATE_PAYMENT_REQUIRED"


def test_events_are_read_page_by_page(standin, gateway, monkeypatch):
    monkeypatch.setattr("bookings.paypal.gateway.EVENTS_AT_ONCE", 2)
    for number in ("1", "2", "3"):
        paid(standin, gateway, number)
    now = datetime.now(UTC)
    found = list(gateway.events(now - timedelta(minutes=1), now + timedelta(minutes=1)))
    assert len({event["id"] for event in found}) == 6
    assert {event["event_type"] for event in found} == {
        "CHECKOUT.ORDER.APPROVED",
        "PAYMENT.CAPTURE.COMPLETED",
    }
    assert list(gateway.events(now + timedelta(hours=1), now + timedelta(hours=2))) == []


def test_a_known_webhook_passes_the_check(standin, gateway):
    gateway.check(WEBHOOK_ID)
    gateway.check()


@pytest.mark.parametrize(
    "href", ["https://evil.example/", "javascript:alert(1)", "//evil.example/", "/checkoutnow", ""]
)
def test_a_payer_is_led_to_paypal_or_nowhere(href):
    link = {"rel": "payer-action", "href": href}
    said = {"id": "A1", "status": "PAYER_ACTION_REQUIRED", "links": [link]}
    with scripted() as paypal:
        paypal.answers = [(200, json.dumps(said).encode())]
        gateway = Gateway(Access(STANDIN, paypal.url, "who", "secret"))
        with pytest.raises(Unknown):
            begin(gateway)


def test_refunds_of_another_capture_are_another_matter():
    fifty = {"amount": {"currency_code": "CHF", "value": "50.00"}}
    capture = fifty | {"id": "C1", "status": "REFUNDED"}
    capture["supplementary_data"] = {"related_ids": {"order_id": "A1"}}
    refunds = [
        fifty
        | {"id": own, "status": "COMPLETED", "links": [{"rel": "up", "href": f"https://x/{of}"}]}
        for own, of in (("R1", "C1"), ("R2", "C2"))
    ]
    unit = {"payments": {"refunds": refunds}}
    checkout = {"id": "A1", "status": "COMPLETED", "purchase_units": [unit]}
    with scripted() as paypal:
        paypal.answers = [(200, json.dumps(said).encode()) for said in (capture, checkout)]
        gateway = Gateway(Access(STANDIN, paypal.url, "who", "secret"))
        assert [refund.id for refund in gateway.refunds_of("C1")] == ["R1"]
