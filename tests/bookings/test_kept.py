"""A booking form whose writer was not signed in: kept, shown again, never booked by itself."""

from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from bookings.models import BookingOrder
from tests.cast import make_address, make_offer, make_resource

pytestmark = pytest.mark.django_db
STILL_HERE = "what you typed is still here"


@pytest.fixture
def offer(care):
    make_address(organisation=care, name_line_1="Spital Thurmatt AG")
    return make_offer(make_resource("Projektführung"), method="invoice")


@pytest.fixture
def form(offer) -> str:
    return f"/catalog/{offer.resource.slug}/book/{offer.pk}/"


def typed(offer, **more) -> dict[str, str]:
    seen = {"seen": offer.terms_seen, "address": "other", "other_name_line_1": "Stiftung Süd"}
    return {**seen, "po_number": "PO 7", "comment": "Bitte\nvegetarisch <b>", **more}


def page(client: Client, form: str) -> str:
    return client.get(form).content.decode()


def test_a_form_sent_without_being_signed_in_leads_to_signing_in(client, offer, form):
    answer = client.post(form, typed(offer), follow=True)
    assert answer.redirect_chain == [(f"/accounts/login/?next={form}", 302)]
    assert "Nothing has been booked, and what you typed is kept." in answer.content.decode()


def test_what_was_typed_is_there_after_signing_in(client, offer, form, alice):
    client.post(form, typed(offer))
    client.force_login(alice)
    shown = page(client, form)
    assert STILL_HERE in shown
    assert 'value="PO 7"' in shown
    assert "Bitte\nvegetarisch &lt;b&gt;" in shown
    assert 'value="Stiftung Süd"' in shown
    assert not BookingOrder.objects.exists()


def test_mending_an_address_loses_nothing(client, offer, form, alice):
    client.force_login(alice)
    own = make_address(person=alice, name_line_1="Alice Muster")

    away = client.post(form, typed(offer, edit=own.pk))

    assert away.url == f"/bookings/addresses/{own.pk}/?next={quote(form, safe='')}"
    shown = page(client, form)
    assert STILL_HERE in shown
    assert "Bitte\nvegetarisch &lt;b&gt;" in shown
    assert not BookingOrder.objects.exists()


def test_an_access_code_is_kept_too(client, alice, care):
    offer = make_offer(make_resource("Reanimation"), method="code")
    form = f"/catalog/{offer.resource.slug}/book/{offer.pk}/"
    client.post(form, {"seen": offer.terms_seen, "code": "AARE-2026"})
    client.force_login(alice)
    assert 'value="AARE-2026"' in page(client, form)
    assert not BookingOrder.objects.exists()


def test_it_is_forgotten_once_booked(client, offer, form, alice):
    client.post(form, typed(offer))
    client.force_login(alice)
    address = alice.roles.get().organisation.billing_addresses.get()
    answer = client.post(form, typed(offer, address=str(address.pk)))
    assert answer["Location"].endswith("/booked/")
    assert client.session["kept_booking_forms"] == {}


def test_it_survives_reading_the_page_again(client, offer, form, alice):
    client.post(form, typed(offer))
    client.force_login(alice)
    assert 'value="PO 7"' in page(client, form)
    assert 'value="PO 7"' in page(client, form)


def test_it_is_forgotten_after_an_hour(client, offer, form, alice):
    with time_machine.travel(timezone.now()) as clock:
        client.post(form, typed(offer))
        clock.shift(60 * 60 + 1)
        client.force_login(alice)
        assert "PO 7" not in page(client, form)


def test_it_is_forgotten_at_sign_out(client, offer, form, alice):
    client.post(form, typed(offer))
    client.force_login(alice)
    client.post("/accounts/logout/")
    client.force_login(alice)
    assert "PO 7" not in page(client, form)


def test_it_is_shown_for_its_offer_only(client, offer, form, alice):
    client.post(form, typed(offer))
    client.force_login(alice)
    other = make_offer(offer.resource, method="invoice")
    shown = page(client, f"/catalog/{offer.resource.slug}/book/{other.pk}/")
    assert "PO 7" not in shown
    assert STILL_HERE not in shown


def test_it_is_shown_to_nobody_else(client, offer, form, alice):
    client.post(form, typed(offer))
    stranger = Client()
    stranger.force_login(alice)
    assert "PO 7" not in page(stranger, form)


def test_an_offer_that_is_not_visible_shows_nothing(client, offer, form, charlie):
    offer.external = False
    offer.save()
    client.post(form, typed(offer))
    client.force_login(charlie)
    answer = client.get(form)
    assert answer.status_code == 404
    assert "PO 7" not in answer.content.decode()


def test_nobody_fills_our_sessions(client, offer, form):
    client.post(form, typed(offer, comment="x" * 50_000))
    assert "kept_booking_forms" not in client.session
    for number in range(5):
        client.post(form.replace(f"/{offer.pk}/", f"/{9000 + number}/"), typed(offer))
    assert list(client.session["kept_booking_forms"]) == ["9002", "9003", "9004"]


# A token that signing in has renewed


@pytest.fixture
def strict(alice) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    return client


OURS = {"origin": "http://testserver"}


def test_a_renewed_token_loses_nothing(strict, offer, form):
    answer = strict.post(form, typed(offer), headers=OURS, follow=True)
    assert answer.redirect_chain == [(form, 302)]
    assert STILL_HERE in answer.content.decode()
    assert 'value="PO 7"' in answer.content.decode()
    assert not BookingOrder.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_a_form_from_elsewhere_is_not_kept(strict, offer, form, headers):
    answer = strict.post(form, typed(offer), headers=headers)
    assert answer.status_code == 403
    assert "kept_booking_forms" not in strict.session


def test_other_forms_say_what_happened(strict):
    answer = strict.post("/account/", {"first_name": "X"}, headers=OURS)
    assert answer.status_code == 403
    assert "Please send the form again." in answer.content.decode()
