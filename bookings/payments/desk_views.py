"""The desk of unassigned money: the list, an item, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import history, preferences
from accounts.access import permitted
from accounts.refusal import Refusal
from accounts.rights import allows, scope
from bookings.models import UnassignedMoney
from bookings.payments import desk
from bookings.payments.forms import MoveForm, NoteForm, ReasonForm
from bookings.payments.tables import Unassigned
from tables import choice
from tables.download import workbook_response


@require_safe
@permitted("payments.see")
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "payments/unassigned.html", _context(request))


@require_POST
@permitted("payments.see")
def columns(request: HttpRequest) -> HttpResponse:
    table = Unassigned(UnassignedMoney.objects.none())
    preferences.keep(request, table.name, table.chosen(request.POST))
    return redirect(choice.back(reverse("payments:unassigned"), request.POST))


@require_safe
@permitted("payments.see")
def export(request: HttpRequest) -> HttpResponse:
    table = _table(request)
    name = f"{_('Unassigned money')} {timezone.localdate().isoformat()}"
    said = [(_("Tab"), table.preset.label if table.preset else "")]
    return workbook_response(table, by=request.user, filename=name, filters=said)


def _table(request: HttpRequest) -> Unassigned:
    seen = UnassignedMoney.objects.in_scope(scope(request.user, "payments.see"))
    own = preferences.load(request, Unassigned.name)
    return Unassigned(seen, query=request.GET, choice=own)


def _context(request: HttpRequest) -> dict[str, Any]:
    return {
        "table": _table(request),
        "list_url": reverse("payments:unassigned"),
        "columns_url": reverse("payments:unassigned_columns"),
        "export_url": reverse("payments:unassigned_export"),
    }


@require_safe
@permitted("payments.see")
def item(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _item(request, pk, "payments.see"))


def _page(request: HttpRequest, found: UnassignedMoney, **forms_: forms.Form) -> HttpResponse:
    context = {
        "item": found,
        "may_keep": allows(request.user, "payments.keep"),
        "reason_form": ReasonForm(prefix="refund"),
        "note_form": NoteForm(prefix="close"),
        "move_form": MoveForm(prefix="move", item=found),
        "events": history.of(found).reverse(),
        "refunds": found.capture.refunds.order_by("pk"),
        **forms_,
    }
    return render(request, "payments/item.html", context)


def _item(request: HttpRequest, pk: int, verb: str) -> UnassignedMoney:
    seen = UnassignedMoney.objects.in_scope(scope(request.user, verb)).with_details()
    return get_object_or_404(seen, pk=pk)


@require_POST
@permitted("payments.keep")
def take_on(request: HttpRequest, pk: int) -> HttpResponse:
    found = _item(request, pk, "payments.keep")
    return _do(request, found, _("You see to this money."), desk.take_on)


@require_POST
@permitted("payments.keep")
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    found = _item(request, pk, "payments.keep")
    return _do(request, found, _("The seat is assigned, and the booking is paid."), desk.assign)


@require_POST
@permitted("payments.keep")
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = _item(request, pk, "payments.keep")
    form = MoveForm(request.POST, prefix="move", item=found)
    if not form.is_valid():
        return _page(request, found, move_form=form)
    return _do(
        request, found, _("The money pays the other booking."), desk.move, **form.cleaned_data
    )


@require_POST
@permitted("payments.keep")
def pay_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = _item(request, pk, "payments.keep")
    form = ReasonForm(request.POST, prefix="refund")
    if not form.is_valid():
        return _page(request, found, reason_form=form)
    return _do(request, found, _("The refund is on its way."), desk.pay_back, **form.cleaned_data)


@require_POST
@permitted("payments.keep")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = _item(request, pk, "payments.keep")
    form = NoteForm(request.POST, prefix="close")
    if not form.is_valid():
        return _page(request, found, note_form=form)
    return _do(request, found, _("The item is closed."), desk.close, **form.cleaned_data)


def _do(
    request: HttpRequest,
    found: UnassignedMoney,
    said: str,
    verb: Callable[..., None],
    **given: Any,
) -> HttpResponse:
    try:
        verb(item=found, by=request.user, **given)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said)
    return redirect(found)
