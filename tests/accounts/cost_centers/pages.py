"""What the tests of cost centers share: where they are, and what their form posts."""

from django.urls import reverse

from accounts.models import CostCenter, Event

TYPED = {"identifier": "4500", "name": "Weiterbildung Pflege", "account": "3200"}


def url(name: str = "index", **kwargs: object) -> str:
    return reverse(f"cost_centers:{name}", kwargs=kwargs)


def of(center: CostCenter, name: str = "edit") -> str:
    return url(name, pk=center.pk)


def make_center(name: str = "Weiterbildung", **fields) -> CostCenter:
    return CostCenter.objects.create(
        name=name, **{"identifier": "4500", "account": "3200"} | fields
    )


def seen(page) -> str:
    return page.context["form"]["seen"].value()


def says(page, *sentences: str) -> bool:
    text = page.content.decode()
    return all(sentence in text for sentence in sentences)


def verbs(center: CostCenter) -> list[str]:
    lines = Event.objects.filter(subject_type="costcenter", subject_id=center.pk)
    return list(lines.order_by("pk").values_list("verb", flat=True))
