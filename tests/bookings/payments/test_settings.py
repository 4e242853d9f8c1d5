"""The configuration: who changes it, and what the test of the connection says."""

import pytest
from django.urls import reverse

from bookings.models import PaypalSetting
from bookings.payments import settings as verbs

GOOD = {
    "enabled": "on", "environment": "standin", "webhook_id": "STANDINWEBHOOK", "currency": "CHF",
    "hold_minutes": "20",
}  # fmt: skip


@pytest.fixture
def page(client, admin):
    client.force_login(admin)
    return reverse("payments:settings")


def seen(client, page) -> str:
    return client.get(page).context["form"].initial["seen"]


def test_the_settings_are_saved_and_stand_in_the_history(client, page):
    client.post(page, GOOD | {"seen": seen(client, page), "hold_minutes": "45"}, follow=True)
    assert PaypalSetting.load().hold_minutes == 45
    assert "minutes to pay: 20 → 45" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"hold_minutes": "3"}, "Enter 5 to 120 minutes."),
        ({"webhook_id": ""}, "Without a webhook PayPal cannot tell us"),
        ({"currency": "JPY"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client, page, wrong, sentence):
    said = client.post(page, GOOD | {"seen": seen(client, page)} | wrong).content.decode()
    assert sentence in said
    assert not PaypalSetting.load().enabled


def test_no_secret_is_shown(client, page, settings):
    settings.PAYPAL_SECRETS = {"client_id": "AbC-client", "secret": "EfG-secret"}
    shown = client.get(page).content.decode()
    assert "AbC-client" not in shown
    assert "EfG-secret" not in shown


def test_the_test_says_that_all_is_well(client, page, paypal):
    said = client.post(reverse("payments:test"), follow=True).content.decode()
    assert "PayPal accepts us and knows the webhook." in said


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"environment": "sandbox"}, "Client ID and secret are missing"),
        ({"environment": "standin", "webhook_id": "ANOTHER"}, "does not know this webhook ID"),
        ({"environment": "standin", "webhook_id": ""}, "does not know this webhook ID"),
    ],
)
def test_the_test_says_what_is_wrong(paypal, setting, words):
    assert words in verbs.what_is_wrong(PaypalSetting(**setting))


def test_the_test_says_that_nobody_answers(standin, paypal):
    standin.control.fail("webhooks", "503", times=9)
    assert "cannot be reached" in verbs.what_is_wrong(paypal)
