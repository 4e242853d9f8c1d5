"""The offers of an implementation: the tab, and each to be made, changed, linked and deleted."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import history
from accounts.access import permitted
from accounts.models import Setting
from accounts.refusal import Refusal
from bookings.models import BookingOrder
from catalog.actions import withdraw_offers
from catalog.methods import installed
from catalog.models import Offer
from courseplanner import lists
from courseplanner.models import Implementation
from courseplanner.offers import actions, cards, links, reading
from courseplanner.offers.forms import OfferForm


@require_safe
@permitted("implementations.see")
def offers(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _tab(request, lists.implementation(request, pk))
    return render(request, "courseplanner/offers/index.html", shown)


def _tab(request: HttpRequest, implementation: Implementation) -> dict[str, object]:
    kind = implementation.resource.kind
    return {
        "implementation": implementation,
        "cards": cards.of(implementation),
        "may_keep": reading.may_keep(request, implementation.pk),
        "methods": [method for method in installed().values() if kind in method.kinds],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("offers.keep")
def create(request: HttpRequest, pk: int, method: str) -> HttpResponse:
    implementation = reading.kept(request, pk)
    form = OfferForm(
        request.POST or None, instance=_new(implementation, method), person=request.user
    )
    if form.is_valid():
        try:
            actions.create(
                offer=form.instance,
                organisations=form.organisations,
                code=form.cleaned_data.get("code", ""),
                by=request.user,
            )
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, form.instance, implementation)
    context = {"form": form, "implementation": implementation}
    return render(request, "courseplanner/offers/form.html", context)


def _new(implementation: Implementation, method: str) -> Offer:
    """Of a type that implementations can be booked with, under the next free label."""
    resource, known = implementation.resource, installed().get(method)
    if known is None or resource.kind not in known.kinds:
        raise Http404
    currency = Setting.load().currency
    label = actions.next_label(resource)
    return Offer(resource=resource, method=method, label=label, currency=currency)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("offers.keep")
def change(request: HttpRequest, pk: int, offer: int) -> HttpResponse:
    implementation = reading.kept(request, pk)
    edited = reading.offer_of(implementation, offer)
    form = OfferForm(request.POST or None, instance=edited, person=request.user)
    if form.is_valid():
        try:
            actions.change(
                offer=form.instance,
                organisations=form.organisations,
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, form.instance, implementation)
    context = {"form": form, "implementation": implementation, "events": history.of(edited)}
    context["number_of_orders"] = BookingOrder.objects.filter(offer=edited).count()
    return render(request, "courseplanner/offers/form.html", context)


def _done(request: HttpRequest, offer: Offer, implementation: Implementation) -> HttpResponse:
    """What is not sensible is saved all the same, and told on its card."""
    messages.success(request, _("Offer “%(label)s” is saved.") % {"label": offer.label})
    return redirect("courseplanner:offers", pk=implementation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("offers.keep")
def delete(request: HttpRequest, pk: int, offer: int) -> HttpResponse:
    implementation = reading.kept(request, pk)
    asked = reading.offer_of(implementation, offer)
    if request.method == "POST":
        withdraw_offers(offers=[asked], by=request.user)
        messages.success(request, _("Offer “%(label)s” is deleted.") % {"label": asked.label})
        return redirect("courseplanner:offers", pk=pk)
    context = {**_tab(request, implementation), "asked": asked}
    return render(request, "courseplanner/offers/delete.html", context)


@require_safe
@permitted("implementations.see")
def direct_links(request: HttpRequest, pk: int, offer: int) -> HttpResponse:
    implementation = lists.implementation(request, pk)
    linked = reading.offer_of(implementation, offer)
    context = {**_tab(request, implementation), "offer": linked, "links": links.of(linked)}
    return render(request, "courseplanner/offers/links.html", context)


@require_safe
@permitted("implementations.see")
def qr(request: HttpRequest, pk: int, offer: int, catalog: str, kind: str) -> HttpResponse:
    seen = lists.implementations(request).select_related("resource")
    linked = reading.offer_of(get_object_or_404(seen, pk=pk), offer)
    found = next((link for link in links.of(linked) if link.catalog == catalog), None)
    if found is None or kind not in links.TYPES:
        raise Http404
    name = f"{linked.label}-{catalog}.{kind}"
    return HttpResponse(
        found.drawing(kind),
        content_type=links.TYPES[kind],
        headers={"Content-Disposition": content_disposition_header(False, name) or "inline"},
    )
