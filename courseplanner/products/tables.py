"""The list of products."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tables.columns import CODE, NUMBER, Column
from tables.table import Preset, Table


class Products(Table):
    name = "products"
    title = _("Products")
    default_sort = "title"
    search_hint = _("Title, reference")
    empty = _("There are no products yet.")
    extras = ("title", "archived_at", "may_keep")
    columns = (
        Column(
            "title",
            pgettext_lazy("column", "Product"),
            "title",
            sort="title_folded",
            locked=True,
            template="courseplanner/products/cells/title.html",
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
