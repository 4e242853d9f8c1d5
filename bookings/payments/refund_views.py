"""Paying back what was paid for one booking order."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import permitted
from accounts.refusal import Refusal
from bookings.models import BookingOrder
from bookings.payments import refunds
from bookings.payments.forms import RefundForm


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("orders.refund")
def refund(request: HttpRequest, number: str) -> HttpResponse:
    orders = BookingOrder.objects.permitted(request.user, "orders.refund").with_details()
    order = get_object_or_404(orders, number=number)
    capture = refunds.paid_by(order)
    if capture is None:
        raise Http404
    left = capture.refundable
    form = RefundForm(request.POST or None, left=left, currency=order.currency)
    if form.is_valid():
        try:
            refunds.ask_back(order=order, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("The refund is on its way."))
            return redirect("courseplanner:order", number=order.number)
    context = {"order": order, "capture": capture, "left": left, "form": form}
    return render(request, "payments/refund.html", context)
