"""A person cancels a booking of their own: the cost first, then the click."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refusal
from bookings import actions
from bookings.forms import CancelForm
from bookings.models import BookingOrder
from bookings.views import own_list, own_order, terms


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    order = own_order(request, number)
    if sentence := actions.why_not_cancellable(order):
        messages.warning(request, sentence)
        return redirect(order)
    form = CancelForm(request.POST or None, order=order)
    if form.is_valid():
        try:
            actions.cancel_own(order=order, by=request.user, seen=form.cleaned_data["seen"])
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
            return redirect("bookings:cancel", number=order.number)
        messages.success(request, _said(order))
        return redirect("bookings:index")
    context = {"order": order, "form": form, **terms(order), **own_list(request)}
    return render(request, "bookings/cancel.html", context)


def _said(order: BookingOrder) -> str:
    return _("%(number)s is cancelled. Your seat in “%(title)s” is free again.") % {
        "number": order.number,
        "title": order.resource_title,
    }
