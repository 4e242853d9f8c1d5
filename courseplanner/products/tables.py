"""The list of products."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courseplanner.cells import product
from tables.columns import CODE, NUMBER, Column
from tables.entries import Entry, Fetched, Page, at, having
from tables.table import Preset, Table


def _current(row: Fetched, _page: Page) -> bool:
    return bool(row["may_keep"] and not row["archived_at"])


def _new_implementation(row: Fetched, _page: Page) -> str:
    return f"{reverse('courseplanner:implementation_create')}?product={row['pk']}"


MENU = (
    Entry(
        pgettext_lazy("button", "Implementations"),
        "list-ul",
        at("courseplanner:product", product="pk"),
    ),
    Entry(
        pgettext_lazy("button", "Edit"),
        "pencil",
        at("courseplanner:product_edit", product="pk"),
        having("may_keep"),
    ),
    Entry(
        pgettext_lazy("button", "Take out of the archive"),
        "arrow-repeat",
        at("courseplanner:product_unarchive", product="pk"),
        having("may_keep", "archived_at"),
        posts=True,
    ),
    Entry(
        pgettext_lazy("button", "Create implementation"), "plus-lg", _new_implementation, _current
    ),
    Entry(
        pgettext_lazy("button", "Archive…"),
        "archive",
        at("courseplanner:product_archive", product="pk"),
        _current,
    ),
)


class Products(Table):
    name = "products"
    title = _("Products")
    default_sort = "title"
    search_hint = _("Title, reference")
    empty = _("There are no products yet.")
    menu = MENU
    extras = ("title", "archived_at", "may_keep")
    columns = (
        Column(
            "title",
            pgettext_lazy("column", "Product"),
            "title",
            sort="title_folded",
            locked=True,
            write=product,
            css="title",
            width=48,
        ),
        Column("reference", pgettext_lazy("column", "Reference"), "reference", css="code"),
        Column("organisation", pgettext_lazy("column", "Organisation"), "organisation__name"),
        Column(
            "org_id",
            pgettext_lazy("column", "Org ID"),
            "organisation__identifier",
            CODE,
            default=False,
        ),
        Column(
            "implementations",
            pgettext_lazy("column", "Implementations"),
            "number_of_implementations",
            NUMBER,
        ),
    )
    presets = (
        Preset("", pgettext_lazy("tab", "Products"), Q(archived_at=None)),
        Preset("archived", pgettext_lazy("tab", "Archived"), Q(archived_at__isnull=False)),
    )
