"""The lists of the Course Planner: implementations, and booking orders with OpenOlat's columns."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

from bookings import states
from bookings.tables import ADDRESS
from catalog import methods
from catalog.states import IMPLEMENTATION
from tables.columns import CHOICE, CODE, DATE, DATETIME, MONEY, NUMBER, Column
from tables.table import Preset, Table

MAY_SEE_ACCOUNTING = "orders.accounting"


class Implementations(Table):
    name = "implementations"
    title = _("Implementations")
    default_sort = "begin"
    search_hint = _("Title, reference, subject")
    empty = _("There are no implementations yet.")
    columns = (
        Column(
            "title",
            _p("column", "Implementation"),
            "resource__title",
            sort="resource__title_folded",
            locked=True,
            template="courseplanner/cells/implementation.html",
            css="title",
            width=48,
        ),
        Column("reference", _p("column", "Reference"), "resource__reference", css="code"),
        Column("product", _p("column", "Product"), "product__title", default=False),
        Column(
            "status",
            _p("column", "Status"),
            "resource__status",
            CHOICE,
            choices=IMPLEMENTATION,
            template="bookings/cells/status.html",
            css="state",
        ),
        Column("begin", _p("column", "Begin"), "resource__begin", DATE, sort="resource__begin"),
        Column("end", _p("column", "End"), "resource__end", DATE),
        Column("location", _p("column", "Place"), "resource__location", default=False),
        Column("taken", _p("column", "Seats taken"), "resource__seats_taken", NUMBER),
        Column("maximum", _p("column", "Maximum"), "resource__max_participants", NUMBER),
        Column(
            "minimum", _p("column", "Minimum"), "resource__min_participants", NUMBER, default=False
        ),
        Column("orders", _p("column", "Booking orders"), "number_of_orders", NUMBER),
    )


NUMBER_OF_ORDER = Column(
    "number",
    _p("column", "Booking number"),
    "number",
    CODE,
    sort="number",
    locked=True,
    template="courseplanner/cells/number.html",
    css="no",
)
STATUS = Column(
    "status",
    _p("column", "Status"),
    "status",
    CHOICE,
    sort="status",
    choices=states.STATUS,
    template="bookings/cells/status.html",
    css="state",
)
PARTICIPATION = Column(
    "participation",
    _p("column", "Participation"),
    "participation__status",
    CHOICE,
    choices=states.ACCESS_STATUS,
    default=False,
    template="bookings/cells/status.html",
)
BOOKED = (
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
        "last_name",
        _p("column", "Last name"),
        "person__last_name",
        sort="person__sort_name",
        css="title",
    ),
    Column("first_name", _p("column", "First name"), "person__first_name"),
    Column("email", _p("column", "E-mail"), "person__email", default=False),
    Column(
        "customer_number",
        _p("column", "Customer number"),
        "person__customer_number",
        CODE,
        default=False,
    ),
)
CONTENT = Column(
    "content",
    _p("column", "Content"),
    "resource_title",
    sort="resource_title_folded",
    css="full",
    width=48,
)
MONEY_AND_NOTES = (
    Column(
        "created",
        _p("column", "Order date"),
        "created_at",
        DATETIME,
        sort="created_at",
        template="bookings/cells/day.html",
    ),
    Column(
        "price_original",
        _p("column", "Price (original)"),
        "price_original",
        MONEY,
        currency="currency",
        default=False,
    ),
    Column(
        "price",
        _p("column", "Price"),
        "price",
        MONEY,
        sort="price",
        currency="currency",
        extras=("price_original",),
        template="courseplanner/cells/price.html",
    ),
    Column(
        "fee", _p("column", "Cancellation fee"), "cancellation_fee", MONEY, currency="currency"
    ),
    Column(
        "address",
        _p("column", "Billing address"),
        ADDRESS,
        extras=("address__name_line_1", "address__city", "address__source"),
        template="courseplanner/cells/address.html",
        css="wide",
        width=36,
    ),
    Column(
        "cost_center",
        _p("column", "Cost center"),
        "seen_cost_center_name",
        default=False,
        needs=MAY_SEE_ACCOUNTING,
    ),
    Column(
        "account",
        _p("column", "Account"),
        "seen_cost_center_account",
        CODE,
        default=False,
        needs=MAY_SEE_ACCOUNTING,
    ),
    Column(
        "po_number",
        _p("column", "P.O. number"),
        "seen_po_number",
        CODE,
        default=False,
        needs=MAY_SEE_ACCOUNTING,
    ),
    Column(
        "comment",
        _p("column", "Comment"),
        "comment",
        template="courseplanner/cells/comment.html",
        width=48,
    ),
)
PRESETS = (
    Preset("", _p("tab", "All"), Q()),
    Preset("open", _p("tab", "Open"), Q(status__in=["open", "in_payment"])),
    Preset("confirm", _p("tab", "To confirm"), Q(participation__status="pending")),
    Preset("done", _p("tab", "Done"), Q(status="done")),
    Preset("paid", _p("tab", "Paid"), Q(status="paid")),
    Preset("cancelled", _p("tab", "Cancelled"), Q(status__in=["cancelled", "cancelled_fee"])),
    Preset("written_off", _p("tab", "Written off"), Q(status="written_off")),
    Preset("error", _p("tab", "Error"), Q(status="error")),
    Preset("adjusted", _p("tab", "Adjusted amount"), Q(is_adjusted=True)),
    Preset("proposal", _p("tab", "Address proposal"), Q(address__source="proposal")),
)


class Orders(Table):
    """Over all implementations; the content tells which."""

    name = "orders"
    title = _("Booking orders")
    default_sort = "-created"
    search_hint = _("Number, name, content")
    empty = _("There are no booking orders yet.")
    presets = PRESETS
    extras = (
        "number",
        "method",
        "status",
        "participation__status",
        "participation__confirm_by",
        "may_settle",
        "may_decide",
    )
    columns = (NUMBER_OF_ORDER, STATUS, PARTICIPATION, *BOOKED, CONTENT, *MONEY_AND_NOTES)


class OrdersOfImplementation(Orders):
    name = "implementation-orders"
    search_hint = _("Number, name")
    columns = (NUMBER_OF_ORDER, STATUS, PARTICIPATION, *BOOKED, *MONEY_AND_NOTES)
