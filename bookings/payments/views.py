"""What a payer sees: the seat that is held, the way to PayPal, and how it ended."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.refusal import Refusal
from bookings.models import BookingOrder, Payment
from bookings.payments import paying, situation
from bookings.paypal.gateway import PaypalError


@require_safe
@login_required
@never_cache
def pay(request: HttpRequest, number: str) -> HttpResponse:
    order = _own(request, number)
    payment = order.payments.order_by("-pk").first()
    now = situation.of(order, payment)
    if now.tone == "ok":
        return redirect("bookings:booked", number=order.number)
    way = payment.approve_url if payment and payment.state == "created" else ""
    context = {"order": order, "payment": payment, "now": now, "approve_url": way}
    return render(request, "payments/pay.html", context)


@require_POST
@login_required
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Asks PayPal for the way there; the page then leads to it by a link."""
    order = _own(request, number)
    try:
        payment = paying.begin(order=order, by=request.user)
        paying.lead_there(payment, request.LANGUAGE_CODE)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("payments:pay", number=order.number)


@require_safe
@login_required
@never_cache
def back(request: HttpRequest, token: str) -> HttpResponse:
    """The payer is back: whatever the address says, PayPal is asked what happened."""
    payment = _own_payment(request, token)
    try:
        paying.look(payment)
    except PaypalError:
        messages.warning(
            request, _("PayPal does not answer at the moment. We look again by ourselves.")
        )
    return redirect("payments:pay", number=payment.order.number)


@require_safe
@login_required
@never_cache
def not_paid(request: HttpRequest, token: str) -> HttpResponse:
    """The payer turned back at PayPal; that alone changes nothing."""
    payment = _own_payment(request, token)
    messages.info(request, _("You came back without paying. Nothing was charged."))
    return redirect("payments:pay", number=payment.order.number)


@require_POST
@login_required
def give_up(request: HttpRequest, number: str) -> HttpResponse:
    order = _own(request, number)
    try:
        paying.give_up(order=order, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("payments:pay", number=order.number)


def _own(request: HttpRequest, number: str) -> BookingOrder:
    own = BookingOrder.objects.of(request.user).filter(method="paypal").with_details()
    return get_object_or_404(own, number=number)


def _own_payment(request: HttpRequest, token: str) -> Payment:
    own = Payment.objects.filter(order__person=request.user).select_related("order")
    return get_object_or_404(own, token=token)
