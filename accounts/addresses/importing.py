"""Billing addresses from a workbook: a template, a file, what it would do, and then all of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import permitted
from accounts.addresses import lists
from accounts.addresses.forms import FileForm
from accounts.addresses.imports import write
from accounts.addresses.imports.template import template as empty_workbook
from accounts.models import AddressImport, Organisation, Setting
from accounts.refusal import Refusal
from tables.download import xlsx_response
from tables.sheets.report import problems_workbook

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def upload(request: HttpRequest, organisation: int) -> HttpResponse:
    owner = lists.organisation(request, organisation)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data["file"]
        checked = write.check(
            sheet=given.sheet, owner=owner, file_name=given.name, by=request.user
        )
        return redirect(lists.url(owner, "checked", pk=checked.pk))
    return render(request, "addresses/import.html", {"form": form, "organisation": owner})


@require_safe
@permitted("organisations.keep")
def template(request: HttpRequest, organisation: int) -> HttpResponse:
    lists.organisation(request, organisation)
    content = empty_workbook(customer_numbers=Setting.load().customer_numbers)
    return xlsx_response([content], _("Billing addresses"))


@require_safe
@permitted("organisations.keep")
def checked(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    """What taking in the file would do."""
    owner = lists.organisation(request, organisation)
    found = _waiting(request, owner, pk)
    if found is None:
        return _gone(request, owner)
    told = write.problems(found)
    context = {
        "organisation": owner,
        "checked": found,
        "errors": [one for one in told if not one.is_warning][:SHOWN],
        "warnings": [one for one in told if one.is_warning][:SHOWN],
    }
    return render(request, "addresses/checked.html", context)


@require_safe
@permitted("organisations.keep")
def problems(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    owner = lists.organisation(request, organisation)
    found = _waiting(request, owner, pk)
    if found is None:
        return _gone(request, owner)
    told = write.problems(found)
    content = problems_workbook(told, file_name=found.file_name, by=request.user)
    return xlsx_response(content, f"{_('Errors')} {found.file_name}")


@require_POST
@permitted("organisations.keep")
def take_in(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    owner = lists.organisation(request, organisation)
    found = _waiting(request, owner, pk)
    if found is None:
        return _gone(request, owner)
    try:
        number = write.take_in(checked=found, by=request.user)
    except write.Outdated as refusal:
        write.check_again(checked=found)
        messages.warning(request, refusal.sentence)
        return redirect(lists.url(owner, "checked", pk=pk))
    except Refusal as refusal:
        messages.info(request, refusal.sentence)
    else:
        messages.success(request, _taken_in(number))
    return redirect(lists.url(owner, "index"))


def _taken_in(number: int) -> str:
    said = ngettext(
        "%(number)d address is imported.", "%(number)d addresses are imported.", number
    )
    return said % {"number": number}


def _waiting(request: HttpRequest, owner: Organisation, pk: int) -> AddressImport | None:
    """Only for who brought the file, and only for a day."""
    waiting = AddressImport.objects.waiting(timezone.now())
    return waiting.filter(organisation=owner, by=request.user, pk=pk).first()


def _gone(request: HttpRequest, owner: Organisation) -> HttpResponse:
    said = _(
        "This file does not wait to be imported any more: it was taken in, replaced by another "
        "one, or checked more than a day ago."
    )
    messages.warning(request, said)
    return redirect(lists.url(owner, "index"))
