"""The three lists of one implementation's members, as a request asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat, Trim
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import preferences
from accounts.models import Event, PersonWord, User
from accounts.rights import scope
from bookings import states
from bookings.models import Participation
from bookings.models.participation import ParticipationQuerySet
from courseplanner.members.tables import MEMBERSHIP, MemberHistory, Members, PendingMembers
from courseplanner.models import Implementation
from tables.folding import matching
from tables.table import Table

ROOMS: dict[str, type[Table]] = {
    "active": Members,
    "pending": PendingMembers,
    "history": MemberHistory,
}


def kept(request: HttpRequest, pk: int, verb: str) -> Implementation:
    """404 where the person may not do this."""
    allowed = Implementation.objects.in_scope(scope(request.user, verb))
    return get_object_or_404(allowed.select_related("resource", "product").with_seats(), pk=pk)


def members_of(implementation: Implementation) -> ParticipationQuerySet:
    return Participation.objects.filter(resource=implementation.resource_id)


@dataclass
class MemberList:
    """One of the rooms: who takes part, who waits, or what happened."""

    request: HttpRequest
    of: Implementation
    room: str

    def url(self, what: str = "") -> str:
        parts = ["members", "" if self.room == "active" else self.room, what]
        name = "_".join(part for part in parts if part)
        return reverse(f"courseplanner:{name}", kwargs={"pk": self.of.pk})

    def rows(self) -> QuerySet[Any]:
        found = members_of(self.of).filter(
            matching(PersonWord, "owner", self.request.GET.get("q", ""), at="person")
        )
        return _events(found) if self.room == "history" else found.filter(status=self.room)

    def table(self) -> Table:
        kind = ROOMS[self.room]
        own = preferences.load(self.request, kind.name)
        return kind(self.rows(), query=self.request.GET, choice=own)

    def context(self) -> dict[str, object]:
        return {
            "implementation": self.of,
            "room": self.room,
            "table": self.table(),
            "cancelling": {state for state, steps in states.ORDER.items() if "cancelled" in steps},
            "may_decide": self.may("memberships.decide"),
            "may_keep": self.may("memberships.keep"),
            "list_url": self.url(),
            "columns_url": self.url("columns"),
            "export_url": self.url("export"),
        }

    def may(self, verb: str) -> bool:
        allowed = Implementation.objects.in_scope(scope(self.request.user, verb))
        return allowed.filter(pk=self.of.pk).exists()

    def said(self, table: Table) -> list[tuple[object, object]]:
        """What the list is narrowed to, in words for the workbook."""
        tab = table.preset.label if table.preset else ""
        words = self.request.GET.get("q", "")
        return [(_("Implementation"), self.of), (_("Tab"), tab), (_("Search"), words)]


def find(request: HttpRequest, pk: int, room: str) -> MemberList:
    seen = kept(request, pk, "memberships.see")
    return MemberList(request, seen, room)


def _events(members: ParticipationQuerySet) -> QuerySet[Event]:
    """What happened to these memberships and the orders behind them, each with whose it is.

    Two ways in by the index of subjects, so that it costs what these members cost and not what
    the whole history does.
    """
    events = Event.objects.filter(verb__in=MEMBERSHIP)
    booked = events.filter(subject_type="bookingorder", subject_id__in=members.values("order"))
    entered = events.filter(subject_type="participation", subject_id__in=members.values("pk"))
    theirs = booked.values("pk").union(entered.values("pk"), all=True)
    return Event.objects.filter(pk__in=theirs).annotate(
        participant=Case(
            When(subject_type="bookingorder", then=_name(booking_orders=OuterRef("subject_id"))),
            default=_name(participations=OuterRef("subject_id")),
        )
    )


def _name(**of: OuterRef) -> Subquery:
    name = Concat(F("first_name"), Value(" "), F("last_name"), output_field=CharField())
    return Subquery(User.objects.filter(**of).values(name=Trim(name))[:1])
