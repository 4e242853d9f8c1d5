"""The access codes of an offer: made, changed, replaced by another word, deleted."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import permitted
from accounts.refusal import Refusal
from catalog.models import AccessCode, Offer
from courseplanner.offers import actions, cards, reading
from courseplanner.offers.code_form import CodeForm


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("offers.keep")
def codes(request: HttpRequest, pk: int, offer: int) -> HttpResponse:
    """All of them, and the form for another one."""
    opened = _opened_by_codes(request, pk, offer)
    form = CodeForm(request.POST or None, instance=AccessCode(offer=opened))
    if form.is_valid():
        try:
            actions.add_code(code=form.instance, by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, _("Access code “%(code)s” is added."), form.instance, pk)
    return _page(request, pk, opened, {"form": form})


def _opened_by_codes(request: HttpRequest, pk: int, offer: int) -> Offer:
    found = reading.offer_of(reading.kept(request, pk), offer)
    if not found.access_method.has_codes:
        raise Http404
    return found


def _page(request: HttpRequest, pk: int, offer: Offer, context: dict[str, object]) -> HttpResponse:
    now = timezone.now()
    listed = [(code, cards.is_usable(code, now)) for code in offer.codes.order_by("pk")]
    context |= {"implementation": reading.kept(request, pk), "offer": offer, "codes": listed}
    return render(request, "courseplanner/offers/codes.html", context)


def _done(request: HttpRequest, said: str, code: AccessCode, pk: int) -> HttpResponse:
    messages.success(request, said % {"code": code.code})
    return redirect("courseplanner:offer_codes", pk=pk, offer=code.offer_id)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("offers.keep")
def change(request: HttpRequest, pk: int, offer: int, code: int) -> HttpResponse:
    opened = _opened_by_codes(request, pk, offer)
    form = CodeForm(request.POST or None, instance=reading.code_of(opened, code))
    if form.is_valid():
        try:
            actions.change_code(
                code=form.instance, seen=form.cleaned_data["seen"], by=request.user
            )
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, _("Access code “%(code)s” is saved."), form.instance, pk)
    return _page(request, pk, opened, {"form": form, "edited": form.instance})


@require_POST
@permitted("offers.keep")
def rotate(request: HttpRequest, pk: int, offer: int, code: int) -> HttpResponse:
    given = reading.code_of(_opened_by_codes(request, pk, offer), code)
    try:
        made = actions.rotate_code(code=given, by=request.user)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("courseplanner:offer_codes", pk=pk, offer=offer)
    told = {"before": given.code, "code": made.code}
    said = _("“%(before)s” no longer counts; the access code is now “%(code)s”.") % told
    messages.success(request, said)
    return redirect("courseplanner:offer_codes", pk=pk, offer=offer)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("offers.keep")
def delete(request: HttpRequest, pk: int, offer: int, code: int) -> HttpResponse:
    opened = _opened_by_codes(request, pk, offer)
    asked = reading.code_of(opened, code)
    if request.method == "POST":
        actions.delete_code(code=asked, by=request.user)
        return _done(request, _("Access code “%(code)s” is deleted."), asked, pk)
    context = {"implementation": reading.kept(request, pk), "offer": opened, "asked": asked}
    return render(request, "courseplanner/offers/code_delete.html", context)
