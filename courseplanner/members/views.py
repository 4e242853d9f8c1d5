"""Who takes part in an implementation, who waits, and what happened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import preferences
from accounts.access import permitted
from courseplanner.members import lists
from tables import choice
from tables.download import workbook_response


@require_safe
@permitted("memberships.see")
def index(request: HttpRequest, pk: int, room: str) -> HttpResponse:
    found = lists.find(request, pk, room)
    return render(request, "courseplanner/members/index.html", found.context())


@require_POST
@permitted("memberships.see")
def columns(request: HttpRequest, pk: int, room: str) -> HttpResponse:
    found = lists.find(request, pk, room)
    table = found.table()
    preferences.keep(request, table.name, table.chosen(request.POST))
    return redirect(choice.back(found.url(), request.POST))


@require_safe
@permitted("memberships.see")
def export(request: HttpRequest, pk: int, room: str) -> HttpResponse:
    found = lists.find(request, pk, room)
    table = found.table()
    name = f"{table.title} {found.of.resource.reference} {timezone.localdate().isoformat()}"
    said = found.said(table)
    return workbook_response(table, by=request.user, filename=name, filters=said)
