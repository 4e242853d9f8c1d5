"""Memberships of a person that wait to be confirmed, and their own answer where they are asked."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import preferences
from accounts.refusal import Refusal
from bookings import actions
from bookings.forms import RefuseForm
from bookings.models import Participation
from bookings.tables import MyPendingMemberships
from tables import choice
from tables.download import workbook_response
from tables.links import Links


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "bookings/pending.html", _list(request))


def _list(request: HttpRequest) -> dict[str, object]:
    return {
        "table": _table(request),
        "list_url": reverse("bookings:pending:index"),
        "columns_url": reverse("bookings:pending:columns"),
        "export_url": reverse("bookings:pending:export"),
    }


def _table(request: HttpRequest) -> MyPendingMemberships:
    waiting = Participation.objects.waiting(request.user, timezone.now())
    own = preferences.load(request, MyPendingMemberships.name)
    rows = waiting.search(request.GET.get("q", ""))
    return MyPendingMemberships(rows, query=request.GET, choice=own)


@require_POST
@login_required
def columns(request: HttpRequest) -> HttpResponse:
    table = MyPendingMemberships(Participation.objects.none())
    preferences.keep(request, table.name, table.chosen(request.POST))
    return redirect(choice.back(reverse("bookings:pending:index"), request.POST))


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q")
    return workbook_response(
        _table(request),
        by=request.user,
        filename=_("Pending memberships"),
        filters=[(_("Search"), words)] if words else [],
    )


@require_POST
@login_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _asked(request, pk)
    try:
        actions.accept(participation=asked, by=request.user)
    except Refusal as refusal:
        return _refused(request, refusal)
    return _done(request, _("You take part in “%(title)s”."), asked)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _asked(request, pk)
    form = RefuseForm(request.POST or None)
    if not form.is_valid():
        context = {**_list(request), "asked": asked, "form": form}
        return render(request, "bookings/decline.html", context)
    try:
        actions.refuse(participation=asked, by=request.user, note=form.cleaned_data["note"])
    except Refusal as refusal:
        return _refused(request, refusal)
    return _done(request, _("You declined “%(title)s”. Your seat is free again."), asked)


def _asked(request: HttpRequest, pk: int) -> Participation:
    """404 for what is somebody else's, or for staff to confirm."""
    asked = Participation.objects.asked(request.user).select_related("resource", "order")
    return get_object_or_404(asked, pk=pk)


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    messages.error(request, refusal.sentence)
    return redirect(_way_back(request))


def _done(request: HttpRequest, said: str, participation: Participation) -> HttpResponse:
    messages.success(request, said % {"title": participation.resource.title})
    return redirect(_way_back(request))


def _way_back(request: HttpRequest) -> str:
    shown = Links(QueryDict(request.POST.get("query", ""))).behind
    return reverse("bookings:pending:index") + shown
