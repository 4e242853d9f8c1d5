"""What the tests of products and implementations share."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse

from accounts.models import Event
from courseplanner.models import Implementation, Product
from tests.cast import make_resource


def url(name: str, **kwargs: object) -> str:
    return reverse(f"courseplanner:{name}", kwargs=kwargs)


def says(page: Any, *sentences: str) -> bool:
    text = page.content.decode()
    return all(sentence in text for sentence in sentences)


def make_run(title: str = "Wound care", **fields: Any) -> Implementation:
    return make_resource(title, **fields).implementation


def make_product(organisation: Any, title: str = "Wundversorgung", **fields: Any) -> Product:
    known = {"reference": "WUN", "organisation": organisation} | fields
    return Product.objects.create(title=title, **known)


def typed(page: Any, **changes: Any) -> dict[str, Any]:
    """What the form on a page would post, but for these changes."""
    form = page.context["form"]
    posted = {}
    for field in form:
        value = field.value()
        if value in (None, "", []) or field.name == "image":
            continue
        values = value if isinstance(value, list) else [value]
        posted[field.html_name] = [getattr(one, "pk", one) for one in values]
    return posted | changes


def sender(client: Any, path: str) -> Callable[..., Any]:
    """Opens the page and sends its form with changes; follows to the next page."""

    def send(**changes: Any) -> Any:
        page = client.get(path)
        return client.post(path, typed(page, **changes), follow=True)

    return send


def events_of(row: models.Model) -> list[Event]:
    kind = row._meta.model_name
    return list(Event.objects.filter(subject_type=kind, subject_id=row.pk).order_by("pk"))


def verbs(row: models.Model) -> list[str]:
    return [event.verb for event in events_of(row)]


def day(text: str) -> date:
    return date.fromisoformat(text)
