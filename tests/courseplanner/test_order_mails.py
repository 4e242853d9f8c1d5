"""What somebody was told about a booking, read on the page of its order."""

import pytest

from accounts import outbox
from accounts.models import Message
from bookings import actions
from tests.cast import make_order


@pytest.fixture
def order(alice, bob):
    order = make_order(alice, confirmation=True)
    actions.confirm(participation=order.participation, by=bob)
    return order


def page(client, order) -> str:
    return client.get(f"/planner/orders/{order.number}/").content.decode()


def test_the_mails_of_an_order_can_be_read_there(client, bob, order, charlie):
    foreign = make_order(charlie)
    outbox.deliver_due()
    client.force_login(bob)

    shown = page(client, order)

    assert f"<summary>Booking {order.number}, to be confirmed" in shown
    assert "<summary>Participation confirmed" in shown
    assert "has been confirmed and is active from now on." in shown
    assert "Sent · alice@example.org" in shown
    assert foreign.number not in shown.split("<h3>Mails</h3>")[1]


def test_an_undelivered_mail_is_marked_and_says_why(client, bob, order):
    Message.objects.update(state="failed", error="SMTPRecipientsRefused: <no such box>")
    client.force_login(bob)

    shown = page(client, order)

    assert "<strong>Undelivered</strong> · alice@example.org" in shown
    assert "SMTPRecipientsRefused: &lt;no such box&gt;" in shown


def test_a_mail_that_still_waits_says_so(client, bob, order):
    client.force_login(bob)
    assert "Waiting · alice@example.org" in page(client, order)


def test_managers_of_people_do_not_read_them(client, line_manager, order):
    """They name the P.O. number and the billing address's own words."""
    client.force_login(line_manager)
    assert "<h3>Mails</h3>" not in page(client, order)
