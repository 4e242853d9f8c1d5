"""The billing addresses of an organisation as a request asks for them."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import preferences
from accounts.addresses.tables import CUSTOMER_NUMBERS, Addresses
from accounts.models import BillingAddress, Organisation, Setting
from accounts.models.address import BillingAddressQuerySet
from accounts.rights import scope


def organisation(request: HttpRequest, pk: int, verb: str = "organisations.keep") -> Organisation:
    """404 where the person may not do this."""
    return get_object_or_404(Organisation.objects.within(scope(request.user, verb)), pk=pk)


def address(owner: Organisation, pk: int) -> BillingAddress:
    return get_object_or_404(addresses(owner), pk=pk)


def addresses(owner: Organisation) -> BillingAddressQuerySet:
    return BillingAddress.objects.filter(organisation=owner).with_number_of_bookings()


def table(request: HttpRequest, owner: Organisation) -> Addresses:
    shows_numbers = Setting.load().customer_numbers
    return Addresses(
        addresses(owner).search(request.GET.get("q", "")),
        query=request.GET,
        choice=preferences.load(request, Addresses.name),
        may=lambda need: need == CUSTOMER_NUMBERS and shows_numbers,
    )


def context(request: HttpRequest, owner: Organisation) -> dict[str, object]:
    return {
        "organisation": owner,
        "table": table(request, owner),
        "may_keep": _may_keep(request, owner),
        "list_url": url(owner, "index"),
        "columns_url": url(owner, "columns"),
        "export_url": url(owner, "export"),
    }


def _may_keep(request: HttpRequest, owner: Organisation) -> bool:
    allowed = scope(request.user, "organisations.keep")
    return allowed.everything or owner.pk in allowed.organisations


def url(owner: Organisation, name: str, **kwargs: object) -> str:
    return reverse(f"organisations:addresses:{name}", kwargs={"organisation": owner.pk, **kwargs})


def said(shown: Addresses, owner: Organisation) -> list[tuple[object, object]]:
    """What the list is narrowed to, in words for the workbook."""
    tab = shown.preset.label if shown.preset else ""
    words = shown.query.get("q", "")
    return [(_("Organisation"), owner), (_("Search"), words), (_("Tab"), tab)]
