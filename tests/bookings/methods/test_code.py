"""Access code: wrong, right, used up, and asked only once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import BookingOrder
from catalog.models import AccessCode
from tests.bookings.pages import (
    address_of,
    nothing_was_booked,
    refused_in_the_form,
    says,
)
from tests.cast import make_code, make_offer

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("wrong", "Wrong access code. Nothing has been booked."),
        ("", "Enter the access code."),
        ("   ", "Enter the access code."),
        ("x" * 65, "At most 64 characters fit here, and these are 65."),
        ("x" * 100_000, "At most 64 characters fit here"),
        ("AARE\n2026", "This is one line"),
        ("AARE-2026\x00", "Null characters are not allowed."),
    ],
)
def test_a_wrong_code_opens_nothing(post, code, sentence):
    page = post(make_offer(method="code"), code=code)

    assert refused_in_the_form(page, sentence, 'href="#id_code"', "is-invalid")
    assert nothing_was_booked()
    assert AccessCode.objects.get().uses == 0


@pytest.mark.parametrize("code", ["AARE-2026", "aare-2026", "  Aare-2026 "])
def test_the_right_code_opens_the_offer_however_it_is_typed(post, code):
    post(make_offer(method="code"), code=code)

    assert BookingOrder.objects.get().status == "done"
    assert AccessCode.objects.get().uses == 1


def test_codes_of_other_offers_expired_or_used_up_open_nothing(post):
    offer = make_offer(method="code")
    make_code(make_offer(method="free"), "OTHER")
    make_code(offer, "EXPIRED", expires_at=timezone.now() - HOUR)
    make_code(offer, "USED", usage_limit=2, uses=2)

    for code in ("OTHER", "EXPIRED", "USED"):
        assert refused_in_the_form(post(offer, code=code), "Wrong access code.")
    assert nothing_was_booked()


def test_a_code_in_the_address_is_not_read(client, alice):
    offer = make_offer(method="code")
    client.force_login(alice)

    page = client.get(address_of(offer), {"code": "AARE-2026"})

    assert not says(page, 'value="AARE-2026"')
    assert nothing_was_booked()
