"""One implementation at a glance: how full, what is open, what is missing, what to decide."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import history
from accounts.access import permitted
from courseplanner import lists
from courseplanner.overview import figures

NEWEST = 8


@require_safe
@permitted("implementations.see")
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    of, today = lists.implementation(request, pk), timezone.localdate()
    offers = of.resource.offers.existing().order_by("label")
    context = {
        "implementation": of,
        "seats": figures.seats(of),
        "orders": figures.orders(of),
        "waiting": figures.waiting(of),
        "proposals": figures.proposals(of),
        "days": figures.days_to_begin(of, today),
        "decide_minimum": figures.needs_minimum_decision(of, today),
        "offers": [(offer, offer.state_at(timezone.now())) for offer in offers],
        "undated": sum(offer.is_undated for offer in offers),
        "sessions": list(figures.next_sessions(of, today)),
        "events": history.of(of).order_by("-id")[:NEWEST],
    }
    return render(request, "courseplanner/overview/overview.html", context)
