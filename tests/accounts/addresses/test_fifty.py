"""From an empty organisation to the accounting workbook: fifty addresses, one booking."""

import pytest

from accounts.models import BillingAddress, Organisation
from bookings.models import BookingOrder
from tests.accounts.addresses.files import HEAD, cells, numbers, row, take_in, upload, workbook
from tests.accounts.addresses.pages import says, url
from tests.bookings.pages import address_of
from tests.cast import make_offer, make_person

WITH_NUMBERS = [*HEAD, "Customer number"]
FIFTY = workbook(*[[*row(n), f"40{n:04}"] for n in range(1, 51)], head=WITH_NUMBERS)
ACCOUNTING = "/planner/orders/accounting.xlsx"


@pytest.fixture
def hospital(root) -> Organisation:
    return Organisation.objects.create(
        identifier="STA", name="Spital Thurmatt", parent=root, customer_number="100482"
    )


@pytest.fixture
def learner(hospital):
    return make_person("Alice", "user", hospital, customer_number="700001")


def test_an_imported_address_carries_its_customer_numbers_to_accounting(
    client, admin, bob, learner, hospital
):
    client.force_login(admin)
    checked = upload(client, hospital, FIFTY, "Spital.xlsx")
    assert numbers(checked) == {"new": 50, "unchanged": 0, "warnings": 0, "errors": 0}
    assert says(take_in(client, checked), "50 addresses are imported.")

    client.force_login(learner)
    offer = make_offer(method="invoice")
    chosen = BillingAddress.objects.get(identifier="A-37")
    assert says(client.get(address_of(offer)), "Praxis 37", f'value="{chosen.pk}"')
    client.post(address_of(offer), {"seen": offer.terms_seen, "address": chosen.pk})
    order = BookingOrder.objects.get(person=learner)

    client.force_login(bob)
    head, booked = cells(client.get(ACCOUNTING))
    said = dict(zip(head, booked, strict=True))
    assert said["Booking number"] == order.number
    assert said["Customer number"] == "700001"
    assert (said["Billing address"], said["Name / company"]) == ("A-37", "Praxis 37")
    assert said["Customer number billing address"] == "400037"
    assert said["Org name (billing address)"] == "Spital Thurmatt"
    assert said["Customer number organisation"] == "100482"

    client.force_login(admin)
    rows = client.get(url(hospital), {"q": "A-37"}).context["table"].rows
    assert [one.data["number_of_bookings"] for one in rows] == [1]
