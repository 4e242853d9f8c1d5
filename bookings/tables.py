"""The lists of My bookings. The columns follow OpenOlat's, in its order."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.addresses import tables as addresses
from bookings import cells
from bookings import columns as shared
from catalog.models import LearningResource
from tables.columns import CHOICE, CODE, DATE, DATETIME, TEXT, Column
from tables.entries import Entry, Fetched, Page, at, below, having
from tables.table import Preset, Table


def _in_payment(row: Fetched, _page: Page) -> bool:
    return row["state"] == "in_payment"


def _cancellable(row: Fetched, page: Page) -> bool:
    return row["cancellable"] and row["state"] in page["cancelling"]


_INFO = Entry(
    pgettext_lazy("button", "To the info page"),
    "info-circle",
    at("catalog:info", slug="resource_id"),
)


class MyBookings(Table):
    name = "my-bookings"
    title = gettext_lazy("My bookings")
    default_sort = "-created"
    search_hint = gettext_lazy("Number, content")
    empty = gettext_lazy("You have not booked anything yet")
    extras = ("number", "resource_id", "resource_title", "cancellable", "state")
    menu = (
        Entry(pgettext_lazy("button", "Details"), "card-text", below(key="number")),
        _INFO,
        Entry(
            pgettext_lazy("button", "Continue payment"),
            "paypal",
            at("payments:pay", number="number"),
            _in_payment,
        ),
        Entry(
            pgettext_lazy("button", "Cancel booking"),
            "x-circle",
            at("bookings:cancel", number="number"),
            _cancellable,
        ),
    )
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


# A person keeps few of them: what most leave empty is not shown at first.
_LINES = tuple(
    replace(column, default=False) if column.name == "line_2" else column
    for column in addresses.LINES
)


class MyAddresses(Table):
    """One's own; the other tab is AddressesOfMyOrganisations."""

    name = "my-addresses"
    title = gettext_lazy("Billing addresses")
    default_sort = "identifier"
    search_hint = gettext_lazy("Identifier, name, street, city")
    extras = ("identifier", "is_active", "number_of_bookings")
    menu = addresses.Addresses.menu
    columns = (
        replace(addresses.IDENTIFIER, kind=TEXT, write=cells.identifier),
        addresses.NAME,
        *_LINES,
        replace(addresses.CUSTOMER_NUMBER, default=False),
        addresses.STATUS,
        addresses.NUMBER_OF_BOOKINGS,
    )
    presets = (
        Preset("own", pgettext_lazy("tab", "My own"), Q(organisation=None)),
        Preset(
            "organisations",
            pgettext_lazy("tab", "Of my organisations"),
            Q(organisation__isnull=False),
        ),
    )


class AddressesOfMyOrganisations(MyAddresses):
    """To be read. Their customer numbers are between administrators and accounting."""

    name = "addresses-of-my-organisations"
    columns = (
        addresses.IDENTIFIER,
        Column(
            "organisation", pgettext_lazy("column", "Organisation"), "organisation__name", width=32
        ),
        addresses.NAME,
        *_LINES,
        addresses.NUMBER_OF_BOOKINGS,
    )


class MyPendingMemberships(Table):
    name = "my-pending-memberships"
    title = gettext_lazy("Pending memberships")
    default_sort = "until"
    search_hint = gettext_lazy("Title, reference")
    extras = ("resource_id", "resource__title", "order__number")
    menu = (
        Entry(
            pgettext_lazy("button", "Details"),
            "card-text",
            at("bookings:detail", number="order__number"),
            having("order__number"),
        ),
        _INFO,
    )
    columns = (
        Column(
            "title",
            pgettext_lazy("column", "Title"),
            "resource__title",
            sort="resource__title_folded",
            locked=True,
            css="title",
            width=48,
        ),
        Column("reference", pgettext_lazy("column", "Reference"), "resource__reference", CODE),
        Column(
            "begin",
            pgettext_lazy("column", "Begin"),
            "resource__begin",
            DATE,
            sort="resource__begin",
        ),
        Column("end", pgettext_lazy("column", "End"), "resource__end", DATE, sort="resource__end"),
        Column(
            "kind",
            pgettext_lazy("column", "Type"),
            "resource__kind",
            CHOICE,
            choices=dict(LearningResource.Kind.choices),
        ),
        Column(
            "confirm_by",
            pgettext_lazy("column", "Confirmation by"),
            "confirm_by",
            CHOICE,
            choices={
                "person": pgettext_lazy("confirmation", "You"),
                "staff": pgettext_lazy("confirmation", "Administrative role"),
            },
        ),
        Column(
            "until",
            pgettext_lazy("column", "Confirmation until"),
            "confirm_until",
            DATETIME,
            sort="confirm_until",
        ),
        Column(
            "answer",
            pgettext_lazy("column", "Answer"),
            "confirm_by",
            template="bookings/cells/answer.html",
            css="full",
            locked=True,
            page_only=True,
        ),
    )
