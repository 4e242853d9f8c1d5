"""Alice before the page of an offer."""

import pytest

from tests.bookings.pages import address_of
from tests.cast import make_address, make_offer, make_resource


@pytest.fixture
def post(client, alice):
    """Alice's click on the page of an offer."""
    client.force_login(alice)

    def click(offer, **answers):
        return client.post(address_of(offer), {"seen": offer.terms_seen} | answers)

    return click


@pytest.fixture
def invoice(alice, care):
    """An offer on invoice, and an address of Alice's organisation to choose."""
    make_address(organisation=care, name_line_1="Spital Thurmatt AG", customer_number="")
    return make_offer(make_resource("Projektführung"), method="invoice")
