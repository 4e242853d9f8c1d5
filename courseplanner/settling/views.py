"""Set as paid, set as open: the booking orders that are ticked, or all of a filter."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import permitted
from accounts.models import Setting
from accounts.refusal import Refusal
from courseplanner.settling import work
from courseplanner.settling.batch import Batch, Place
from courseplanner.settling.forms import BatchForm, read, write


@dataclass(frozen=True)
class Words:
    """How it is asked and answered; `question` and `others` by a number `n`."""

    question: Promise
    button: str | Promise
    nothing: str | Promise
    others: Promise


WORDS = {
    "paid": Words(
        question=ngettext_lazy(
            "Set %(n)d booking order as paid?", "Set %(n)d booking orders as paid?", "n"
        ),
        button=pgettext_lazy("button", "Set as “Paid”"),
        nothing=gettext_lazy(
            "None of these booking orders is an open invoice of yours. Nothing was changed."
        ),
        others=ngettext_lazy(
            "%(n)d other stays as it is: only open invoices are set as paid.",
            "%(n)d others stay as they are: only open invoices are set as paid.",
            "n",
        ),
    ),
    "open": Words(
        question=ngettext_lazy(
            "Set %(n)d booking order as open?", "Set %(n)d booking orders as open?", "n"
        ),
        button=pgettext_lazy("button", "Set as “Open”"),
        nothing=gettext_lazy(
            "None of these booking orders is a paid invoice of yours. Nothing was changed."
        ),
        others=ngettext_lazy(
            "%(n)d other stays as it is: only paid invoices are set as open.",
            "%(n)d others stay as they are: only paid invoices are set as open.",
            "n",
        ),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("orders.settle")
def paid(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    return _settle(request, pk, "paid")


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("orders.settle")
def reopened(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    return _settle(request, pk, "open")


def _settle(request: HttpRequest, pk: int | None, to: str) -> HttpResponse:
    place = Place.of(request, pk)
    return _done(request, place, to) if request.method == "POST" else _asked(request, place, to)


def _asked(request: HttpRequest, place: Place, to: str) -> HttpResponse:
    try:
        batch = place.chosen(request.GET, to)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(place.back)
    if not batch.fit:
        messages.warning(request, WORDS[to].nothing)
        return redirect(place.back)
    form = BatchForm(initial={"chosen": write(batch.fit)})
    return _page(request, place, to, form, len(batch.fit), batch)


def _done(request: HttpRequest, place: Place, to: str) -> HttpResponse:
    """A few at once, hundreds in the background."""
    form, seen = BatchForm(request.POST), read(request.POST.get("chosen", ""))
    if not form.is_valid():
        return _page(request, place, to, form, len(seen))
    note = form.cleaned_data["note"]
    if len(seen) > work.AT_ONCE:
        job = work.start(seen, to, by=request.user, note=note, back=place.back)
        return redirect("courseplanner:job", job=job.pk)
    settled = work.settle(seen, to, by=request.user, note=note)
    told = messages.success if settled.done else messages.warning
    told(request, work.said(to, settled.done, settled.already))
    if not settled.refused:
        return redirect(place.back)
    context = {"place": place, "refused": settled.refused}
    return render(request, "courseplanner/settling/refused.html", context)


def _page(
    request: HttpRequest,
    place: Place,
    to: str,
    form: BatchForm,
    number: int,
    batch: Batch | None = None,
) -> HttpResponse:
    words = WORDS[to]
    context = {
        "place": place,
        "form": form,
        "batch": batch,
        "question": words.question % {"n": number},
        "button": words.button,
        "others": words.others % {"n": batch.others} if batch and batch.others else "",
        "tells": to == "paid" and Setting.load().mail_paid,
    }
    return render(request, "courseplanner/settling/batch.html", context)
