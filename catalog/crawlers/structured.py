"""A learning resource as schema.org describes courses: Course, CourseInstance, Offer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe

from catalog.choices import Choice
from catalog.models import LearningResource

Data = dict[str, Any]

MODES = {
    "classroom": "Onsite",
    "hybrid": "Blended",
    "virtual": "Online",
    "self_paced": "Online",
}
AVAILABILITY = {
    "bookable": "https://schema.org/InStock",
    "full": "https://schema.org/SoldOut",
    "planned": "https://schema.org/PreOrder",
}
# Nothing in it ends the element it stands in, whatever the texts say.
_ESCAPED = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def course(resource: LearningResource, choices: Iterable[Choice], provider: str) -> SafeString:
    """As text for a data block. The choices are those of a visitor."""
    url = settings.SITE_URL + resource.get_absolute_url()
    data = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": resource.title,
        "description": resource.teaser or resource.description or resource.title,
        "url": url,
        "courseCode": resource.reference,
        "provider": {"@type": "Organization", "name": provider, "url": settings.SITE_URL},
        "inLanguage": _each(resource.language),
        "about": [subject.label for subject in resource.subjects.all()],
        "teaches": resource.objectives,
        "coursePrerequisites": resource.requirements,
        "educationalCredentialAwarded": resource.certification,
        "image": f"{url}image/" if resource.image else "",
        "offers": [_offer(choice, url) for choice in choices if choice.state in AVAILABILITY],
        "hasCourseInstance": _told(_instance(resource, url)),
    }
    written = json.dumps(_told(data), cls=DjangoJSONEncoder, ensure_ascii=False)
    return mark_safe(written.translate(_ESCAPED))  # noqa: S308 - escaped just here


def _instance(resource: LearningResource, url: str) -> Data:
    return {
        "@type": "CourseInstance",
        "courseMode": MODES.get(resource.format, ""),
        "startDate": resource.begin,
        "endDate": resource.end,
        "location": _place(resource, url),
        "instructor": [{"@type": "Person", "name": name} for name in _each(resource.authors)],
        "maximumAttendeeCapacity": resource.max_participants,
        "remainingAttendeeCapacity": resource.seats_left,
    }


def _place(resource: LearningResource, url: str) -> Data:
    if MODES.get(resource.format) == "Online":
        return {"@type": "VirtualLocation", "url": url}
    place = resource.location
    return {"@type": "Place", "name": place, "address": place} if place else {}


def _offer(choice: Choice, url: str) -> Data:
    """What is not paid here names no price: a code may have been bought elsewhere."""
    offer = choice.offer
    data = {
        "@type": "Offer",
        "name": choice.title,
        "url": url,
        "availability": AVAILABILITY[choice.state],
        "validFrom": offer.valid_from,
        "validThrough": offer.valid_until,
    }
    if offer.access_method.is_payment:
        data |= {"price": f"{offer.price:.2f}", "priceCurrency": offer.currency}
        data["category"] = "Paid" if offer.price else "Free"
    return _told(data)


def _each(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _told(data: Data) -> Data:
    """Without what is not known."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}
