"""Booking an offer, and what a person has booked."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import preferences
from accounts.models import User
from accounts.refusal import Refusal
from bookings import actions, kept, on_behalf, states
from bookings.filters import OrderFilter
from bookings.methods.terms import TermsForm
from bookings.models import BookingOrder
from bookings.tables import MyBookings
from catalog.models import LearningResource, Offer
from tables import choice
from tables.download import workbook_response
from tables.filters import applied


@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, slug: str, offer: int) -> HttpResponse:
    """Shows what the offer's method asks for; a click there is one booking."""
    if away := kept.way_out(request, offer):
        return away
    person = on_behalf.person_to_book(request)
    chosen = _visible_offer(person, slug, offer)
    if chosen is None:
        return _refused(request, Refusal(actions.GONE), status=404)
    sent = request.POST if request.method == "POST" else kept.find(request, offer)
    asks = chosen.access_method.form_class
    form = asks(sent, offer=chosen, person=person, by=request.user)
    try:
        if request.method == "POST":
            return _booked(request, form)
        actions.refuse_unless_bookable(offer=chosen, person=person)
        return _booking_page(request, form)
    except actions.AlreadyBooked as refusal:
        return _to_existing(request, form, refusal)
    except Refusal as refusal:
        return _refused(request, refusal, offer=chosen)


def _visible_offer(person: User, slug: str, pk: int) -> Offer | None:
    visible = Offer.objects.visible_to(person).select_related("resource")
    return visible.filter(pk=pk, resource__in=LearningResource.objects.by_slug(slug)).first()


def _refused(
    request: HttpRequest, refusal: Refusal, *, offer: Offer | None = None, status: int = 200
) -> HttpResponse:
    words = {"refusal": refusal, "offer": offer}
    return render(request, "bookings/refused.html", words, status=status)


def _booked(request: HttpRequest, form: TermsForm) -> HttpResponse:
    if not form.is_valid():
        return _booking_page(request, form)
    given = {"offer": form.offer, "person": form.person, "answers": form.cleaned_data}
    try:
        order = actions.book(by=request.user, **given)
    except actions.AlreadyBooked:
        raise
    except Refusal as refusal:
        _tell(form, refusal)
        return _booking_page(request, form)
    kept.forget(request, form.offer.pk)
    if form.is_for_other:
        said = _("%(person)s is booked: %(number)s.")
        messages.success(request, said % {"person": form.person, "number": order.number})
        return redirect("courseplanner:order", number=order.number)
    return redirect(order.access_method.lead_on(order, request.LANGUAGE_CODE))


def _tell(form: TermsForm, refusal: Refusal) -> None:
    """The refusal as an error of the form, which shows the offer as it is now."""
    form.offer.refresh_from_db()
    field = refusal.field if refusal.field in form.fields else None
    changed = form.what_changed if isinstance(refusal, actions.TermsChanged) else ""
    form.add_error(field, changed or refusal.sentence)


def _booking_page(request: HttpRequest, form: TermsForm) -> HttpResponse:
    is_kept = form.is_bound and request.method != "POST"
    words = {"form": form, "offer": form.offer, "is_kept": is_kept}
    return render(request, "bookings/book.html", words)


def _to_existing(
    request: HttpRequest, form: TermsForm, refusal: actions.AlreadyBooked
) -> HttpResponse:
    if form.is_for_other:
        said = _("%(person)s already takes part in this course. Nothing was booked.")
        messages.info(request, said % {"person": form.person})
        return redirect(form.offer.resource)
    messages.info(request, refusal.sentence)
    if refusal.order is None:
        return redirect(form.offer.resource)
    return redirect("bookings:booked", number=refusal.order.number)


@require_safe
@login_required
def booked(request: HttpRequest, number: str) -> HttpResponse:
    """What comes next, for as long as the booking stands."""
    order = own_order(request, number)
    access = getattr(order, "participation", None)
    if order.state == "in_payment":
        return redirect("payments:pay", number=order.number)
    if access is None or access.status not in states.TAKES_A_SEAT:
        return redirect(order)
    return render(request, "bookings/booked.html", {"order": order, **terms(order)})


def own_order(request: HttpRequest, number: str) -> BookingOrder:
    own = BookingOrder.objects.of(request.user).with_details()
    return get_object_or_404(own, number=number)


def terms(order: BookingOrder) -> dict[str, object]:
    free_until = order.free_until(order.resource.begin)
    lapsed = free_until is not None and free_until < timezone.localdate()
    return {"free_until": free_until, "lapsed": lapsed}


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "bookings/index.html", own_list(request))


def own_list(request: HttpRequest) -> dict[str, object]:
    filters = OrderFilter(request.GET, queryset=BookingOrder.objects.of(request.user))
    rows = filters.qs.search_own(request.GET.get("q", ""))
    own = preferences.load(request, MyBookings.name)
    table = MyBookings(rows, query=request.GET, choice=own)
    return {
        "table": table,
        "filter": filters,
        "applied": applied(filters.form, table.links),
        "list_url": reverse("bookings:index"),
        "columns_url": reverse("bookings:columns"),
        "export_url": reverse("bookings:export"),
        "cancelling": {state for state, steps in states.ORDER.items() if "cancelled" in steps},
    }


@require_POST
@login_required
def columns(request: HttpRequest) -> HttpResponse:
    table = MyBookings(BookingOrder.objects.none())
    preferences.keep(request, table.name, table.chosen(request.POST))
    return redirect(choice.back(reverse("bookings:index"), request.POST))


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    shown = own_list(request)
    said = [(one.label, one.value) for one in shown["applied"]]
    if words := request.GET.get("q"):
        said.insert(0, (_("Search"), words))
    return workbook_response(
        shown["table"], by=request.user, filename=_("My bookings"), filters=said
    )


@require_safe
@login_required
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """The list with one booking as a dialog over it."""
    order = own_order(request, number)
    return render(
        request, "bookings/detail.html", {"order": order, **terms(order), **own_list(request)}
    )
