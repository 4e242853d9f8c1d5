"""Eight clicks at once by one person are one booking, and all lead to it (F2)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from bookings.models import BookingOrder, Participation
from catalog.models import AccessCode, LearningResource
from tests.bookings.pages import address_of
from tests.cast import make_offer, make_resource

CLICKS = 8

pytestmark = pytest.mark.django_db(transaction=True)


def clicks_at_once(person, offer, **answers) -> list[str]:
    """Where each click led to."""
    start = Barrier(CLICKS)
    clients = [Client() for _ in range(CLICKS)]
    for client in clients:
        client.force_login(person)

    def click(client: Client) -> str:
        start.wait()
        try:
            return client.post(address_of(offer), {"seen": offer.terms_seen} | answers)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        return list(pool.map(click, clients))


def test_clicks_at_once_are_one_booking(alice):
    offer = make_offer(make_resource(max_participants=5), method="free")

    led_to = clicks_at_once(alice, offer)

    number = BookingOrder.objects.get().number
    assert led_to == [f"/bookings/{number}/booked/"] * CLICKS
    assert Participation.objects.count() == 1
    assert LearningResource.objects.get(pk=offer.resource_id).seats_taken == 1


def test_clicks_at_once_use_a_code_once(alice):
    offer = make_offer(method="code")

    led_to = clicks_at_once(alice, offer, code="AARE-2026")

    assert len(set(led_to)) == 1
    assert AccessCode.objects.get().uses == 1
