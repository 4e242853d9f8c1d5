"""Which booking orders a batch is about: those that were ticked, or all of a filter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from bookings import actions
from bookings.models import BookingOrder
from bookings.models.order import BookingOrderQuerySet
from courseplanner import lists
from courseplanner.lists import OrderList
from tables.links import Links

AT_MOST = 2_000
# Digits of a row's number: more fit no database.
LONGEST = 18
SHOWN = 10


@dataclass(frozen=True)
class Batch:
    """What was chosen, told apart by whether it can be set as asked."""

    fit: list[BookingOrder]
    others: int

    @property
    def shown(self) -> list[BookingOrder]:
        return self.fit[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.fit) - len(self.shown)

    @property
    def sums(self) -> list[tuple[str, Decimal]]:
        by_currency: dict[str, Decimal] = defaultdict(Decimal)
        for order in self.fit:
            by_currency[order.currency] += order.price
        return sorted(by_currency.items())


@dataclass(frozen=True)
class Place:
    """The list a batch was ticked in, narrowed as it was then."""

    found: OrderList
    query: QueryDict

    @classmethod
    def of(cls, request: HttpRequest, pk: int | None) -> Place:
        sent = request.POST if request.method == "POST" else request.GET
        query = QueryDict(sent.get("query", ""))
        return cls(OrderList(request, lists.implementation(request, pk), query), query)

    @property
    def back(self) -> str:
        return f"{self.found.url()}{Links(self.query).behind}"

    def chosen(self, asked: QueryDict, to: str) -> Batch:
        """404 if one that was ticked does not stand in this list."""
        orders = self._all() if "all" in asked else self._ticked(asked.getlist("rows"))
        found = list(orders.select_related("person")[: AT_MOST + 1])
        if len(found) > AT_MOST:
            raise Refusal(
                _(
                    "These are more than %(most)s booking orders. Nothing was changed. "
                    "Narrow the list by its filters."
                )
                % {"most": AT_MOST}
            )
        fit = [one for one in found if one.may_settle and _fits(one, to)]
        return Batch(fit, len(found) - len(fit))

    def _all(self) -> BookingOrderQuerySet:
        """Every row of the list, of which a page shows the first."""
        table = self.found.table(self.found.kind, self.found.filter().qs)
        return table.rows_shown.order_by(*table.order.by())

    def _ticked(self, rows: list[str]) -> BookingOrderQuerySet:
        if not all(row.isdecimal() and len(row) <= LONGEST for row in rows):
            raise Http404
        ticked = self.found.seen().filter(pk__in=set(rows)).order_by("-created_at", "-pk")
        if len(ticked) != len(set(rows)):
            raise Http404
        return ticked


def _fits(order: BookingOrder, to: str) -> bool:
    return not actions.why_not_settled(order, to, order.price)
