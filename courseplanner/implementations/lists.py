"""The lists of implementations as a request asks for them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import preferences
from accounts.rights import allows, scope
from courseplanner import lists
from courseplanner.implementations.filters import ImplementationFilter
from courseplanner.implementations.tables import Implementations, ImplementationsOfProduct
from courseplanner.models import ImplementationQuerySet, Product
from tables.filters import Applied, applied


def shown(request: HttpRequest) -> dict[str, object]:
    filters = ImplementationFilter(
        request.GET, queryset=lists.implementations(request).with_seats()
    )
    table = Implementations(
        _dressed(request, filters.qs).search(request.GET.get("q", "")),
        query=request.GET,
        choice=preferences.load(request, Implementations.name),
    )
    return {
        "table": table,
        "filter": filters,
        "applied": applied(filters.form, table.links),
        "may_create": allows(request.user, "implementations.keep"),
        "list_url": reverse("courseplanner:index"),
        "columns_url": reverse("courseplanner:index_columns"),
        "export_url": reverse("courseplanner:index_export"),
    }


def of_product(request: HttpRequest, product: Product) -> ImplementationsOfProduct:
    """Those the person may see."""
    rows = lists.implementations(request).filter(product=product).with_seats()
    return ImplementationsOfProduct(_dressed(request, rows), query=request.GET)


def _dressed(request: HttpRequest, rows: ImplementationQuerySet) -> ImplementationQuerySet:
    kept = rows.with_permission(scope(request.user, "implementations.keep"))
    return kept.with_number_of_orders().with_number_of_events()


def said(table: Implementations, filtered: list[Applied]) -> list[tuple[object, object]]:
    """What the list is narrowed to, in words for the workbook."""
    tab = table.preset.label if table.preset else ""
    narrowed: list[tuple[object, object]] = [(one.label, one.value) for one in filtered]
    return [(_("Search"), table.query.get("q", "")), (_("Tab"), tab), *narrowed]
