"""What pages say about offers."""

from collections.abc import Sequence

from django import template
from django.utils import timezone

from catalog import prices, seats
from catalog.models import LearningResource, Offer

register = template.Library()


@register.filter
def price_text(offers: Sequence[Offer]) -> str:
    """What a place costs, in few words: the price, from which price on, or how else."""
    return prices.in_short(offers)


@register.inclusion_tag("components/terms.html")
def offer_terms(offer: Offer) -> dict[str, object]:
    """Cancellation as a line of dates, as it would be agreed today; reads `offer.resource`."""
    return {
        "cancellable": offer.cancellable,
        "fee": offer.cancellation_fee,
        "currency": offer.currency,
        "days": offer.free_until_days,
        "free_until": offer.free_until,
        "lapsed": offer.free_until is not None and offer.free_until < timezone.localdate(),
    }


@register.simple_tag
def info_url(pk: int, title: str) -> str:
    return LearningResource(pk=pk, title=title).get_absolute_url()


@register.filter
def seats_left(availability: str) -> int | None:
    return seats.left(availability)


@register.filter
def format_label(key: str) -> str:
    return str(dict(LearningResource.Format.choices).get(key, ""))
