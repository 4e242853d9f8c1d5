"""What the tests of address pages share: where they are, and an address as its form posts it."""

from django.urls import reverse

from accounts.models import BillingAddress, Organisation

TYPED = {
    "identifier": "STA-KRED",
    "name_line_1": "Spital Thurmatt AG",
    "name_line_2": "Kreditoren",
    "address_line_1": "Rosenbergstrasse",
    "house_number": "114",
    "zip": "9000",
    "city": "St. Gallen",
    "country": "CH",
}


def url(owner: Organisation, name: str = "index", **kwargs: object) -> str:
    return reverse(f"organisations:addresses:{name}", kwargs={"organisation": owner.pk, **kwargs})


def of(address: BillingAddress, name: str = "edit") -> str:
    return url(address.organisation, name, pk=address.pk)


def typed(page) -> dict[str, str]:
    """What the form on a page would post if nobody touched it."""
    form = page.context["form"]
    fields = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in fields.items() if value not in (None, False)}


def says(page, *sentences: str) -> bool:
    text = page.content.decode()
    return all(sentence in text for sentence in sentences)
