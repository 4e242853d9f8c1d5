"""Who waits too long for a lock is told so, and nothing half is left behind (F3)."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client

from bookings.models import BookingOrder
from catalog.models import LearningResource
from tests.bookings.pages import address_of
from tests.cast import make_offer, make_resource

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def held():
    """An offer whose resource somebody else holds until the test is over."""
    offer = make_offer(make_resource("Wundversorgung", max_participants=5))
    locked, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            LearningResource.objects.locked(offer.resource_id)
            locked.set()
            done.wait(timeout=30)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(timeout=10)
    yield offer
    done.set()
    holder.join()


def test_waiting_in_vain_ends_with_a_page_and_books_nothing(client: Client, alice, held):
    client.force_login(alice)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")

    page = client.post(address_of(held), {"seen": held.terms_seen})

    assert page.status_code == 503
    assert page["Retry-After"] == "5"
    assert "Nothing was changed." in page.content.decode()
    assert not BookingOrder.objects.exists()


def test_no_one_waits_for_ever():
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("10s",)
