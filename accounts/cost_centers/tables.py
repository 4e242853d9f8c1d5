"""The list of cost centers."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.entries import kept
from tables.columns import CHOICE, CODE, NUMBER, Column
from tables.table import Preset, Table

ACTIVATED = {
    True: pgettext_lazy("cost center status", "Active"),
    False: pgettext_lazy("cost center status", "Inactive"),
}


class CostCenters(Table):
    name = "cost-centers"
    title = _("Cost centers")
    default_sort = "name"
    search_hint = _("ID, name, account")
    empty = _("There are no cost centers yet.")
    extras = ("name", "is_active", "number_of_offers")
    menu = kept("number_of_offers")
    columns = (
        Column(
            "identifier",
            pgettext_lazy("column", "ID"),
            "identifier",
            CODE,
            sort="identifier_folded",
            css="code",
        ),
        Column(
            "name",
            pgettext_lazy("column", "Name"),
            "name",
            sort="name_folded",
            locked=True,
            template="cost_centers/cells/name.html",
            css="title",
            width=36,
        ),
        Column("account", pgettext_lazy("column", "Account"), "account", CODE, css="code"),
        Column(
            "active",
            pgettext_lazy("column", "Activated"),
            "is_active",
            CHOICE,
            choices=ACTIVATED,
            template="addresses/cells/status.html",
            css="state",
        ),
        Column("offers", pgettext_lazy("column", "Number of offers"), "number_of_offers", NUMBER),
    )
    presets = (
        Preset("active", pgettext_lazy("tab", "Active"), Q(is_active=True)),
        Preset("inactive", pgettext_lazy("tab", "Inactive"), Q(is_active=False)),
        Preset("all", pgettext_lazy("tab", "All"), Q()),
    )
