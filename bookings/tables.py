"""The list of what a person has booked. The columns follow OpenOlat's, in its order."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy

from bookings import columns as shared
from tables.table import Table


class MyBookings(Table):
    name = "my-bookings"
    title = gettext_lazy("My bookings")
    default_sort = "-created"
    search_hint = gettext_lazy("Number, content")
    empty = gettext_lazy("You have not booked anything yet")
    extras = ("number", "resource_id", "resource_title")
    columns = (
        shared.BOOKING_NUMBER,
        shared.STATUS,
        shared.PARTICIPATION,
        shared.OFFER_TYPE,
        shared.OFFER,
        shared.CONTENT,
        shared.ORDER_DATE,
        shared.PRICE,
        shared.CANCELLATION_FEE,
        replace(shared.BILLING_ADDRESS, default=False),
        shared.PO_NUMBER,
        replace(shared.COMMENT, default=False, css="wrap"),
    )
