"""The cost centers: the list, and what is done with one of them."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import history, preferences
from accounts.access import permitted
from accounts.cost_centers import actions, lists
from accounts.cost_centers.forms import CostCenterForm
from accounts.models import CostCenter
from accounts.refusal import Refusal
from tables import choice
from tables.download import workbook_response
from tables.links import Links


@require_safe
@permitted("cost_centers.see")
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "cost_centers/index.html", lists.context(request))


@require_POST
@permitted("cost_centers.see")
def columns(request: HttpRequest) -> HttpResponse:
    shown = lists.table(request)
    preferences.keep(request, shown.name, shown.chosen(request.POST))
    return redirect(choice.back(reverse("cost_centers:index"), request.POST))


@require_safe
@permitted("cost_centers.see")
def export(request: HttpRequest) -> HttpResponse:
    shown = lists.table(request)
    name = f"{_('Cost centers')} {timezone.localdate().isoformat()}"
    return workbook_response(shown, by=request.user, filename=name, filters=lists.said(shown))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("cost_centers.keep")
def create(request: HttpRequest) -> HttpResponse:
    form = CostCenterForm(request.POST or None, instance=CostCenter())
    if form.is_valid():
        made = actions.create(center=form.instance, by=request.user)
        return _done(request, _("“%(name)s” is created."), made)
    return render(request, "cost_centers/create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("cost_centers.keep")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    center = lists.center(pk)
    form = CostCenterForm(request.POST or None, instance=copy(center))
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.change(center=form.instance, seen=seen, by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, _("“%(name)s” is saved."), form.instance)
    context = {"form": form, "center": center, "events": history.of(center)}
    return render(request, "cost_centers/edit.html", context)


@require_POST
@permitted("cost_centers.keep")
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    center = lists.center(pk)
    actions.activate(center=center, by=request.user)
    return _done(request, _("“%(name)s” is active: offers can choose it."), center)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("cost_centers.keep")
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    center = lists.center(pk)
    if request.method != "POST":
        return _ask(request, center, "cost_centers/deactivate.html")
    actions.deactivate(center=center, by=request.user)
    return _done(request, _("“%(name)s” is inactive: no other offer can choose it."), center)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("cost_centers.keep")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    center = lists.center(pk)
    if request.method != "POST":
        return _ask(request, center, "cost_centers/delete.html")
    try:
        actions.delete(center=center, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("cost_centers:index")
    return _done(request, _("“%(name)s” is deleted."), center)


def _ask(request: HttpRequest, center: CostCenter, template: str) -> HttpResponse:
    """A question over the list."""
    return render(request, template, {**lists.context(request), "center": center})


def _done(request: HttpRequest, said: str, center: CostCenter) -> HttpResponse:
    """Told in words; back to the list as it was."""
    messages.success(request, said % {"name": center})
    back = QueryDict(request.POST.get("query", ""))
    return redirect(f"{reverse('cost_centers:index')}{Links(back).behind}")
