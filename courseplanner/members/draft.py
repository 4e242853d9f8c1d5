"""Who is about to be added and on which terms: kept in the session from step to step."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from accounts.models import User
from catalog.models import Offer
from courseplanner.models import Implementation

WITHOUT = "none"
TYPED = "typed"
AT_MOST = 100


@dataclass
class Draft:
    """offer: a number, or WITHOUT. addresses: by person, a number or TYPED. typed: the texts."""

    people: list[int] = field(default_factory=list)
    offer: str = ""
    confirm_by: str = ""
    until: str = ""
    po_number: str = ""
    addresses: dict[str, str] = field(default_factory=dict)
    typed: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, request: HttpRequest, of: Implementation) -> Draft:
        stored: dict[str, Any] = request.session.get(_key(of), {})
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})

    def keep(self, request: HttpRequest, of: Implementation) -> None:
        request.session[_key(of)] = asdict(self)

    @staticmethod
    def forget(request: HttpRequest, of: Implementation) -> None:
        request.session.pop(_key(of), None)

    def add(self, people: list[int]) -> None:
        self.people = list(dict.fromkeys([*self.people, *people]))[:AT_MOST]

    def remove(self, person: int) -> None:
        self.people = [one for one in self.people if one != person]

    def persons(self) -> list[User]:
        return list(User.objects.filter(pk__in=self.people).order_by("sort_name", "pk"))

    def chosen_offer(self, of: Implementation) -> Offer | None:
        """None without one, and where it has gone meanwhile."""
        if not self.offer.isdecimal():
            return None
        existing = Offer.objects.existing().filter(resource=of.resource_id)
        return existing.select_related("resource").filter(pk=int(self.offer)).first()

    @property
    def confirm_until(self) -> datetime | None:
        """The end of the day that was chosen."""
        day = parse_date(self.until) if self.confirm_by and self.until else None
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _key(of: Implementation) -> str:
    return f"adding-{of.pk}"
