"""The list of what a person has booked. The columns follow OpenOlat's, in its order."""

from __future__ import annotations

from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as _p

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
            _p("column", "Booking number"),
            "number",
            CODE,
            sort="number",
            locked=True,
            template="bookings/cells/number.html",
            css="no",
        ),
        Column(
            "status",
            _p("column", "Status"),
            "status",
            CHOICE,
            sort="status",
            choices=states.STATUS,
            template="bookings/cells/status.html",
            css="state",
        ),
        Column(
            "participation",
            _p("column", "Participation"),
            "participation__status",
            CHOICE,
            choices=states.ACCESS_STATUS,
            default=False,
            template="bookings/cells/status.html",
        ),
        Column(
            "method",
            _p("column", "Offer type"),
            "method",
            CHOICE,
            sort="method",
            choices=methods.labels,
            css="code",
        ),
        Column("offer", _p("column", "Offer"), "offer_label", css="code"),
        Column(
            "content",
            _p("column", "Content"),
            "resource_title",
            sort="resource_title_folded",
            css="title",
            width=48,
        ),
        Column(
            "created",
            _p("column", "Order date"),
            "created_at",
            DATETIME,
            sort="created_at",
            template="bookings/cells/day.html",
        ),
        Column("price", _p("column", "Price"), PRICE, MONEY, sort="price", currency="currency"),
        Column(
            "fee",
            _p("column", "Cancellation fee"),
            "cancellation_fee",
            MONEY,
            currency="currency",
        ),
        Column("address", _p("column", "Billing address"), ADDRESS, default=False, width=36),
        Column("po_number", _p("column", "P.O. number"), "po_number", CODE, default=False),
        Column("comment", _p("column", "Comment"), "comment", default=False, css="wrap", width=48),
    )
