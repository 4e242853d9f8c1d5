"""Auto-booking: the only offer there is, freely available, is booked by one click."""

import pytest

from bookings.models import BookingOrder
from tests.cast import make_offer, make_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return make_offer(make_resource("Datenschutz"), auto_booking=True)


def info(client, offer):
    return client.get(offer.resource.get_absolute_url())


def test_one_click_books_without_a_dialog(client, offer, alice):
    client.force_login(alice)
    page = info(client, offer)
    assert page.context["at_once"].offer == offer
    assert "One click books this course for you" in page.content.decode()
    assert not BookingOrder.objects.exists()

    answer = client.post(
        f"{offer.resource.get_absolute_url()}book/{offer.pk}/", {"seen": offer.terms_seen}
    )

    order = BookingOrder.objects.get()
    assert (order.person, order.participation.status) == (alice, "active")
    assert answer.url == f"/bookings/{order.number}/booked/"


def test_reading_the_page_books_nothing(client, offer, alice):
    client.force_login(alice)
    info(client, offer)
    client.get(f"{offer.resource.get_absolute_url()}book/{offer.pk}/")
    assert not BookingOrder.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"auto_booking": False},
        {"confirmation": True},
        {"method": "code"},
        {"valid_from": "2999-01-01T00:00Z"},
        {"valid_until": "2001-01-01T00:00Z"},
    ],
)
def test_everything_else_asks_first(client, offer, alice, fields):
    type(offer).objects.update(**fields)
    client.force_login(alice)
    assert info(client, offer).context["at_once"] is None


def test_beside_another_offer_one_chooses(client, offer, alice):
    make_offer(offer.resource, method="code")
    client.force_login(alice)
    assert info(client, offer).context["at_once"] is None


def test_an_offer_for_others_does_not_count(client, offer, alice, elsewhere):
    make_offer(offer.resource, external=False, organisations=[elsewhere])
    client.force_login(alice)
    assert info(client, offer).context["at_once"].offer == offer


def test_visitors_sign_in_first(client, offer):
    page = info(client, offer).content.decode()
    assert "Sign in or register" in page
    assert "One click" not in page
