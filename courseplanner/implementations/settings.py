"""Everything that can be set of an implementation."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import permitted
from accounts.refusal import Refusal
from courseplanner import lists
from courseplanner.implementations import actions, reach
from courseplanner.implementations.forms import ImplementationForm
from courseplanner.models import Implementation


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("implementations.see")
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may only look sees the same fields, and cannot send them."""
    shown = lists.implementation(request, pk)
    may_keep = reach.may_keep(request, pk)
    if request.method == "POST" and not may_keep:
        raise Http404
    form = form_for(request, _copy(shown))
    if form.is_valid():
        try:
            actions.change(
                implementation=form.implementation,
                subjects=form.subjects,
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return done(request, form.implementation, _("“%(name)s” is saved."))
    context = {"form": form, "implementation": shown, "may_keep": may_keep}
    return render(request, "courseplanner/implementations/settings.html", context)


def form_for(request: HttpRequest, edited: Implementation) -> ImplementationForm:
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    return ImplementationForm(*given, implementation=edited, person=request.user)


def _copy(shown: Implementation) -> Implementation:
    """To be filled in by the form, while the page goes on saying what is stored."""
    edited = copy(shown)
    edited.resource = copy(shown.resource)
    return edited


def done(request: HttpRequest, implementation: Implementation, said: str) -> HttpResponse:
    messages.success(request, said % {"name": implementation.resource})
    return redirect("courseplanner:implementation_settings", pk=implementation.pk)
