"""What the tests of booking pages share: clicks, typed addresses, and what a page says."""

from django.urls import reverse

from accounts.models import BillingAddress
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource, Offer

TYPED = {
    "name_line_1": "Stiftung Lindenhof",
    "name_line_2": "Wohngruppe Süd",
    "address_line_1": "Rosenbergstrasse",
    "house_number": "114",
    "zip": "9400",
    "city": "Rorschach",
    "country": "CH",
}


def address_of(offer: Offer) -> str:
    return reverse("bookings:book", kwargs={"slug": offer.resource.slug, "offer": offer.pk})


def group(name: str, **fields: str) -> dict[str, str]:
    """A typed address as the form posts it."""
    return {f"{name}_{key}": value for key, value in (TYPED | fields).items()}


def nothing_was_booked() -> bool:
    """No order, no seat, no address beside those on file."""
    return not (
        BookingOrder.objects.exists()
        or Participation.objects.exists()
        or LearningResource.objects.filter(seats_taken__gt=0).exists()
        or BillingAddress.objects.filter(person=None, organisation=None).exists()
    )


def says(page, *sentences: str) -> bool:
    text = page.content.decode()
    return all(sentence in text for sentence in sentences)


def refused_in_the_form(page, *sentences: str) -> bool:
    return page.status_code == 200 and says(page, "<title>Error: ", 'role="alert"', *sentences)
