"""The reports of a person, and over what a new one would go."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import Setting, User
from accounts.rights import allows, scope
from bookings.models import Job
from bookings.models.job import JobQuerySet
from courseplanner import lists
from courseplanner.models import Implementation, Product
from courseplanner.reports.actions import KIND
from courseplanner.reports.templates import TEMPLATES, Days
from tables.columns import Label

SHOWN = 100
NAMED = re.compile(r"(product|implementation)-([0-9]{1,18})")


def mine(person: User) -> JobQuerySet:
    """Asked for by this person, and not yet expired."""
    return Job.objects.of(person).filter(kind=KIND).unexpired(timezone.now())


def report(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(mine(request.user), pk=pk)


def place(request: HttpRequest, of: str) -> Product | Implementation | None:
    """What `product-12` or `implementation-12` names; 404 for what the person may not see."""
    if not of:
        return None
    kind, pk = _named(of)
    if kind == "implementation":
        return get_object_or_404(lists.implementations(request), pk=pk)
    seen = Product.objects.in_scope(scope(request.user, "products.see"))
    return get_object_or_404(seen, pk=pk)


def _named(of: str) -> tuple[str, int]:
    if not (match := NAMED.fullmatch(of)):
        raise Http404
    return match[1], int(match[2])


def context(request: HttpRequest, of: str) -> dict[str, object]:
    found = place(request, of)
    return {
        "templates": _templates(),
        "of": of,
        "place": found,
        "implementation": _with_seats(request, found),
        "reports": mine(request.user).order_by("-created_at", "-pk")[:SHOWN],
        "manages": not allows(request.user, "implementations.see"),
    }


def _templates() -> list[tuple[str, Label, Days]]:
    """Each with its label and the days it would cover today."""
    today, month = timezone.localdate(), Setting.load().fiscal_year_month
    return [(key, one.label, one.days(today, month)) for key, one in TEMPLATES.items()]


def _with_seats(request: HttpRequest, found: object) -> Implementation | None:
    if not isinstance(found, Implementation):
        return None
    return lists.implementation(request, found.pk)
