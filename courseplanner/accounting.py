"""The workbook accounting books from: person, then OpenOlat's columns A to AN in their order.

Product, implementation, dates, membership and person are as they are now; everything else is
the frozen copy in the order.
"""

from __future__ import annotations

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

from bookings import states
from catalog import methods
from catalog.models import LearningResource
from catalog.states import LABELS
from courseplanner.models import Implementation
from courseplanner.tables import MAY_SEE_ACCOUNTING, Orders
from tables.columns import CHOICE, CODE, COUNTRY, DATE, DATETIME, MONEY, Column

RUN = "resource__implementation__"
PRODUCT = f"{RUN}product__"
STREET = Trim(
    Concat(F("address__address_line_1"), Value(" "), F("address__house_number")),
    output_field=CharField(),
)

PERSON = (
    Column("first_name", _p("column", "First name"), "person__first_name"),
    Column("last_name", _p("column", "Last name"), "person__last_name"),
    Column("email", _p("column", "E-mail"), "person__email", width=32),
    Column("customer_number", _p("column", "Customer number"), "person__customer_number", CODE),
)
WHAT = (
    Column(
        "membership",
        _p("column", "Membership status"),
        "participation__status",
        CHOICE,
        choices=states.ACCESS_STATUS,
    ),
    Column("product", _p("column", "Product"), f"{PRODUCT}title", width=36),
    Column("product_reference", _p("column", "Reference"), f"{PRODUCT}reference", CODE),
    Column(
        "product_org_id",
        _p("column", "Org ID (product)"),
        f"{PRODUCT}organisation__identifier",
        CODE,
    ),
    Column("product_org", _p("column", "Org name (product)"), f"{PRODUCT}organisation__name"),
    Column("implementation", _p("column", "Implementation"), "resource__title", width=48),
    Column("reference", _p("column", "Reference"), "resource__reference", CODE),
    Column(
        "type",
        _p("column", "Implementation type"),
        f"{RUN}type",
        CHOICE,
        choices=dict(Implementation.Type.choices),
    ),
    Column(
        "implementation_status",
        _p("column", "Implementation status"),
        "resource__status",
        CHOICE,
        choices=LABELS,
    ),
    Column(
        "format",
        _p("column", "Implementation format"),
        "resource__format",
        CHOICE,
        choices=dict(LearningResource.Format.choices),
    ),
    Column("begin", _p("column", "Execution from"), "resource__begin", DATE),
    Column("end", _p("column", "Execution to"), "resource__end", DATE),
    Column("location", _p("column", "Location"), "resource__location"),
)
ORDER = (
    Column("number", _p("column", "Booking number"), "number", CODE),
    Column("status", _p("column", "Booking status"), "status", CHOICE, choices=states.STATUS),
    Column("offer", _p("column", "Offer"), "offer_label"),
    Column("method", _p("column", "Offer type"), "method", CHOICE, choices=methods.labels),
    Column(
        "cost_center",
        _p("column", "Cost center"),
        "seen_cost_center_name",
        needs=MAY_SEE_ACCOUNTING,
    ),
    Column(
        "account",
        _p("column", "Account"),
        "seen_cost_center_account",
        CODE,
        needs=MAY_SEE_ACCOUNTING,
    ),
    Column(
        "po_number", _p("column", "PO number"), "seen_po_number", CODE, needs=MAY_SEE_ACCOUNTING
    ),
    Column("comment", _p("column", "Order comment"), "comment", width=48),
    Column("created", _p("column", "Order date"), "created_at", DATETIME, sort="created_at"),
    Column("price", _p("column", "Price"), "price", MONEY, currency="currency"),
    Column(
        "fee", _p("column", "Cancellation fee"), "cancellation_fee", MONEY, currency="currency"
    ),
    Column("currency", _p("column", "Currency"), "currency", CODE),
)
ADDRESS = (
    Column("address", _p("column", "Billing address"), "address__identifier"),
    Column(
        "address_customer_number",
        _p("column", "Customer number billing address"),
        "address__customer_number",
        CODE,
    ),
    Column("name_line_1", _p("column", "Name / company"), "address__name_line_1", width=32),
    Column("name_line_2", _p("column", "Addition / department"), "address__name_line_2"),
    Column("address_line_1", _p("column", "Address line 1"), STREET),
    Column("address_line_2", _p("column", "Address line 2"), "address__address_line_2"),
    Column("address_line_3", _p("column", "Address line 3"), "address__address_line_3"),
    Column("address_line_4", _p("column", "Address line 4"), "address__address_line_4"),
    Column("po_box", _p("column", "P.O. box"), "address__po_box"),
    Column("region", _p("column", "Region"), "address__region"),
    Column("zip", _p("column", "ZIP"), "address__zip", CODE),
    Column("city", _p("column", "City"), "address__city"),
    Column("country", _p("column", "Country"), "address__country", COUNTRY),
    Column(
        "address_org_id",
        _p("column", "Org ID (billing address)"),
        "address__organisation_identifier",
        CODE,
    ),
    Column(
        "address_org", _p("column", "Org name (billing address)"), "address__organisation_name"
    ),
    Column(
        "address_org_customer_number",
        _p("column", "Customer number organisation"),
        "address__organisation_customer_number",
        CODE,
    ),
)


class AccountingReport(Orders):
    """Never shown as a page; follows filter, tab and search of the list it is asked from."""

    name = "accounting"
    title = _("Booking orders")
    extras = ()
    columns = (*PERSON, *WHAT, *ORDER, *ADDRESS)
