"""The pages that change the status of an implementation: whom and what first, then the click."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import permitted
from accounts.refusal import Refusal
from bookings.models import Job
from catalog.states import IMPLEMENTATION
from courseplanner.implementations import reach
from courseplanner.models import Implementation
from courseplanner.status import actions, figures, previews
from courseplanner.status.forms import SeenForm, asked_for, form_for

TELLS = {"confirmed": "run_confirmed", "cancelled": "run_cancelled"}


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("implementations.keep")
def status(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    """`preview` in what is sent asks for the mail in one language, and changes nothing."""
    implementation = reach.kept(request, pk)
    if to not in IMPLEMENTATION:
        raise Http404
    form = _form(request, implementation, to)
    if form.is_bound and form.is_valid():
        asked = asked_for(form.cleaned_data)
        try:
            job = actions.move(implementation=implementation, to=to, by=request.user, **asked)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, implementation, to, job)
    if sentence := actions.why_not(implementation, implementation.resource.status, to):
        messages.warning(request, sentence)
        return redirect(implementation)
    return _ask(request, implementation, to, form)


def _form(request: HttpRequest, implementation: Implementation, to: str) -> SeenForm:
    kind, known = form_for(to), {"seen": implementation.resource.status}
    if request.method != "POST":
        return kind(initial=known)
    if "preview" in request.POST:
        return kind(initial={**request.POST.dict(), **known})
    return kind(request.POST)


def _ask(
    request: HttpRequest, implementation: Implementation, to: str, form: SeenForm
) -> HttpResponse:
    context = {"implementation": implementation, "to": to, "form": form}
    context["label"] = IMPLEMENTATION[to]
    if to in TELLS:
        kind, language = TELLS[to], request.POST.get("preview", get_language())
        context["concerned"] = figures.concerned(implementation, kind)
        context["preview"] = previews.preview(implementation, kind, language, request.POST)
    if to == "cancelled":
        context["due"] = figures.fees_due(implementation)
        context["paid"] = figures.paid_already(implementation)
    return render(request, "courseplanner/status/ask.html", context)


def _done(
    request: HttpRequest, implementation: Implementation, to: str, job: Job | None
) -> HttpResponse:
    said = _("The status of “%(name)s” is “%(status)s” now.")
    messages.success(request, said % {"name": implementation, "status": IMPLEMENTATION[to]})
    return redirect("courseplanner:job", job=job.pk) if job else redirect(implementation)
