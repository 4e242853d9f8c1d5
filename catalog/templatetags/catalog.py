"""What pages say about offers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from catalog import day_line, paragraphs, prices, seats
from catalog.choices import Choice
from catalog.crawlers import structured
from catalog.models import LearningResource, Offer

register = template.Library()
register.filter("paragraphs", paragraphs.drawn)


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
def until_line(resource: LearningResource) -> str:
    """Below the date of a card: until when, how many dates, or how much work."""
    said = []
    if resource.end and resource.end != resource.begin:
        said.append(_("until %(date)s") % {"date": formats.long_date(resource.end)})
    if number := resource.session_count:
        dates = ngettext("%(number)s date", "%(number)s dates", number)
        said.append(dates % {"number": formats.number(number)})
    elif resource.workload and not resource.begin:
        said.append(resource.workload)
    return " · ".join(said)


@register.filter
def seats_left(availability: str) -> int | None:
    return seats.left(availability)


@register.filter
def format_label(key: str) -> str:
    return str(dict(LearningResource.Format.choices).get(key, ""))


@register.simple_tag
def canonical(path: str) -> str:
    return settings.SITE_URL + path


@register.simple_tag
def structured_data(resource: LearningResource, choices: Iterable[Choice], provider: str) -> str:
    return structured.course(resource, choices, provider)


@register.inclusion_tag("catalog/day_line.html", name="day_line")
def day_line_tag(resource: LearningResource, sessions: Iterable[Any]) -> dict[str, object]:
    """The sessions are the Course Planner's; each has a date."""
    days = [session.date for session in sessions or ()]
    return {"line": day_line.draw(resource.begin, resource.end, days)}
