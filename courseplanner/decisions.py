"""What a planner decides about one booking order. What cannot be undone asks first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import permitted
from accounts.refusal import Refusal
from bookings import actions
from bookings.models import BookingOrder, Participation
from bookings.notices import NoticeForm
from courseplanner import lists
from courseplanner.lists import OrderList
from tables.links import Links


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("memberships.decide")
def confirm(request: HttpRequest, number: str, pk: int | None = None) -> HttpResponse:
    return _decide(request, number, pk, "confirm", _("%(name)s is in: %(number)s is confirmed."))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("memberships.decide")
def decline(request: HttpRequest, number: str, pk: int | None = None) -> HttpResponse:
    return _decide(request, number, pk, "decline", _("%(number)s of %(name)s is declined."))


def _decide(
    request: HttpRequest, number: str, pk: int | None, verb: str, said: str
) -> HttpResponse:
    """Asks first, with a note and whether the person is told."""
    order = _order(request, number, pk, "memberships.decide")
    form = NoticeForm(request.POST or None)
    if not form.is_valid():
        return _ask(request, pk, order, form, verb)
    do = {"confirm": actions.confirm, "decline": actions.decline}[verb]
    waiting = get_object_or_404(Participation, order=order)
    said_with = {key: form.cleaned_data[key] for key in ("note", "words")}
    change = partial(do, participation=waiting, by=request.user, **said_with)
    return _do(request, pk, order, said, change)


@require_POST
@permitted("orders.settle")
def paid(request: HttpRequest, number: str, pk: int | None = None) -> HttpResponse:
    order = _order(request, number, pk, "orders.settle")
    said = _("%(number)s of %(name)s is set as paid.")
    return _do(request, pk, order, said, lambda: actions.mark_paid(order=order, by=request.user))


@require_POST
@permitted("orders.settle")
def reopen(request: HttpRequest, number: str, pk: int | None = None) -> HttpResponse:
    order = _order(request, number, pk, "orders.settle")
    said = _("%(number)s of %(name)s is set as open again.")
    return _do(request, pk, order, said, lambda: actions.mark_open(order=order, by=request.user))


def _order(request: HttpRequest, number: str, pk: int | None, verb: str) -> BookingOrder:
    orders = BookingOrder.objects.permitted(request.user, verb).with_details()
    if pk is not None:
        orders = orders.filter(resource__implementation=pk)
    return get_object_or_404(orders, number=number)


def _do(
    request: HttpRequest,
    pk: int | None,
    order: BookingOrder,
    said: str,
    change: Callable[[], None],
) -> HttpResponse:
    """One change, told in words; back to the list it was asked from."""
    try:
        change()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said % {"number": order.number, "name": order.person})
    back = OrderList(request, lists.implementation(request, pk)).url()
    return redirect(f"{back}{Links(QueryDict(request.POST.get('query', ''))).behind}")


def _ask(
    request: HttpRequest,
    pk: int | None,
    order: BookingOrder,
    form: NoticeForm,
    verb: str,
) -> HttpResponse:
    found = OrderList(request, lists.implementation(request, pk))
    context = {**found.context(), "order": order, "form": form, "verb": verb}
    return render(request, "courseplanner/decide.html", context)
