"""The lists of payments and of money nobody expected."""

from __future__ import annotations

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookings import cells, states
from tables.columns import CHOICE, CODE, DATETIME, MONEY, Column
from tables.table import Preset, Table

OPEN_CHOICES = {
    "open": pgettext_lazy("unassigned money", "Open"),
    **states.OUTCOMES,
}


def _name(person: str) -> Combinable:
    """As people write it; empty where there is nobody."""
    written = Concat(F(f"{person}__last_name"), Value(" "), F(f"{person}__first_name"))
    return Case(When(**{f"{person}__isnull": False}, then=written), output_field=CharField())


class Payments(Table):
    """OpenOlat's transactions: one row for each try to pay."""

    name = "payments"
    title = _("Payments")
    default_sort = "-created"
    search_hint = _("Booking number, PayPal order, PayPal account")
    empty = _("Nobody has paid by PayPal yet.")
    extras = ("order__number",)
    columns = (
        Column(
            "created",
            pgettext_lazy("column", "Date"),
            "created_at",
            DATETIME,
            sort="created_at",
        ),
        Column(
            "checkout", pgettext_lazy("column", "PayPal order"), "checkout_id", CODE, css="code"
        ),
        Column(
            "number",
            pgettext_lazy("column", "Booking number"),
            "order__number",
            CODE,
            sort="number",
            locked=True,
            template="payments/cells/number.html",
            css="no",
        ),
        Column(
            "attempt", pgettext_lazy("column", "Payment number"), "number", CODE, default=False
        ),
        Column("buyer", pgettext_lazy("column", "Buyer"), _name("order__person"), width=30),
        Column(
            "payer",
            pgettext_lazy("column", "PayPal account"),
            "payer_email",
            default=False,
            width=30,
        ),
        Column(
            "content",
            pgettext_lazy("column", "Content"),
            "order__resource_title",
            css="title",
            width=48,
        ),
        Column(
            "status",
            pgettext_lazy("column", "Status"),
            "state",
            CHOICE,
            choices=states.PAYMENT_STATUS,
            write=cells.status,
            css="state",
        ),
        Column(
            "order_status",
            pgettext_lazy("column", "Booking"),
            "order__status",
            CHOICE,
            choices=states.STATUS,
            write=cells.status,
        ),
        Column(
            "amount",
            pgettext_lazy("column", "Amount"),
            "amount",
            MONEY,
            currency="currency",
        ),
        Column("issue", pgettext_lazy("column", "Issue"), "issue", CODE, default=False),
    )


class Unassigned(Table):
    name = "unassigned-money"
    title = _("Unassigned money")
    default_sort = "created"
    empty = _("There is no money that pays for nothing.")
    extras = ("pk", "capture__custom_id", "capture__capture_id")
    columns = (
        Column(
            "created",
            pgettext_lazy("column", "Since"),
            "created_at",
            DATETIME,
            sort="created_at",
        ),
        Column(
            "number",
            pgettext_lazy("column", "Booking number"),
            "capture__custom_id",
            CODE,
            locked=True,
            template="payments/cells/item.html",
            css="no",
        ),
        Column(
            "why", pgettext_lazy("column", "Why"), "why", CHOICE, choices=states.WHY_UNASSIGNED
        ),
        Column(
            "amount",
            pgettext_lazy("column", "Amount"),
            "amount",
            MONEY,
            currency="capture__currency",
        ),
        Column(
            "buyer",
            pgettext_lazy("column", "Buyer"),
            _name("capture__payment__order__person"),
            width=30,
        ),
        Column("owner", pgettext_lazy("column", "Taken on by"), _name("owner"), width=30),
        Column(
            "outcome",
            pgettext_lazy("column", "Outcome"),
            Case(When(outcome="", then=Value("open")), default="outcome"),
            CHOICE,
            choices=OPEN_CHOICES,
        ),
        Column("capture", pgettext_lazy("column", "PayPal payment"), "capture__capture_id", CODE),
    )
    presets = (
        Preset("open", pgettext_lazy("tab", "Open"), Q(closed_at=None)),
        Preset("closed", pgettext_lazy("tab", "Closed"), Q(closed_at__isnull=False)),
        Preset("all", pgettext_lazy("tab", "All"), Q()),
    )
