"""The list of billing addresses: the columns of OpenOlat, street and house number apart."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.entries import kept
from tables.columns import CHOICE, CODE, COUNTRY, NUMBER, Column
from tables.table import Preset, Table

ACTIVE = {
    True: pgettext_lazy("address status", "Active"),
    False: pgettext_lazy("address status", "Inactive"),
}
CUSTOMER_NUMBERS = "customer numbers"

IDENTIFIER = Column(
    "identifier",
    pgettext_lazy("column", "Identifier"),
    "identifier",
    CODE,
    sort="identifier_folded",
    locked=True,
    template="addresses/cells/identifier.html",
    css="no",
)
NAME = Column(
    "name",
    pgettext_lazy("column", "Name / company"),
    "name_line_1",
    sort="name_folded",
    css="title",
    width=32,
)
LINES = (
    Column("addition", pgettext_lazy("column", "Addition / department"), "name_line_2"),
    Column("street", pgettext_lazy("column", "Street"), "address_line_1"),
    Column("house_number", pgettext_lazy("column", "House number"), "house_number", width=10),
    Column("line_2", pgettext_lazy("column", "Address line 2"), "address_line_2", default=False),
    Column("line_3", pgettext_lazy("column", "Address line 3"), "address_line_3", default=False),
    Column("line_4", pgettext_lazy("column", "Address line 4"), "address_line_4", default=False),
    Column("po_box", pgettext_lazy("column", "P.O. box"), "po_box"),
    Column("region", pgettext_lazy("column", "Region"), "region", default=False),
    Column("zip", pgettext_lazy("column", "ZIP"), "zip", CODE, width=10),
    Column("city", pgettext_lazy("column", "City"), "city"),
    Column("country", pgettext_lazy("column", "Country"), "country", COUNTRY),
)
CUSTOMER_NUMBER = Column(
    "customer_number",
    pgettext_lazy("column", "Customer number"),
    "customer_number",
    CODE,
    needs=CUSTOMER_NUMBERS,
)
STATUS = Column(
    "status",
    pgettext_lazy("column", "Status"),
    "is_active",
    CHOICE,
    choices=ACTIVE,
    template="addresses/cells/status.html",
    css="state",
)
NUMBER_OF_BOOKINGS = Column(
    "bookings", pgettext_lazy("column", "Num. bookings"), "number_of_bookings", NUMBER
)
ID = Column("id", pgettext_lazy("column", "ID"), "id", CODE, default=False)


class Addresses(Table):
    """Of one organisation."""

    name = "addresses"
    title = _("Billing addresses")
    default_sort = "identifier"
    search_hint = _("Identifier, name, street, city")
    empty = _("There are no billing addresses yet.")
    extras = ("identifier", "is_active", "number_of_bookings")
    menu = kept("number_of_bookings")
    columns = (IDENTIFIER, NAME, *LINES, CUSTOMER_NUMBER, STATUS, NUMBER_OF_BOOKINGS, ID)
    presets = (
        Preset("active", pgettext_lazy("tab", "Active"), Q(is_active=True)),
        Preset("inactive", pgettext_lazy("tab", "Inactive"), Q(is_active=False)),
        Preset("all", pgettext_lazy("tab", "All"), Q()),
    )
