"""What a planner changes on one booking order: price, fee, written off, cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from accounts.access import permitted
from accounts.refusal import Refusal
from bookings import actions, states
from bookings.models import BookingOrder
from courseplanner import lists
from courseplanner.changes.forms import AmountForm, CancelForm, FeeForm, WriteOffForm
from courseplanner.lists import OrderList
from tables.links import Links

Change = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Words:
    """How a change is asked and told: on which page; `danger` marks what cannot be undone."""

    page: str
    question: str
    button: str
    done: str
    danger: bool = False


@dataclass
class Asked:
    """One change of one order, asked from one of the lists it stands in."""

    request: HttpRequest
    number: str
    of: int | None

    def __post_init__(self) -> None:
        self.found = OrderList(self.request, lists.implementation(self.request, self.of))
        orders = BookingOrder.objects.permitted(self.request.user, "orders.change")
        if self.found.of is not None:
            orders = orders.filter(resource=self.found.of.resource_id)
        self.order = get_object_or_404(orders.with_details(), number=self.number)

    def answer(self, form: forms.Form, change: Change, words: Words) -> HttpResponse:
        """The question until it is answered well; then the change, told in words."""
        if form.is_valid():
            try:
                change(form.cleaned_data)
            except Refusal as refusal:
                self.order = BookingOrder.objects.with_details().get(pk=self.order.pk)
                form.tell(refusal, self.order)
            else:
                told = {"number": self.order.number, "name": self.order.person}
                messages.success(self.request, words.done % told)
                return redirect(self.way_back)
        context = {**self.found.context(), **vars(words), "order": self.order, "form": form}
        return render(self.request, words.page, context)

    def refused(self, sentence: str) -> HttpResponse:
        messages.warning(self.request, sentence)
        return redirect(self.way_back)

    @property
    def way_back(self) -> str:
        """The list as it was."""
        posted = QueryDict(self.request.POST.get("query", ""))
        links = Links(posted if self.request.method == "POST" else self.request.GET)
        return f"{self.found.url()}{links.behind}"


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("orders.change")
def price(request: HttpRequest, number: str, pk: int | None = None) -> HttpResponse:
    asked = Asked(request, number, pk)
    if fixed := actions.why_price_is_fixed(asked.order):
        return asked.refused(fixed)
    form = AmountForm(request.POST or None, order=asked.order)
    words = Words(
        page="courseplanner/changes/amount.html",
        question=_("Change the price?"),
        button=pgettext("button", "Change price"),
        done=_("The price of %(number)s is changed."),
    )
    return asked.answer(form, partial(_amount, asked, actions.change_price, "price"), words)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("orders.change")
def fee(request: HttpRequest, number: str, pk: int | None = None) -> HttpResponse:
    asked = Asked(request, number, pk)
    if fixed := actions.why_fee_is_fixed(asked.order):
        return asked.refused(fixed)
    form = FeeForm(request.POST or None, order=asked.order)
    words = Words(
        page="courseplanner/changes/amount.html",
        question=_("Change the cancellation fee?"),
        button=pgettext("button", "Change cancellation fee"),
        done=_("The cancellation fee of %(number)s is changed."),
    )
    return asked.answer(form, partial(_amount, asked, actions.change_fee, "fee"), words)


def _amount(asked: Asked, verb: Callable[..., None], name: str, given: dict[str, Any]) -> None:
    kept = {key: given[key] for key in ("seen", "note")}
    verb(order=asked.order, by=asked.request.user, **{name: given["amount"]}, **kept)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("orders.change")
def write_off(request: HttpRequest, number: str, pk: int | None = None) -> HttpResponse:
    asked = Asked(request, number, pk)
    if fixed := actions.why_not_written_off(asked.order):
        return asked.refused(fixed)
    form = WriteOffForm(request.POST or None)
    words = Words(
        page="courseplanner/changes/write_off.html",
        question=_("Write off this booking order?"),
        button=pgettext("button", "Write off booking order"),
        done=_("%(number)s of %(name)s is written off."),
        danger=True,
    )
    return asked.answer(form, partial(_write_off, asked), words)


def _write_off(asked: Asked, given: dict[str, Any]) -> None:
    actions.write_off(order=asked.order, by=asked.request.user, note=given["note"])


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("orders.change")
def cancel(request: HttpRequest, number: str, pk: int | None = None) -> HttpResponse:
    asked = Asked(request, number, pk)
    if "cancelled" not in states.ORDER[asked.order.state]:
        said = _("%(number)s is “%(status)s” and cannot be cancelled. Nothing was changed.")
        order = asked.order
        return asked.refused(said % {"number": order.number, "status": order.status_label})
    form = CancelForm(request.POST or None, order=asked.order)
    words = Words(
        page="courseplanner/changes/cancel.html",
        question=_("Cancel this booking?"),
        button=pgettext("button", "Cancel booking"),
        done=_("%(number)s of %(name)s is cancelled."),
        danger=True,
    )
    return asked.answer(form, partial(_cancel, asked), words)


def _cancel(asked: Asked, given: dict[str, Any]) -> None:
    kept = {name: given.get(name) for name in ("fee", "words", "note")}
    actions.cancel(order=asked.order, by=asked.request.user, **kept)
