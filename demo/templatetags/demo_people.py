"""The accounts the sign-in page offers in the demo, and only there."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

register = template.Library()

WHAT_THEY_DO: dict[str, Promise] = {
    "learner@example.org": _("Learner: finds, books, reviews"),
    "manager@example.org": _("Line manager: sees the bookings of the department"),
    "planner@example.org": _("Course planner: runs implementations, exports orders"),
    "admin@example.org": _("Administrator: sees everything"),
}


@dataclass(frozen=True)
class DemoPerson:
    name: str
    email: str
    does: Promise


@register.simple_tag
def demo_people() -> list[DemoPerson]:
    if not settings.DEMO:
        return []
    people = {person.email: person for person in User.objects.filter(email__in=WHAT_THEY_DO)}
    return [
        DemoPerson(str(people[email]), email, does)
        for email, does in WHAT_THEY_DO.items()
        if email in people
    ]
