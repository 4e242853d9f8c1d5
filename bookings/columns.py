"""The columns every list of booking orders shares; each list takes, varies and adds its own."""

from __future__ import annotations

from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Concat
from django.utils.translation import pgettext_lazy

from bookings import cells, states
from catalog import methods
from tables.columns import CHOICE, CODE, DATETIME, MONEY, Column

BOOKING_NUMBER = Column(
    "number",
    pgettext_lazy("column", "Booking number"),
    "number",
    CODE,
    sort="number",
    locked=True,
    write=cells.number,
    css="no",
)
STATUS = Column(
    "status",
    pgettext_lazy("column", "Status"),
    "status",
    CHOICE,
    sort="status",
    choices=states.STATUS,
    write=cells.status,
    css="state",
)
PARTICIPATION = Column(
    "participation",
    pgettext_lazy("column", "Participation"),
    "participation__status",
    CHOICE,
    choices=states.ACCESS_STATUS,
    default=False,
    write=cells.status,
)
OFFER_TYPE = Column(
    "method",
    pgettext_lazy("column", "Offer type"),
    "method",
    CHOICE,
    sort="method",
    choices=methods.labels,
    css="code",
)
OFFER = Column("offer", pgettext_lazy("column", "Offer"), "offer_label", css="code")
CONTENT = Column(
    "content",
    pgettext_lazy("column", "Content"),
    "resource_title",
    sort="resource_title_folded",
    css="title",
    width=48,
)
ORDER_DATE = Column(
    "created",
    pgettext_lazy("column", "Order date"),
    "created_at",
    DATETIME,
    sort="created_at",
    write=cells.day,
)
PRICE = Column(
    "price",
    pgettext_lazy("column", "Price"),
    # What costs nothing shows no price.
    Case(When(price=0, price_original=0, then=None), default="price"),
    MONEY,
    sort="price",
    currency="currency",
)
CANCELLATION_FEE = Column(
    "fee",
    pgettext_lazy("column", "Cancellation fee"),
    "cancellation_fee",
    MONEY,
    currency="currency",
)
BILLING_ADDRESS = Column(
    "address",
    pgettext_lazy("column", "Billing address"),
    Case(
        When(
            address__isnull=False,
            then=Concat("address__name_line_1", Value(", "), "address__city"),
        ),
        output_field=CharField(),
    ),
    width=36,
)
PO_NUMBER = Column(
    "po_number", pgettext_lazy("column", "P.O. number"), "po_number", CODE, default=False
)
COMMENT = Column("comment", pgettext_lazy("column", "Comment"), "comment", width=48)
