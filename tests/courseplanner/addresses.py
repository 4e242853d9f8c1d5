"""What the tests of an order's billing address share: an order with a proposal, and its page."""

from django.urls import reverse

from accounts.models import BillingAddress, User
from bookings.models import BookingOrder, OrderAddress
from tests.cast import book, make_offer

TYPED = {
    "name_line_1": "Spital Thurmatt AG",
    "name_line_2": "Kreditoren",
    "address_line_1": "Rosenbergstrasse",
    "house_number": "114",
    "zip": "9000",
    "city": "St. Gallen",
    "country": "CH",
}


def propose(person: User, **changes: str) -> BookingOrder:
    """Booked on invoice to an address the person typed, which belongs to nobody yet."""
    text = TYPED | changes
    identifier = f"{text['name_line_1']}, {text['city']}"[:255]
    proposal = BillingAddress(identifier=identifier, **text)
    return book(make_offer(method="invoice"), person, address=proposal)


def url(order: BookingOrder, name: str = "address", **kwargs: object) -> str:
    return reverse(f"courseplanner:{name}", kwargs={"number": order.number, **kwargs})


def filled(page) -> dict[str, str]:
    """What the form on a page would post if nobody touched it."""
    form = page.context["form"]
    posted = {"address": form.chosen, "seen": form["seen"].value()}
    for name, group in form.groups.items():
        values = {field.name: field.value() for field in group}
        posted |= {f"{name}-{k}": str(v) for k, v in values.items() if v not in (None, False)}
    return posted


def says(page, *sentences: str) -> bool:
    text = page.content.decode()
    return all(sentence in text for sentence in sentences)


def text_of(order: BookingOrder) -> OrderAddress:
    """What the order says now."""
    return OrderAddress.objects.select_related("billing_address").get(order=order)


def change(client, order: BookingOrder, **changes: str):
    """Open the page, change what is named, send it, and see where one is led."""
    data = filled(client.get(url(order))) | changes
    return client.post(url(order), data, follow=True)
