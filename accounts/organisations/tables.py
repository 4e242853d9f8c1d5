"""The list of the roles in an organisation."""

from __future__ import annotations

from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Role
from tables.columns import CHOICE, CODE, Column
from tables.entries import Entry, Fetched, Page, When, at, below, posted
from tables.table import Table

YES_NO = {True: pgettext_lazy("inheritance", "Yes"), False: pgettext_lazy("inheritance", "No")}

_FULL_NAME = ("user__first_name", Value(" "), "user__last_name")

NAME = Column(
    "name",
    pgettext_lazy("column", "Name"),
    Coalesce(
        NullIf(Trim(Concat(*_FULL_NAME)), Value("")), F("user__email"), output_field=CharField()
    ),
    sort="user__sort_name",
    locked=True,
    template="organisations/cells/name.html",
    extras=("user__is_active",),
    css="title",
)
EMAIL = Column("email", pgettext_lazy("column", "E-mail"), "user__email", sort="user__email")
ROLE = Column(
    "role",
    pgettext_lazy("column", "Role"),
    "role",
    CHOICE,
    sort="role",
    choices=dict(Role.choices),
)
FROM = Column(
    "from",
    pgettext_lazy("column", "Holds from"),
    "organisation__name",
    template="organisations/cells/from.html",
)
INHERITED = Column(
    "inherited",
    pgettext_lazy("column", "For sub-organisations"),
    "inherited",
    CHOICE,
    choices=YES_NO,
)
CUSTOMER_NUMBERS = "customer numbers"
CUSTOMER_NUMBER = Column(
    "customer_number",
    pgettext_lazy("column", "Customer number"),
    "user__customer_number",
    default=False,
    needs=CUSTOMER_NUMBERS,
)
ID = Column("id", pgettext_lazy("column", "ID"), "user_id", CODE, default=False)


def _here(row: Fetched, page: Page) -> bool:
    return page["may"].keep and row["organisation_id"] == page["organisation"].pk


def _seen_elsewhere(row: Fetched, page: Page) -> bool:
    place, seen = row["organisation_id"], page["seen"]
    return place != page["organisation"].pk and (seen.everything or place in seen.organisations)


def _reaching(*, further: bool) -> When:
    """Here, and holding for sub-organisations or not."""
    return lambda row, page: _here(row, page) and row["inherited"] is further


MENU = (
    Entry(
        pgettext_lazy("button", "Where this role stands"),
        "building",
        at("organisations:members", organisation="organisation_id"),
        _seen_elsewhere,
    ),
    Entry(
        pgettext_lazy("button", "Hold only here"),
        "arrow-left-right",
        posted("inheritance/"),
        _reaching(further=True),
        posts=True,
        sends=("inherited", "no"),
    ),
    Entry(
        pgettext_lazy("button", "Hold for sub-organisations too"),
        "arrow-left-right",
        posted("inheritance/"),
        _reaching(further=False),
        posts=True,
        sends=("inherited", "yes"),
    ),
    Entry(pgettext_lazy("button", "Remove…"), "trash", below("remove/"), _here),
)


class Members(Table):
    """Of one organisation, with the roles that reach it from above."""

    name = "members"
    title = _("Members and roles")
    default_sort = "name"
    search_hint = _("Name, e-mail")
    empty = _("Nobody has a role here yet.")
    menu = MENU
    extras = ("user__email", "role", "inherited", "organisation_id")
    columns = (NAME, EMAIL, ROLE, FROM, INHERITED, CUSTOMER_NUMBER, ID)
