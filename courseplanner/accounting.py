"""The workbook accounting books from: person, then OpenOlat's columns A to AN in their order.

Product, implementation, dates, membership and person are as they are now; everything else is
the frozen copy in the order.
"""

from __future__ import annotations

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    Column("first_name", pgettext_lazy("column", "First name"), "person__first_name"),
    Column("last_name", pgettext_lazy("column", "Last name"), "person__last_name"),
    Column("email", pgettext_lazy("column", "E-mail"), "person__email", width=32),
    Column(
        "customer_number",
        pgettext_lazy("column", "Customer number"),
        "person__customer_number",
        CODE,
    ),
)
WHAT = (
    Column(
        "membership",
        pgettext_lazy("column", "Membership status"),
        "participation__status",
        CHOICE,
        choices=states.ACCESS_STATUS,
    ),
    Column("product", pgettext_lazy("column", "Product"), f"{PRODUCT}title", width=36),
    Column("product_reference", pgettext_lazy("column", "Reference"), f"{PRODUCT}reference", CODE),
    Column(
        "product_org_id",
        pgettext_lazy("column", "Org ID (product)"),
        f"{PRODUCT}organisation__identifier",
        CODE,
    ),
    Column(
        "product_org",
        pgettext_lazy("column", "Org name (product)"),
        f"{PRODUCT}organisation__name",
    ),
    Column(
        "implementation", pgettext_lazy("column", "Implementation"), "resource__title", width=48
    ),
    Column("reference", pgettext_lazy("column", "Reference"), "resource__reference", CODE),
    Column(
        "type",
        pgettext_lazy("column", "Implementation type"),
        f"{RUN}type",
        CHOICE,
        choices=dict(Implementation.Type.choices),
    ),
    Column(
        "implementation_status",
        pgettext_lazy("column", "Implementation status"),
        "resource__status",
        CHOICE,
        choices=LABELS,
    ),
    Column(
        "format",
        pgettext_lazy("column", "Implementation format"),
        "resource__format",
        CHOICE,
        choices=dict(LearningResource.Format.choices),
    ),
    Column("begin", pgettext_lazy("column", "Execution from"), "resource__begin", DATE),
    Column("end", pgettext_lazy("column", "Execution to"), "resource__end", DATE),
    Column("location", pgettext_lazy("column", "Location"), "resource__location"),
)
ORDER = (
    Column("number", pgettext_lazy("column", "Booking number"), "number", CODE),
    Column(
        "status",
        pgettext_lazy("column", "Booking status"),
        "status",
        CHOICE,
        choices=states.STATUS,
    ),
    Column("offer", pgettext_lazy("column", "Offer"), "offer_label"),
    Column(
        "method", pgettext_lazy("column", "Offer type"), "method", CHOICE, choices=methods.labels
    ),
    Column(
        "cost_center",
        pgettext_lazy("column", "Cost center"),
        "seen_cost_center_name",
        needs=MAY_SEE_ACCOUNTING,
    ),
    Column(
        "account",
        pgettext_lazy("column", "Account"),
        "seen_cost_center_account",
        CODE,
        needs=MAY_SEE_ACCOUNTING,
    ),
    Column(
        "po_number",
        pgettext_lazy("column", "PO number"),
        "seen_po_number",
        CODE,
        needs=MAY_SEE_ACCOUNTING,
    ),
    Column("comment", pgettext_lazy("column", "Order comment"), "comment", width=48),
    Column(
        "created", pgettext_lazy("column", "Order date"), "created_at", DATETIME, sort="created_at"
    ),
    Column("price", pgettext_lazy("column", "Price"), "price", MONEY, currency="currency"),
    Column(
        "fee",
        pgettext_lazy("column", "Cancellation fee"),
        "cancellation_fee",
        MONEY,
        currency="currency",
    ),
    Column("currency", pgettext_lazy("column", "Currency"), "currency", CODE),
)
ADDRESS = (
    Column("address", pgettext_lazy("column", "Billing address"), "address__identifier"),
    Column(
        "address_customer_number",
        pgettext_lazy("column", "Customer number billing address"),
        "address__customer_number",
        CODE,
    ),
    Column(
        "name_line_1", pgettext_lazy("column", "Name / company"), "address__name_line_1", width=32
    ),
    Column(
        "name_line_2", pgettext_lazy("column", "Addition / department"), "address__name_line_2"
    ),
    Column("address_line_1", pgettext_lazy("column", "Address line 1"), STREET),
    Column("address_line_2", pgettext_lazy("column", "Address line 2"), "address__address_line_2"),
    Column("address_line_3", pgettext_lazy("column", "Address line 3"), "address__address_line_3"),
    Column("address_line_4", pgettext_lazy("column", "Address line 4"), "address__address_line_4"),
    Column("po_box", pgettext_lazy("column", "P.O. box"), "address__po_box"),
    Column("region", pgettext_lazy("column", "Region"), "address__region"),
    Column("zip", pgettext_lazy("column", "ZIP"), "address__zip", CODE),
    Column("city", pgettext_lazy("column", "City"), "address__city"),
    Column("country", pgettext_lazy("column", "Country"), "address__country", COUNTRY),
    Column(
        "address_org_id",
        pgettext_lazy("column", "Org ID (billing address)"),
        "address__organisation_identifier",
        CODE,
    ),
    Column(
        "address_org",
        pgettext_lazy("column", "Org name (billing address)"),
        "address__organisation_name",
    ),
    Column(
        "address_org_customer_number",
        pgettext_lazy("column", "Customer number organisation"),
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
