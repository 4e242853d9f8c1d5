"""The list of what a person has booked. The columns follow OpenOlat's, in its order."""

from __future__ import annotations

from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy, pgettext_lazy

from bookings import states
from catalog import methods
from tables.columns import CHOICE, CODE, DATETIME, MONEY, Column
from tables.table import Table

ADDRESS = Case(
    When(
        address__isnull=False,
        then=Concat("address__name_line_1", Value(", "), "address__city"),
    ),
    output_field=CharField(),
)
# What costs nothing shows no price.
PRICE = Case(When(price=0, price_original=0, then=None), default="price")


class MyBookings(Table):
    name = "my-bookings"
    title = gettext_lazy("My bookings")
    default_sort = "-created"
    search_hint = gettext_lazy("Number, content")
    empty = gettext_lazy("You have not booked anything yet")
    extras = ("number", "resource_id", "resource_title")
    columns = (
        Column(
            "number",
            pgettext_lazy("column", "Booking number"),
            "number",
            CODE,
            sort="number",
            locked=True,
            template="bookings/cells/number.html",
            css="no",
        ),
        Column(
            "status",
            pgettext_lazy("column", "Status"),
            "status",
            CHOICE,
            sort="status",
            choices=states.STATUS,
            template="bookings/cells/status.html",
            css="state",
        ),
        Column(
            "participation",
            pgettext_lazy("column", "Participation"),
            "participation__status",
            CHOICE,
            choices=states.ACCESS_STATUS,
            default=False,
            template="bookings/cells/status.html",
        ),
        Column(
            "method",
            pgettext_lazy("column", "Offer type"),
            "method",
            CHOICE,
            sort="method",
            choices=methods.labels,
            css="code",
        ),
        Column("offer", pgettext_lazy("column", "Offer"), "offer_label", css="code"),
        Column(
            "content",
            pgettext_lazy("column", "Content"),
            "resource_title",
            sort="resource_title_folded",
            css="title",
            width=48,
        ),
        Column(
            "created",
            pgettext_lazy("column", "Order date"),
            "created_at",
            DATETIME,
            sort="created_at",
            template="bookings/cells/day.html",
        ),
        Column(
            "price",
            pgettext_lazy("column", "Price"),
            PRICE,
            MONEY,
            sort="price",
            currency="currency",
        ),
        Column(
            "fee",
            pgettext_lazy("column", "Cancellation fee"),
            "cancellation_fee",
            MONEY,
            currency="currency",
        ),
        Column(
            "address", pgettext_lazy("column", "Billing address"), ADDRESS, default=False, width=36
        ),
        Column(
            "po_number", pgettext_lazy("column", "P.O. number"), "po_number", CODE, default=False
        ),
        Column(
            "comment",
            pgettext_lazy("column", "Comment"),
            "comment",
            default=False,
            css="wrap",
            width=48,
        ),
    )
