"""The lists of booking orders in the Course Planner, with OpenOlat's columns."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookings import columns as shared
from courseplanner import cells, menus
from tables.columns import CODE, MONEY, Column
from tables.table import Preset, Table

MAY_SEE_ACCOUNTING = "orders.accounting"
# Of the frozen billing address, for a row that is unfolded.
ADDRESS_LINES = (
    "address__name_line_1",
    "address__name_line_2",
    "address__address_line_1",
    "address__house_number",
    "address__address_line_2",
    "address__address_line_3",
    "address__address_line_4",
    "address__po_box",
    "address__zip",
    "address__city",
    "address__region",
    "address__country",
    "address__source",
)


BOOKED = (
    shared.BOOKING_NUMBER,
    replace(shared.STATUS, write=cells.status),
    shared.PARTICIPATION,
    shared.OFFER_TYPE,
    shared.OFFER,
)
PERSON = (
    Column(
        "last_name",
        pgettext_lazy("column", "Last name"),
        "person__last_name",
        sort="person__sort_name",
        css="title",
    ),
    Column("first_name", pgettext_lazy("column", "First name"), "person__first_name"),
    Column(
        "email",
        pgettext_lazy("column", "E-mail"),
        "person__email",
        sort="person__email",
        default=False,
    ),
    Column(
        "customer_number",
        pgettext_lazy("column", "Customer number"),
        "person__customer_number",
        CODE,
        default=False,
    ),
)
MONEY_AND_NOTES = (
    shared.ORDER_DATE,
    Column(
        "price_original",
        pgettext_lazy("column", "Price (original)"),
        "price_original",
        MONEY,
        currency="currency",
        default=False,
    ),
    replace(shared.PRICE, extras=("price_original",), write=cells.price),
    replace(
        shared.CANCELLATION_FEE,
        extras=("cancellation_fee_original",),
        write=cells.fee,
    ),
    replace(
        shared.BILLING_ADDRESS,
        extras=("address__name_line_1", "address__city", "address__source"),
        write=cells.address,
        css="wide",
    ),
    Column(
        "cost_center",
        pgettext_lazy("column", "Cost center"),
        "seen_cost_center_name",
        default=False,
        needs=MAY_SEE_ACCOUNTING,
    ),
    Column(
        "account",
        pgettext_lazy("column", "Account"),
        "seen_cost_center_account",
        CODE,
        default=False,
        needs=MAY_SEE_ACCOUNTING,
    ),
    replace(shared.PO_NUMBER, value="seen_po_number", needs=MAY_SEE_ACCOUNTING),
    replace(shared.COMMENT, write=cells.comment),
)
PRESETS = (
    Preset("", pgettext_lazy("tab", "All"), Q()),
    Preset("open", pgettext_lazy("tab", "Open"), Q(status__in=["open", "in_payment"])),
    Preset("confirm", pgettext_lazy("tab", "To confirm"), Q(participation__status="pending")),
    Preset("done", pgettext_lazy("tab", "Done"), Q(status="done")),
    Preset("paid", pgettext_lazy("tab", "Paid"), Q(status="paid")),
    Preset(
        "cancelled",
        pgettext_lazy("tab", "Cancelled"),
        Q(status__in=["cancelled", "cancelled_fee"]),
    ),
    Preset("written_off", pgettext_lazy("tab", "Written off"), Q(status="written_off")),
    Preset("error", pgettext_lazy("tab", "Error"), Q(status="error")),
    Preset("adjusted", pgettext_lazy("tab", "Adjusted amount"), Q(is_adjusted=True)),
    Preset("proposal", pgettext_lazy("tab", "Address proposal"), Q(address__source="proposal")),
)


class Orders(Table):
    """Over all implementations; the content tells which."""

    name = "orders"
    title = _("Booking orders")
    default_sort = "-created"
    search_hint = _("Number, name, e-mail")
    empty = _("There are no booking orders yet.")
    presets = PRESETS
    unfolds = True
    menu = menus.ORDER
    extras = (
        "number",
        "comment",
        "method",
        "status",
        "cancellation_fee_original",
        "participation__status",
        "participation__confirm_by",
        "may_settle",
        "may_readdress",
        "may_change",
        "may_decide",
        *ADDRESS_LINES,
    )
    columns = (*BOOKED, *PERSON, replace(shared.CONTENT, css="full"), *MONEY_AND_NOTES)


class OrdersOfImplementation(Orders):
    name = "implementation-orders"
    columns = (*BOOKED, *PERSON, *MONEY_AND_NOTES)
