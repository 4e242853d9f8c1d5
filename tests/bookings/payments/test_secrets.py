"""A whole run through the pages, everything logged at DEBUG: no secret anywhere."""

import base64

from django.urls import reverse

from bookings.payments import reconcile, refunds, webhooks
from bookings.paypal import config
from tests.bookings.pages import address_of
from tests.bookings.payments.conftest import approve, come_back, payment_of, post_event, states


def secrets_of(standin) -> list[str]:
    basic = base64.b64encode(f"{config.STANDIN_CLIENT}:{config.STANDIN_SECRET}".encode()).decode()
    return [config.STANDIN_SECRET, basic, *standin.account._tokens, "Bearer ", "Basic "]


def test_a_whole_run_of_the_house_logs_no_secret(
    everything_logged, client, standin, offer, alice, admin
):
    client.force_login(alice)
    client.post(address_of(offer), {"seen": offer.terms_seen})
    order = alice.booking_orders.get()
    client.get(reverse("payments:pay", kwargs={"number": order.number}))
    client.post(reverse("payments:start", kwargs={"number": order.number}))
    approve(standin, order)
    come_back(client, order)
    for event in standin.account.books.events:
        post_event(client, standin, event)
    webhooks.work_off()
    client.force_login(admin)
    client.post(reverse("payments:test"))
    refunds.ask_back(order=order, amount=offer.price, reason="Ill", by=admin)
    standin.control.fail("refund", "500", times=3)
    refunds.send_due()
    reconcile.run(everything=True)

    assert states(order)[0] == "paid"
    assert payment_of(order).checkout_id in everything_logged.text
    assert [one for one in secrets_of(standin) if one in everything_logged.text] == []
