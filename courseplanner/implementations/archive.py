"""Putting implementations that are over out of sight, and back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import permitted
from accounts.refusal import Refusal
from courseplanner.implementations import actions, lists, reach


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("implementations.keep")
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, over the list."""
    implementation = reach.kept(request, pk)
    if request.method != "POST":
        context = {**lists.shown(request), "asked": implementation}
        return render(request, "courseplanner/implementations/archive.html", context)
    try:
        actions.archive(implementation=implementation, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("“%(name)s” is archived.") % {"name": implementation})
    return redirect("courseplanner:index")


@require_POST
@permitted("implementations.keep")
def unarchive(request: HttpRequest, pk: int) -> HttpResponse:
    implementation = reach.kept(request, pk)
    actions.unarchive(implementation=implementation, by=request.user)
    said = _("“%(name)s” is no longer archived.")
    messages.success(request, said % {"name": implementation})
    return redirect("courseplanner:index")
