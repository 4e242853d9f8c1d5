"""Products as a request asks for them, and the implementations of one."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import history, preferences
from accounts.models import Event
from accounts.rights import allows, scope
from courseplanner.models import Product
from courseplanner.products.tables import Products

NEWEST = 20


def product(request: HttpRequest, pk: int, verb: str = "products.see") -> Product:
    """404 where the person may not do this."""
    permitted = Product.objects.in_scope(scope(request.user, verb))
    kept = permitted.with_permission(scope(request.user, "products.keep"))
    return get_object_or_404(kept.select_related("organisation"), pk=pk)


def table(request: HttpRequest) -> Products:
    seen = Product.objects.in_scope(scope(request.user, "products.see"))
    kept = seen.with_permission(scope(request.user, "products.keep"))
    return Products(
        kept.search(request.GET.get("q", "")).with_number_of_implementations(),
        query=request.GET,
        choice=preferences.load(request, Products.name),
    )


def context(request: HttpRequest) -> dict[str, object]:
    return {
        "table": table(request),
        "may_create": allows(request.user, "products.create"),
        "list_url": reverse("courseplanner:products"),
        "columns_url": reverse("courseplanner:products_columns"),
        "export_url": reverse("courseplanner:products_export"),
    }


def said(shown: Products) -> list[tuple[object, object]]:
    """What the list is narrowed to, in words for the workbook."""
    tab = shown.preset.label if shown.preset else ""
    return [(_("Search"), shown.query.get("q", "")), (_("Tab"), tab)]


def newest_events(shown: Product) -> list[Event]:
    return list(history.of(shown).reverse()[:NEWEST])
