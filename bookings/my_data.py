"""What the house keeps of a person's bookings, for themselves: one workbook, a sheet each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.db.models import Case, F, TextField, Value, When
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.addresses import tables as addresses
from accounts.models import BillingAddress, Message
from bookings import columns as shared
from bookings.models import BookingOrder, Participation
from tables.columns import CHOICE, CODE, DATE, DATETIME, Column
from tables.download import limited_response, workbook_of_several
from tables.table import Table

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from accounts.models import User

EVERYTHING = QueryDict("columns=all")
# Of all other mails the text may hold a code or a link that lets somebody in.
ABOUT_BOOKINGS = (
    *("booked", "booked_pending", "confirmed", "declined", "expired", "answered"),
    *("cancelled", "paid", "reminded"),
)


class Bookings(Table):
    """OpenOlat's columns of this download, then what else was promised or typed."""

    name = "data-bookings"
    title = gettext_lazy("Bookings")
    default_sort = "created"
    columns = (
        shared.STATUS,
        shared.BOOKING_NUMBER,
        replace(shared.ORDER_DATE, label=pgettext_lazy("column", "Date")),
        shared.CONTENT,
        replace(shared.OFFER_TYPE, label=pgettext_lazy("column", "Method")),
        replace(shared.PRICE, label=pgettext_lazy("column", "Total")),
        shared.CANCELLATION_FEE,
        shared.BILLING_ADDRESS,
        shared.PO_NUMBER,
        shared.COMMENT,
    )


class Memberships(Table):
    name = "data-memberships"
    title = gettext_lazy("Memberships")
    default_sort = "since"
    columns = (
        Column("title", pgettext_lazy("column", "Title"), "resource__title", width=48),
        Column("reference", pgettext_lazy("column", "Reference"), "resource__reference", CODE),
        Column("begin", pgettext_lazy("column", "Begin"), "resource__begin", DATE),
        Column("end", pgettext_lazy("column", "End"), "resource__end", DATE),
        replace(shared.PARTICIPATION, value="status"),
        Column(
            "origin",
            pgettext_lazy("column", "Origin"),
            "origin",
            CHOICE,
            choices=dict(Participation.Origin.choices),
        ),
        Column(
            "since", pgettext_lazy("column", "Since"), "created_at", DATETIME, sort="created_at"
        ),
        Column(
            "until",
            pgettext_lazy("column", "Confirmation until"),
            "confirm_until",
            DATETIME,
        ),
        replace(shared.BOOKING_NUMBER, value="order__number", sort=None),
    )


class Addresses(Table):
    name = "data-addresses"
    title = gettext_lazy("Billing addresses")
    default_sort = "identifier"
    columns = (
        addresses.IDENTIFIER,
        addresses.NAME,
        *addresses.LINES,
        addresses.STATUS,
        replace(addresses.CUSTOMER_NUMBER, needs=None),
    )


class Mails(Table):
    name = "data-mails"
    title = gettext_lazy("E-mails")
    default_sort = "created"
    columns = (
        Column(
            "created", pgettext_lazy("column", "Date"), "created_at", DATETIME, sort="created_at"
        ),
        Column("recipient", pgettext_lazy("column", "E-mail"), "recipient", width=32),
        Column("subject", pgettext_lazy("column", "Subject"), "subject", width=60),
        Column(
            "state",
            pgettext_lazy("column", "Status"),
            "state",
            CHOICE,
            choices=dict(Message.State.choices),
        ),
        Column(
            "text",
            pgettext_lazy("column", "Text"),
            Case(
                When(event__in=ABOUT_BOOKINGS, then=F("text")),
                default=Value(""),
                output_field=TextField(),
            ),
            width=80,
        ),
    )


@require_safe
@login_required
def download(request: HttpRequest) -> HttpResponseBase:
    name = f"{_('My data')} {timezone.localdate().isoformat()}"
    content = workbook_of_several(_tables(request.user), title=_("My data"), by=request.user)
    return limited_response(content, name, by=request.user)


def _tables(person: User) -> list[Table]:
    """Their own rows, in no order or number that an address could change."""
    mails = Message.objects.readable_by(person=person, everything=False, asked_for=[])
    return [
        Bookings(BookingOrder.objects.of(person), query=EVERYTHING),
        Memberships(Participation.objects.filter(person=person), query=EVERYTHING),
        Addresses(BillingAddress.objects.filter(person=person), query=EVERYTHING),
        Mails(mails, query=EVERYTHING),
    ]
