"""Another billing address for one booking order: the place where address proposals are adopted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import permitted
from accounts.refusal import Refusal
from bookings import billing
from bookings.models import BookingOrder
from courseplanner import lists
from courseplanner.forms import BillingForm
from courseplanner.lists import OrderList
from tables.links import Links


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("orders.readdress")
def address(request: HttpRequest, number: str, pk: int | None = None) -> HttpResponse:
    found = OrderList(request, lists.implementation(request, pk))
    order = _billed_order(request, found, number)
    form = BillingForm(request.POST or None, order=order)
    if form.is_valid():
        try:
            billing.change_billing_address(
                order=order, address=form.answer, seen=form.cleaned_data["seen"], by=request.user
            )
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, found, order)
    context = {"order": order, "form": form, "fixed": billing.why_fixed(order)}
    way_back = {"list": found, "list_url": found.url(), "links": _links(request)}
    return render(request, "courseplanner/address.html", {**context, **way_back})


def _billed_order(request: HttpRequest, found: OrderList, number: str) -> BookingOrder:
    """404 where nobody is billed, and where the person may not change it."""
    orders = BookingOrder.objects.permitted(request.user, "orders.readdress").with_details()
    if found.of is not None:
        orders = orders.filter(resource=found.of.resource_id)
    return get_object_or_404(orders.filter(address__isnull=False), number=number)


def _done(request: HttpRequest, found: OrderList, order: BookingOrder) -> HttpResponse:
    """Told in words; back to the list as it was."""
    said = _("The invoice of %(number)s goes to %(address)s.")
    order.address.refresh_from_db()
    messages.success(request, said % {"number": order.number, "address": order.address})
    return redirect(f"{found.url()}{_links(request).behind}")


def _links(request: HttpRequest) -> Links:
    """The list one came from, as it was narrowed."""
    handed_on = QueryDict(request.POST.get("query", ""))
    return Links(handed_on if request.method == "POST" else request.GET)
