"""The tree of organisations, and what is done with one of them."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import history
from accounts.access import permitted
from accounts.models import Organisation
from accounts.organisations import actions, nodes, reading
from accounts.organisations.forms import MoveForm, NewOrganisationForm, OrganisationForm
from accounts.refusal import Refusal
from accounts.rights import scope

NEWEST = 20


@require_safe
@permitted("organisations.see")
def index(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")
    seen = Organisation.objects.within(scope(request.user, "organisations.see"))
    tops = nodes.tops(seen.with_numbers(), query)
    return render(request, "organisations/index.html", {"nodes": tops, "query": query})


@require_safe
@permitted("organisations.see")
def detail(request: HttpRequest, organisation: int) -> HttpResponse:
    return _overview(request, reading.organisation(request, organisation, "organisations.see"))


def _overview(
    request: HttpRequest,
    shown: Organisation,
    template: str = "organisations/detail.html",
    **more: object,
) -> HttpResponse:
    everything = request.GET.get("history") == "all"
    events = list(history.of(shown).reverse()[: None if everything else NEWEST + 1])
    context = {
        "organisation": shown,
        "may": reading.may(request, shown),
        "above": reading.above(request, shown),
        "children": shown.children.order_by("name"),
        "events": events if everything else events[:NEWEST],
        "has_older": len(events) > NEWEST and not everything,
    }
    return render(request, template, {**context, **more})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def create(request: HttpRequest) -> HttpResponse:
    under = request.GET.get("under", "")
    new = {"parent": under if under.isdecimal() else None}
    form = NewOrganisationForm(request.POST or None, person=request.user, initial=new)
    if form.is_valid():
        try:
            made = actions.create(organisation=form.instance, by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("“%(name)s” is created.") % {"name": made})
            return redirect("organisations:detail", organisation=made.pk)
    return render(request, "organisations/create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def edit(request: HttpRequest, organisation: int) -> HttpResponse:
    shown = reading.organisation(request, organisation)
    form = OrganisationForm(request.POST or None, instance=copy(shown))
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.change(organisation=form.instance, seen=seen, by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, form.instance, _("“%(name)s” is saved."))
    return render(request, "organisations/edit.html", {"form": form, "organisation": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def move(request: HttpRequest, organisation: int) -> HttpResponse:
    shown = reading.organisation(request, organisation)
    if not reading.may(request, shown).move:
        raise Http404
    form = MoveForm(request.POST or None, organisation=shown, person=request.user)
    if form.is_valid():
        try:
            parent = form.cleaned_data["parent"]
            actions.move(organisation=shown, parent=parent, by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, shown, _("“%(name)s” is moved."))
    return render(request, "organisations/move.html", {"form": form, "organisation": shown})


@require_POST
@permitted("organisations.keep")
def activate(request: HttpRequest, organisation: int) -> HttpResponse:
    shown = reading.organisation(request, organisation)
    try:
        actions.activate(organisation=shown, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("organisations:detail", organisation=shown.pk)
    return _done(request, shown, _("“%(name)s” is active again."))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def deactivate(request: HttpRequest, organisation: int) -> HttpResponse:
    """Asks first, and says what hangs on it."""
    shown = reading.organisation(request, organisation)
    if request.method != "POST":
        active = shown.children.filter(is_active=True).count()
        return _overview(request, shown, "organisations/deactivate.html", active=active)
    try:
        actions.deactivate(organisation=shown, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("organisations:detail", organisation=shown.pk)
    return _done(request, shown, _("“%(name)s” is inactive."))


def _done(request: HttpRequest, organisation: Organisation, said: str) -> HttpResponse:
    messages.success(request, said % {"name": organisation})
    return redirect("organisations:detail", organisation=organisation.pk)
