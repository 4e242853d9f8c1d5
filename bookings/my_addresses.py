"""The billing addresses of a person: their own to keep, their organisations' to read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import preferences
from accounts.addresses import actions
from accounts.addresses.tables import CUSTOMER_NUMBERS
from accounts.models import BillingAddress, Setting
from accounts.refusal import Refusal
from accounts.rights import reach
from bookings.forms import OwnAddressForm
from bookings.models import OrderAddress
from bookings.tables import AddressesOfMyOrganisations, MyAddresses
from tables import choice
from tables.counting import number_of
from tables.download import workbook_response
from tables.links import Links


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "bookings/addresses.html", _list(request))


def _list(request: HttpRequest) -> dict[str, object]:
    table = _table(request)
    return {
        "table": table,
        "may_keep": not isinstance(table, AddressesOfMyOrganisations),
        "list_url": reverse("bookings:addresses:index"),
        "columns_url": reverse("bookings:addresses:columns"),
        "export_url": reverse("bookings:addresses:export"),
    }


def _table(request: HttpRequest) -> MyAddresses:
    """All their own, and the active ones of their organisations; counted are their bookings."""
    person, kind = request.user, _kind(request.GET)
    choosable = BillingAddress.objects.choosable_by(person, reach(person))
    seen = BillingAddress.objects.filter(person=person) | choosable
    mine = OrderAddress.objects.filter(order__person=person)
    rows = seen.annotate(number_of_bookings=number_of(mine, "billing_address"))
    shows_numbers = Setting.load().customer_numbers
    return kind(
        rows.search(request.GET.get("q", "")),
        query=request.GET,
        choice=preferences.load(request, kind.name),
        may=lambda need: need == CUSTOMER_NUMBERS and shows_numbers,
    )


def _kind(query: QueryDict) -> type[MyAddresses]:
    """The two tabs have columns of their own."""
    theirs = query.get("preset") == "organisations"
    return AddressesOfMyOrganisations if theirs else MyAddresses


@require_POST
@login_required
def columns(request: HttpRequest) -> HttpResponse:
    kind = _kind(QueryDict(request.POST.get("query", "")))
    table = kind(BillingAddress.objects.none(), may=lambda need: True)
    preferences.keep(request, table.name, table.chosen(request.POST))
    return redirect(choice.back(reverse("bookings:addresses:index"), request.POST))


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    table = _table(request)
    said = [(_("Tab"), table.preset.label)]
    if words := request.GET.get("q"):
        said.insert(0, (_("Search"), words))
    return workbook_response(
        table, by=request.user, filename=_("My billing addresses"), filters=said
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request: HttpRequest) -> HttpResponse:
    new = BillingAddress(person=request.user, name_line_1=str(request.user))
    form = OwnAddressForm(request.POST or None, instance=new)
    if form.is_valid():
        made = actions.create(address=form.instance, by=request.user)
        return _done(request, _("“%(address)s” is created."), made)
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    form = OwnAddressForm(request.POST or None, instance=_own(request, pk))
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.change(address=form.instance, seen=seen, by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, _("“%(address)s” is saved."), form.instance)
    return _form_page(request, form, _own(request, pk))


@require_POST
@login_required
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    address = _own(request, pk)
    actions.activate(address=address, by=request.user)
    return _done(request, _("“%(address)s” is active and can be chosen."), address)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    address = _own(request, pk)
    if request.method != "POST":
        return _ask(request, address, "bookings/address_deactivate.html")
    actions.deactivate(address=address, by=request.user)
    return _done(request, _("“%(address)s” is inactive and can no longer be chosen."), address)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    address = _own(request, pk)
    if request.method != "POST":
        return _ask(request, address, "bookings/address_delete.html")
    try:
        actions.delete(address=address, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(_way_back(request))
    return _done(request, _("“%(address)s” is deleted."), address)


def _own(request: HttpRequest, pk: int) -> BillingAddress:
    """404 for what is somebody else's, an organisation's or nobody's."""
    own = BillingAddress.objects.filter(person=request.user).with_number_of_bookings()
    return get_object_or_404(own, pk=pk)


def _form_page(
    request: HttpRequest, form: OwnAddressForm, address: BillingAddress | None = None
) -> HttpResponse:
    """`address` is what is stored, whatever was typed into the form."""
    context = {"form": form, "address": address, "back": _way_back(request)}
    return render(request, "bookings/address.html", context)


def _ask(request: HttpRequest, address: BillingAddress, template: str) -> HttpResponse:
    """A question over the list."""
    return render(request, template, {**_list(request), "address": address})


def _done(request: HttpRequest, said: str, address: BillingAddress) -> HttpResponse:
    messages.success(request, said % {"address": address.identifier})
    return redirect(_way_back(request))


def _way_back(request: HttpRequest) -> str:
    """To the booking it was asked from, if that is a page of ours; else to the list as it was."""
    handed_on = request.POST.get("query", "") if request.method == "POST" else ""
    query = QueryDict(handed_on, mutable=True) if handed_on else request.GET.copy()
    wanted = str((query.pop("next", None) or [""])[-1])
    hosts, secure = {request.get_host()}, request.is_secure()
    if wanted and url_has_allowed_host_and_scheme(wanted, hosts, require_https=secure):
        return wanted
    return reverse("bookings:addresses:index") + Links(query).behind
