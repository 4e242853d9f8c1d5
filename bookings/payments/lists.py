"""The list of payments: for administrators, and to be read by principals."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import preferences
from accounts.access import permitted
from accounts.rights import scope
from bookings.models import Payment
from bookings.payments.filters import PaymentFilter
from bookings.payments.tables import Payments
from tables import choice
from tables.download import workbook_response
from tables.filters import applied
from tables.folding import storable


@require_safe
@permitted("payments.see")
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "payments/index.html", _context(request))


@require_POST
@permitted("payments.see")
def columns(request: HttpRequest) -> HttpResponse:
    table = Payments(Payment.objects.none())
    preferences.keep(request, table.name, table.chosen(request.POST))
    return redirect(choice.back(reverse("payments:index"), request.POST))


@require_safe
@permitted("payments.see")
def export(request: HttpRequest) -> HttpResponse:
    shown = _context(request)
    said: list[tuple[Any, Any]] = [(one.label, one.value) for one in shown["applied"]]
    if words := request.GET.get("q"):
        said.insert(0, (_("Search"), words))
    name = f"{_('Payments')} {timezone.localdate().isoformat()}"
    return workbook_response(shown["table"], by=request.user, filename=name, filters=said)


def _context(request: HttpRequest) -> dict[str, Any]:
    filters = PaymentFilter(request.GET, queryset=_found(request))
    own = preferences.load(request, Payments.name)
    table = Payments(filters.qs, query=request.GET, choice=own)
    return {
        "table": table,
        "filter": filters,
        "applied": applied(filters.form, table.links),
        "list_url": reverse("payments:index"),
        "columns_url": reverse("payments:columns"),
        "export_url": reverse("payments:export"),
    }


def _found(request: HttpRequest) -> QuerySet[Payment]:
    """A number or an id by its beginning, or the address of a PayPal account."""
    seen = Payment.objects.in_scope(scope(request.user, "payments.see"))
    words = storable(request.GET.get("q", "")).strip()
    if not words:
        return seen
    begins = Q(number__begins=words.upper()) | Q(checkout_id__begins=words.upper())
    return seen.filter(begins | Q(payer_email__begins=words.lower()))
