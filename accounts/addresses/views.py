"""The billing addresses of an organisation: the list, and what is done with one of them."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import history, preferences
from accounts.access import permitted
from accounts.addresses import actions, lists
from accounts.addresses.forms import OrganisationAddressForm
from accounts.models import BillingAddress, Organisation
from accounts.refusal import Refusal
from tables import choice
from tables.download import workbook_response
from tables.links import Links


@require_safe
@permitted("organisations.see")
def index(request: HttpRequest, organisation: int) -> HttpResponse:
    owner = lists.organisation(request, organisation, "organisations.see")
    return render(request, "addresses/index.html", lists.context(request, owner))


@require_POST
@permitted("organisations.see")
def columns(request: HttpRequest, organisation: int) -> HttpResponse:
    owner = lists.organisation(request, organisation, "organisations.see")
    shown = lists.table(request, owner)
    preferences.keep(request, shown.name, shown.chosen(request.POST))
    return redirect(choice.back(lists.url(owner, "index"), request.POST))


@require_safe
@permitted("organisations.see")
def export(request: HttpRequest, organisation: int) -> HttpResponse:
    owner = lists.organisation(request, organisation, "organisations.see")
    shown = lists.table(request, owner)
    name = f"{_('Billing addresses')} {owner.identifier} {timezone.localdate().isoformat()}"
    said = lists.said(shown, owner)
    return workbook_response(shown, by=request.user, filename=name, filters=said)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def create(request: HttpRequest, organisation: int) -> HttpResponse:
    owner = lists.organisation(request, organisation)
    new = BillingAddress(organisation=owner)
    form = OrganisationAddressForm(request.POST or None, instance=new)
    if form.is_valid():
        made = actions.create(address=form.instance, by=request.user)
        return _done(request, owner, _("“%(address)s” is created."), made)
    return render(request, "addresses/create.html", {"form": form, "organisation": owner})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def edit(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    owner = lists.organisation(request, organisation)
    address = lists.address(owner, pk)
    context = {"organisation": owner, "address": address, "events": history.of(address)}
    form = OrganisationAddressForm(request.POST or None, instance=copy(address))
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.change(address=form.instance, seen=seen, by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, owner, _("“%(address)s” is saved."), form.instance)
    return render(request, "addresses/edit.html", {**context, "form": form})


@require_POST
@permitted("organisations.keep")
def activate(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    owner = lists.organisation(request, organisation)
    address = lists.address(owner, pk)
    actions.activate(address=address, by=request.user)
    return _done(request, owner, _("“%(address)s” is active and can be chosen."), address)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def deactivate(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    owner = lists.organisation(request, organisation)
    address = lists.address(owner, pk)
    if request.method != "POST":
        return _ask(request, owner, address, "addresses/deactivate.html")
    actions.deactivate(address=address, by=request.user)
    return _done(request, owner, _("“%(address)s” is inactive; nobody can choose it."), address)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def delete(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    owner = lists.organisation(request, organisation)
    address = lists.address(owner, pk)
    if request.method != "POST":
        return _ask(request, owner, address, "addresses/delete.html")
    try:
        actions.delete(address=address, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(lists.url(owner, "index"))
    return _done(request, owner, _("“%(address)s” is deleted."), address)


def _ask(
    request: HttpRequest, owner: Organisation, address: BillingAddress, template: str
) -> HttpResponse:
    """A question over the list."""
    return render(request, template, {**lists.context(request, owner), "address": address})


def _done(
    request: HttpRequest, owner: Organisation, said: str, address: BillingAddress
) -> HttpResponse:
    """Told in words; back to the list as it was."""
    messages.success(request, said % {"address": address.identifier})
    back = QueryDict(request.POST.get("query", ""))
    return redirect(f"{lists.url(owner, 'index')}{Links(back).behind}")
