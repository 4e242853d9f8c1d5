"""What the tests of offers share: bob's tab of an implementation, and its forms filled in."""

from collections.abc import Callable
from typing import Any

from catalog.models import Offer
from courseplanner.models import Implementation
from tests.courseplanner.pages import sender, url


def adder(client: Any, run: Implementation, method: str) -> Callable[..., Any]:
    """Adds an offer of this type as proposed, but for the changes."""
    return sender(client, url("offer_create", pk=run.pk, method=method))


def changer(client: Any, offer: Offer) -> Callable[..., Any]:
    pk = offer.resource.implementation.pk
    return sender(client, url("offer", pk=pk, offer=offer.pk))


def tab(client: Any, run: Implementation) -> Any:
    return client.get(url("offers", pk=run.pk))


def card(client: Any, offer: Offer) -> Any:
    """Of the offer as it is now."""
    cards = tab(client, offer.resource.implementation).context["cards"]
    return next(one for one in cards if one.offer.pk == offer.pk)


def fault(page: Any, name: str) -> str:
    return " ".join(page.context["form"].errors.get(name, []))


def relative(side: str, amount: object, unit: str, reference: str) -> dict[str, object]:
    """What one types for a relative day."""
    typed = {"by": "relative", "amount": amount, "unit": unit, "reference": reference}
    return {f"{side}_{part}": value for part, value in typed.items()}
