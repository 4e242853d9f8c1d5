"""What a place costs, said in few words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats
from catalog.models import Offer


def in_short(offers: Sequence[Offer], now: datetime | None = None) -> str:
    """One text for all offers of a resource; what is not open now counts only if nothing is."""
    now = now or timezone.now()
    return _together([offer for offer in offers if _is_open(offer, now)] or offers)


def told(lines: str) -> str:
    """The same of the text that `with_offers_in_short` writes."""
    offers = list(_read(lines))
    return _together(
        [offer for is_open, offer in offers if is_open] or [one for _state, one in offers]
    )


def _read(lines: str) -> Iterator[tuple[bool, Offer]]:
    for line in lines.splitlines():
        state, method, price, currency = line.split(" ")
        offer = Offer(method=method, price=Decimal(price), currency=currency)
        yield state == "open", offer


def _is_open(offer: Offer, now: datetime) -> bool:
    begun = offer.valid_from is None or offer.valid_from <= now
    return begun and (offer.valid_until is None or offer.valid_until > now)


def _together(offers: Sequence[Offer]) -> str:
    texts = {str(offer.access_method.price_text(offer)) for offer in offers}
    if texts == {""}:
        return _of_priced(offers)
    return texts.pop() if len(texts) == 1 else _("Several offers") if texts else ""


def _of_priced(offers: Sequence[Offer]) -> str:
    prices = {offer.price for offer in offers}
    currencies = {offer.currency for offer in offers}
    if len(currencies) > 1:
        return _("Several offers")
    if prices == {0}:
        return _("Free of charge")
    lowest = formats.price(min(prices), currencies.pop())
    return lowest if len(prices) == 1 else _("from %(price)s") % {"price": lowest}
