"""The booking orders of the Course Planner, and their workbooks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import history, preferences
from accounts.access import permitted
from bookings.models import BookingOrder
from courseplanner import lists, menus
from courseplanner.accounting import AccountingReport
from courseplanner.lists import OrderList
from tables import choice
from tables.download import workbook_response


@require_safe
@permitted("orders.see")
def orders(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    found = OrderList(request, lists.implementation(request, pk))
    return render(request, "courseplanner/orders.html", found.context())


@require_POST
@permitted("orders.see")
def columns(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    found = OrderList(request, lists.implementation(request, pk))
    table = found.table(found.kind, BookingOrder.objects.none())
    preferences.keep(request, table.name, table.chosen(request.POST))
    return redirect(choice.back(found.url(), request.POST))


@require_safe
@permitted("orders.export")
def export(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The list as the person sees it, or with all its columns."""
    found = OrderList(request, lists.implementation(request, pk))
    filters = found.filter()
    table = found.table(found.kind, filters.qs)
    name = _dated(_("Booking orders"))
    said = found.said(filters, table)
    return workbook_response(table, by=request.user, filename=name, filters=said)


@require_safe
@permitted("orders.export")
def accounting(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """“Export booking orders”: what accounting books from, by the filter of the list."""
    found = OrderList(request, lists.implementation(request, pk))
    filters = found.filter()
    table = found.table(AccountingReport, filters.qs)
    name = _dated(f"Orders_{found.of}" if found.of else "Orders", "_")
    said = found.said(filters, table)
    return workbook_response(table, by=request.user, filename=name, filters=said)


@require_safe
@permitted("orders.see")
def order(request: HttpRequest, number: str, pk: int | None = None) -> HttpResponse:
    """The list with one booking order as a dialog over it."""
    found = OrderList(request, lists.implementation(request, pk))
    shown = get_object_or_404(found.seen().with_details(), number=number)
    told = lists.mails_about(request, shown)
    context = {**found.context(), "order": shown, "events": history.of(shown), "mails": told}
    context |= {"changes": menus.CHANGES, "row": menus.as_row(shown)}
    return render(request, "courseplanner/order.html", context)


def _dated(name: str, between: str = " ") -> str:
    return f"{name}{between}{timezone.localdate().isoformat()}"
