"""The cost centers as a request asks for them. All of them serve the whole house."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import preferences
from accounts.cost_centers.tables import CostCenters
from accounts.models import CostCenter
from accounts.rights import allows


def center(pk: int) -> CostCenter:
    return get_object_or_404(CostCenter.objects.with_number_of_offers(), pk=pk)


def table(request: HttpRequest) -> CostCenters:
    found = CostCenter.objects.search(request.GET.get("q", ""))
    return CostCenters(
        found.with_number_of_offers(),
        query=request.GET,
        choice=preferences.load(request, CostCenters.name),
    )


def context(request: HttpRequest) -> dict[str, object]:
    return {
        "table": table(request),
        "may_keep": allows(request.user, "cost_centers.keep"),
        "list_url": reverse("cost_centers:index"),
        "columns_url": reverse("cost_centers:columns"),
        "export_url": reverse("cost_centers:export"),
    }


def said(shown: CostCenters) -> list[tuple[object, object]]:
    """What the list is narrowed to, in words for the workbook."""
    tab = shown.preset.label if shown.preset else ""
    return [(_("Search"), shown.query.get("q", "")), (_("Tab"), tab)]
