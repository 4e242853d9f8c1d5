"""The list of implementations: the first page of the Course Planner."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import preferences
from accounts.access import permitted
from accounts.rights import allows
from courseplanner.implementations import lists
from courseplanner.implementations.tables import Implementations
from courseplanner.models import Implementation
from tables import choice
from tables.download import workbook_response


@require_safe
@permitted("orders.see")
def index(request: HttpRequest) -> HttpResponse:
    """Implementations for those who plan; managers only have the orders of their people."""
    if not allows(request.user, "implementations.see"):
        return redirect("courseplanner:orders")
    return render(request, "courseplanner/index.html", lists.shown(request))


@require_POST
@permitted("implementations.see")
def columns(request: HttpRequest) -> HttpResponse:
    table = Implementations(Implementation.objects.none())
    preferences.keep(request, table.name, table.chosen(request.POST))
    return redirect(choice.back(reverse("courseplanner:index"), request.POST))


@require_safe
@permitted("implementations.see")
def export(request: HttpRequest) -> HttpResponse:
    shown = lists.shown(request)
    name = f"{_('Implementations')} {timezone.localdate().isoformat()}"
    said = lists.said(shown["table"], shown["applied"])
    return workbook_response(shown["table"], by=request.user, filename=name, filters=said)
