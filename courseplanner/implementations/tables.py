"""The lists of implementations: over all products, and of one."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookings.cells import status
from catalog.models import LearningResource
from catalog.states import IMPLEMENTATION
from courseplanner.cells import implementation
from courseplanner.models import Implementation
from tables.columns import CHOICE, CODE, DATE, NUMBER, Column
from tables.entries import Entry, Fetched, Page, at, having
from tables.table import Preset, Table

WHAT = (
    Column(
        "title",
        pgettext_lazy("column", "Implementation"),
        "resource__title",
        sort="resource__title_folded",
        locked=True,
        write=implementation,
        css="title",
        width=48,
    ),
    Column("reference", pgettext_lazy("column", "Reference"), "resource__reference", css="code"),
)
PRODUCT = (
    Column("product", pgettext_lazy("column", "Product"), "product__title", default=False),
    Column(
        "organisation",
        pgettext_lazy("column", "Organisation"),
        "resource__organisation__name",
        default=False,
    ),
)
RUN = (
    Column(
        "status",
        pgettext_lazy("column", "Status"),
        "resource__status",
        CHOICE,
        choices=IMPLEMENTATION,
        write=status,
        css="state",
    ),
    Column(
        "begin", pgettext_lazy("column", "Begin"), "resource__begin", DATE, sort="resource__begin"
    ),
    Column("end", pgettext_lazy("column", "End"), "resource__end", DATE, sort="resource__end"),
    Column(
        "type",
        pgettext_lazy("column", "Type"),
        "type",
        CHOICE,
        choices=dict(Implementation.Type.choices),
        default=False,
    ),
    Column(
        "format",
        pgettext_lazy("column", "Format"),
        "resource__format",
        CHOICE,
        choices=dict(LearningResource.Format.choices),
        default=False,
    ),
    Column("location", pgettext_lazy("column", "Place"), "resource__location", default=False),
)
SEATS = (
    Column("taken", pgettext_lazy("column", "Seats taken"), "resource__seats_taken", NUMBER),
    Column("active", pgettext_lazy("column", "Active"), "active", NUMBER, default=False),
    Column("pending", pgettext_lazy("column", "Pending"), "pending", NUMBER, default=False),
    Column("maximum", pgettext_lazy("column", "Maximum"), "resource__max_participants", NUMBER),
    Column(
        "minimum",
        pgettext_lazy("column", "Minimum"),
        "resource__min_participants",
        NUMBER,
        default=False,
    ),
    Column("orders", pgettext_lazy("column", "Booking orders"), "number_of_orders", NUMBER),
    Column("events", pgettext_lazy("column", "Events"), "number_of_events", NUMBER, default=False),
    Column(
        "course",
        pgettext_lazy("column", "Course"),
        "resource__course_url",
        CODE,
        default=False,
        width=40,
    ),
)
CURRENT = Q(archived_at=None)
BY_STATUS = tuple(
    Preset(status, label, CURRENT & Q(resource__status=status))
    for status, label in IMPLEMENTATION.items()
)


def _archivable(row: Fetched, _page: Page) -> bool:
    is_over = row["resource__status"] in ("finished", "cancelled")
    return bool(row["may_keep"] and is_over and not row["archived_at"])


MENU = (
    Entry(
        pgettext_lazy("button", "Booking orders"), "receipt", at("courseplanner:orders", pk="pk")
    ),
    Entry(
        pgettext_lazy("button", "Export booking orders"),
        "file-earmark-spreadsheet",
        at("courseplanner:accounting", pk="pk"),
    ),
    Entry(
        pgettext_lazy("button", "Settings"),
        "gear",
        at("courseplanner:implementation_settings", pk="pk"),
    ),
    Entry(
        pgettext_lazy("button", "Copy…"),
        "calendar-plus",
        at("courseplanner:implementation_copy", pk="pk"),
        having("may_keep"),
    ),
    Entry(
        pgettext_lazy("button", "Take out of the archive"),
        "arrow-repeat",
        at("courseplanner:implementation_unarchive", pk="pk"),
        having("may_keep", "archived_at"),
        posts=True,
    ),
    Entry(
        pgettext_lazy("button", "Archive…"),
        "archive",
        at("courseplanner:implementation_archive", pk="pk"),
        _archivable,
    ),
)


class Implementations(Table):
    name = "implementations"
    title = _("Implementations")
    default_sort = "begin"
    search_hint = _("Title, reference, subject")
    empty = _("There are no implementations yet.")
    menu = MENU
    extras = ("resource__status", "archived_at", "may_keep")
    columns = (*WHAT, *PRODUCT, *RUN, *SEATS)
    presets = (
        Preset("", pgettext_lazy("tab", "All"), CURRENT),
        *BY_STATUS,
        Preset("archived", pgettext_lazy("tab", "Archived"), Q(archived_at__isnull=False)),
    )


class ImplementationsOfProduct(Table):
    """All of them, the latest first; shown on the page of the product and nowhere else."""

    name = "implementations-of-product"
    title = _("Implementations")
    default_sort = "-begin"
    menu = MENU
    extras = Implementations.extras
    columns = (*WHAT, *RUN, *SEATS)
