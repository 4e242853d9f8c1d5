"""The tree of organisations, and what is done with one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import permitted
from accounts.models import Organisation
from accounts.rights import scope


@require_safe
@permitted("organisations.see")
def index(request: HttpRequest) -> HttpResponse:
    seen = Organisation.objects.within(scope(request.user, "organisations.see"))
    return render(request, "organisations/index.html", {"organisations": seen})


@require_safe
@permitted("organisations.see")
def detail(request: HttpRequest, organisation: int) -> HttpResponse:
    seen = Organisation.objects.within(scope(request.user, "organisations.see"))
    shown = get_object_or_404(seen, pk=organisation)
    return render(request, "organisations/detail.html", {"organisation": shown})
