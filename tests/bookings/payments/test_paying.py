"""From the seat that is held to the receipt, at a stand-in reached over HTTP."""

from tests.bookings.payments.conftest import approve, come_back, states


def test_a_seat_is_held_while_its_payer_is_at_paypal(order):
    assert states(order) == ("in_payment", "pending")
    assert order.participation.confirm_by == "payment"


def test_who_comes_back_with_an_approval_has_paid(client, standin, order):
    approve(standin, order)
    page = come_back(client, order)
    assert states(order) == ("paid", "active")
    assert "You are booked." in page.content.decode()
    assert standin.ledger()["totals"] == {"CHF": "50.00"}


def test_coming_back_twice_pays_once(client, standin, order):
    approve(standin, order)
    come_back(client, order)
    come_back(client, order)
    assert len(standin.ledger()["captures"]) == 1
    assert order.captures.count() == 1


def test_who_comes_back_without_an_approval_has_not_paid(client, order):
    page = come_back(client, order)
    assert states(order) == ("in_payment", "pending")
    assert "Continue to PayPal" in page.content.decode()
