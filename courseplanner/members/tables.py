"""The lists of who takes part, who waits, and what happened to whom."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookings import states
from bookings.cells import day, status
from bookings.models import Participation
from courseplanner.cells import member_number
from courseplanner.members import menus
from courseplanner.tables import PERSON
from courseplanner.templatetags.courseplanner import VERBS
from tables.columns import CHOICE, CODE, DATETIME, Column
from tables.table import Preset, Table

# Of all that stands in histories, what concerns memberships.
MEMBERSHIP = (
    "booked", "entered", "confirmed", "declined", "accepted", "refused", "expired", "cancelled",
    "removed",
)  # fmt: skip

WHO = (replace(PERSON[0], locked=True), *PERSON[1:2], replace(PERSON[2], default=True), PERSON[3])
ENTERED = (
    Column(
        "registered",
        pgettext_lazy("column", "Registration date"),
        "created_at",
        DATETIME,
        sort="created_at",
        write=day,
    ),
    Column(
        "origin",
        pgettext_lazy("column", "Entered by"),
        "origin",
        CHOICE,
        choices=dict(Participation.Origin.choices),
        default=False,
    ),
    Column(
        "number",
        pgettext_lazy("column", "Booking number"),
        "order__number",
        CODE,
        write=member_number,
    ),
    Column(
        "status",
        pgettext_lazy("column", "Order status"),
        "order__status",
        CHOICE,
        choices=states.STATUS,
        write=status,
    ),
    Column("offer", pgettext_lazy("column", "Offer"), "order__offer_label", css="code"),
)


class Members(Table):
    name = "members-active"
    title = _("Members")
    default_sort = "last_name"
    search_hint = _("Name, e-mail")
    empty = _("Nobody takes part yet.")
    menu = menus.MEMBER
    called = "{person__first_name} {person__last_name}"
    extras = (
        "order__number",
        "order__state",
        "person__last_name",
        "person__first_name",
        "person__email",
    )
    columns = (*WHO, *ENTERED)


class PendingMembers(Members):
    name = "members-pending"
    title = _("Pending members")
    default_sort = "registered"
    empty = _("Nobody waits to be confirmed.")
    extras = (*Members.extras, "confirm_by")
    columns = (
        *WHO,
        *ENTERED,
        Column(
            "confirm_by",
            pgettext_lazy("column", "Confirmation by"),
            "confirm_by",
            CHOICE,
            choices=dict(Participation.ConfirmBy.choices),
        ),
        Column(
            "until",
            pgettext_lazy("column", "Confirmation until"),
            "confirm_until",
            DATETIME,
            sort="confirm_until",
        ),
    )
    presets = (
        Preset("", pgettext_lazy("tab", "All"), Q()),
        Preset("confirm", pgettext_lazy("tab", "To confirm"), Q(confirm_by="staff")),
        Preset("asked", pgettext_lazy("tab", "Confirm by participant"), Q(confirm_by="person")),
        Preset("until", pgettext_lazy("tab", "With expiration"), Q(confirm_until__isnull=False)),
    )


class MemberHistory(Table):
    name = "members-history"
    title = _("History of members")
    default_sort = "-at"
    search_hint = _("Name, e-mail")
    empty = _("Nothing was recorded yet.")
    columns = (
        Column("at", pgettext_lazy("column", "Date"), "at", DATETIME, sort="id", locked=True),
        Column("person", pgettext_lazy("column", "Participant"), "participant", css="title"),
        Column(
            "verb",
            pgettext_lazy("column", "What"),
            "verb",
            CHOICE,
            choices={verb: VERBS[verb] for verb in MEMBERSHIP},
        ),
        Column(
            "after",
            pgettext_lazy("column", "Status"),
            "after",
            CHOICE,
            choices={**states.ACCESS_STATUS, **states.STATUS},
        ),
        Column("by", pgettext_lazy("column", "By"), "by_label"),
        Column("note", pgettext_lazy("column", "Note"), "note", css="wrap", width=48),
    )
