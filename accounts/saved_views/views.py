"""Saving, renaming and deleting views of lists; opening one is a link to the list."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import SavedView
from accounts.refusal import Refusal
from accounts.saved_views import actions
from accounts.saved_views.forms import NameForm, SaveForm, way_back
from tables.choice import Choice
from tables.saved_views import View


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """A new one; where the name is taken, a page that offers to overwrite."""
    form = SaveForm(request.POST)
    if form.is_valid():
        try:
            return _done(request, _save(request, form), _("View “%(name)s” is saved."))
        except Refusal as refusal:
            form.tell(refusal)
    context = {"form": form, "back": way_back(request)}
    return render(request, "tables/view_save.html", context)


def _save(request: HttpRequest, form: SaveForm) -> SavedView:
    posted = form.cleaned_data
    return actions.save(
        table=posted["list"],
        name=posted["name"],
        choice=form.choice,
        query=posted["query"],
        by=request.user,
        overwrite="overwrite" in request.POST,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    view = _own(request, pk)
    form = NameForm(request.POST or None, initial={"name": view.name})
    if form.is_valid():
        try:
            actions.rename(view=view, name=form.cleaned_data["name"], by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, view, _("The view is called “%(name)s” now."))
    context = {"form": form, "view": view, "back": way_back(request), "open": _shown(view).href}
    return render(request, "tables/view_rename.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    view = _own(request, pk)
    if request.method != "POST":
        context = {"view": view, "back": way_back(request), "open": _shown(view).href}
        return render(request, "tables/view_delete.html", context)
    actions.delete(view=view, by=request.user)
    messages.success(request, _("View “%(name)s” is deleted.") % {"name": view.name})
    return redirect(way_back(request))


def _own(request: HttpRequest, pk: int) -> SavedView:
    """404 for what is somebody else's."""
    return get_object_or_404(SavedView, person=request.user, pk=pk)


def _shown(view: SavedView) -> View:
    return View(view.pk, view.name, view.query, Choice.of(view.choice))


def _done(request: HttpRequest, view: SavedView, said: str) -> HttpResponse:
    messages.success(request, said % {"name": view.name})
    return redirect(way_back(request) + _shown(view).href)
