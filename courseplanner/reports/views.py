"""Reports about booking orders: run, watch, download, delete. Each only for who asked for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import permitted
from accounts.refusal import Refusal
from courseplanner.reports import actions, lists, sight
from courseplanner.reports.templates import TEMPLATES
from tables.download import limited_response


@require_safe
@permitted("orders.export")
def index(request: HttpRequest) -> HttpResponse:
    context = lists.context(request, request.GET.get("of", ""))
    return render(request, "courseplanner/reports/index.html", context)


@require_POST
@permitted("orders.export")
def run(request: HttpRequest) -> HttpResponse:
    of, template = request.POST.get("of", ""), request.POST.get("template", "")
    if template not in TEMPLATES:
        raise Http404
    try:
        report = actions.run(template=template, of=lists.place(request, of), by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        said = _("“%(name)s” is being written. You find it below, now and for ten days.")
        messages.success(request, said % {"name": report})
    return _back(of)


@require_safe
@permitted("orders.export")
def row(request: HttpRequest, job: int) -> HttpResponse:
    """Its line of the list, which asks for itself until the report is finished."""
    report = lists.report(request, job)
    if not request.headers.get("X-Renew"):
        return redirect("courseplanner:reports")
    return render(request, "courseplanner/reports/row.html", {"report": report})


@require_safe
@permitted("orders.export")
def download(request: HttpRequest, job: int) -> HttpResponseBase:
    report = lists.report(request, job)
    if not report.file_name or not sight.still(request.user, report.arguments["sight"]):
        raise Http404
    return limited_response(report.file.chunks(), report.file_name, by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("orders.export")
def delete(request: HttpRequest, job: int) -> HttpResponse:
    report = lists.report(request, job)
    if request.method != "POST":
        context = {**lists.context(request, ""), "report": report}
        return render(request, "courseplanner/reports/delete.html", context)
    actions.delete(report=report)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": report})
    return _back("")


def _back(of: str) -> HttpResponse:
    behind = f"?of={of}" if of else ""
    return redirect(f"{reverse('courseplanner:reports')}{behind}")
