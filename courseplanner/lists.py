"""A list as a request asks for it: rows, filter, table, and where its parts post to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import preferences
from accounts.models import Message
from accounts.models.records import MessageQuerySet
from accounts.rights import allows, scope
from bookings import states
from bookings.filters import OrderFilter
from bookings.models import BookingOrder
from bookings.models.order import BookingOrderQuerySet
from catalog.methods import installed
from courseplanner import orders
from courseplanner.filters import OrderOfImplementationFilter
from courseplanner.models import Implementation, ImplementationQuerySet
from courseplanner.tables import Orders, OrdersOfImplementation
from tables.filters import applied
from tables.table import Table

# What can be done with rows that are ticked.
BULK = "courseplanner/settling/bulk.html"


def implementations(request: HttpRequest) -> ImplementationQuerySet:
    return Implementation.objects.in_scope(scope(request.user, "implementations.see"))


def implementation(request: HttpRequest, pk: int | None) -> Implementation | None:
    """The one a list belongs to; None for the list over all. 404 for what may not be seen."""
    if pk is None:
        return None
    seen = implementations(request).select_related("resource", "product").with_seats()
    return get_object_or_404(seen, pk=pk)


def mails_about(request: HttpRequest, order: BookingOrder) -> MessageQuerySet:
    """What the person was told; the mails name what managers of people may not see."""
    planned = BookingOrder.objects.permitted(request.user, "orders.accounting")
    if not planned.filter(pk=order.pk).exists():
        return Message.objects.none()
    return Message.objects.about(order.number, person=order.person)


@dataclass
class OrderList:
    """The booking orders of one implementation, or of all that the person may see.

    Narrowed as its own address says, or as `query` of another page.
    """

    request: HttpRequest
    of: Implementation | None
    query: QueryDict | None = None

    @property
    def narrowed(self) -> QueryDict:
        return self.request.GET if self.query is None else self.query

    @property
    def kind(self) -> type[Orders]:
        return OrdersOfImplementation if self.of else Orders

    def url(self, name: str = "orders", **kwargs: object) -> str:
        place = {"pk": self.of.pk} if self.of else {}
        return reverse(f"courseplanner:{name}", kwargs={**place, **kwargs})

    def filter(self) -> OrderFilter:
        rows = orders.search(self.seen(), self.narrowed.get("q", ""))
        if self.of is None:
            return OrderFilter(self.narrowed, queryset=rows)
        return OrderOfImplementationFilter(
            self.narrowed, queryset=rows, resource_id=self.of.resource_id
        )

    def seen(self) -> BookingOrderQuerySet:
        """What stands in this place, whatever the list is narrowed to."""
        seen = orders.seen_by(self.request.user)
        return seen if self.of is None else seen.filter(resource=self.of.resource_id)

    def table(self, kind: type[Table], rows: BookingOrderQuerySet) -> Table:
        return kind(
            rows,
            query=self.narrowed,
            choice=preferences.load(self.request, kind.name),
            may=partial(allows, self.request.user),
        )

    def context(self) -> dict[str, object]:
        filters = self.filter()
        table = self.table(self.kind, filters.qs)
        return {
            "implementation": self.of,
            "table": table,
            "filter": filters,
            "applied": applied(filters.form, table.links),
            "list": self,
            "list_url": self.url(),
            "columns_url": self.url("columns"),
            "export_url": self.url("export"),
            "accounting_url": self.url("accounting"),
            "plans": allows(self.request.user, "implementations.see"),
            "may_export": allows(self.request.user, "orders.export"),
            "bulk": allows(self.request.user, "orders.settle") and BULK,
            "only_invoice": self.narrowed.getlist("method") == ["invoice"],
            "cancelling": {one for one, steps in states.ORDER.items() if "cancelled" in steps},
            "by_hand": {key for key, method in installed().items() if method.settled_by_hand},
        }

    def said(self, filters: OrderFilter, table: Table) -> list[tuple[object, object]]:
        """What the list is narrowed to, in words for the workbook."""
        said: list[tuple[object, object]] = [
            (one.label, one.value) for one in applied(filters.form, table.links)
        ]
        if table.preset and table.preset.name:
            said.insert(0, (_("Tab"), table.preset.label))
        if words := self.narrowed.get("q"):
            said.insert(0, (_("Search"), words))
        if self.of is not None:
            said.insert(0, (_("Implementation"), self.of))
        return said
