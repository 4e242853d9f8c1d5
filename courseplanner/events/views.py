"""The timetable of an implementation: its events, and the same as a calendar file."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import permitted
from accounts.refusal import Refusal
from catalog import calendar
from courseplanner import lists
from courseplanner.events import actions
from courseplanner.events.forms import EventForm, NewEventForm
from courseplanner.events.timetable import rows, warning
from courseplanner.implementations import reach
from courseplanner.models import Implementation, Session


@require_safe
@permitted("implementations.see")
def index(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "courseplanner/events/index.html", _shown(request, pk))


@require_safe
@permitted("implementations.see")
def ics(request: HttpRequest, pk: int) -> HttpResponse:
    return calendar.response(lists.implementation(request, pk).resource)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("implementations.keep")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    implementation = reach.kept(request, pk)
    form = NewEventForm(request.POST or None, instance=_new(implementation))
    if form.is_valid():
        times = form.cleaned_data["times"]
        made = actions.add(event=form.instance, times=times, by=request.user)
        said = ngettext("The event is added.", "%(number)s events are added.", times)
        return _done(request, implementation, said % {"number": times}, made)
    context = {"form": form, "implementation": implementation}
    return render(request, "courseplanner/events/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("implementations.keep")
def edit(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    implementation = reach.kept(request, pk)
    shown = _event(implementation, event)
    form = EventForm(request.POST or None, instance=copy(shown))
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.change(event=form.instance, seen=seen, by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, implementation, _("The event is saved."), [form.instance])
    context = {"form": form, "implementation": implementation, "event": shown}
    return render(request, "courseplanner/events/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("implementations.keep")
def delete(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """Asks first, over the timetable."""
    implementation = reach.kept(request, pk)
    asked = _event(implementation, event)
    if request.method != "POST":
        context = {**_shown(request, pk), "asked": asked}
        return render(request, "courseplanner/events/delete.html", context)
    try:
        actions.delete(event=asked, by=request.user)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("courseplanner:events", pk=pk)
    return _done(request, implementation, _("The event is deleted."), [])


def _new(implementation: Implementation) -> Session:
    return Session(implementation=implementation)


def _event(implementation: Implementation, pk: int) -> Session:
    return get_object_or_404(implementation.sessions.select_related("implementation"), pk=pk)


def _shown(request: HttpRequest, pk: int) -> dict[str, object]:
    implementation = lists.implementation(request, pk)
    return {
        "implementation": implementation,
        "rows": rows(implementation),
        "may_keep": reach.may_keep(request, pk),
    }


def _done(
    request: HttpRequest, implementation: Implementation, said: str, saved: list[Session]
) -> HttpResponse:
    """Back to the timetable; what was saved outside the period is pointed out, once."""
    messages.success(request, said)
    if told := next(filter(None, (warning(one, implementation) for one in saved)), ""):
        messages.warning(request, told)
    return redirect("courseplanner:events", pk=implementation.pk)
