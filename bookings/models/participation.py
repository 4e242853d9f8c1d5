"""Participations: who has access to what, since when, and through which order, if any."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import states
from bookings.models.order import BookingOrder
from catalog.models import LearningResource, ResourceWord
from tables.folding import matching

if TYPE_CHECKING:
    from accounts.rights import Person


class ParticipationQuerySet(states.MovingQuerySet["Participation"]):
    steps = states.ACCESS
    state_field = "status"

    def live(self) -> ParticipationQuerySet:
        """Those that take a seat."""
        return self.filter(status__in=states.TAKES_A_SEAT)

    def standing(self, now: datetime) -> ParticipationQuerySet:
        """Those that take a seat and have not lapsed; the others are about to be ended."""
        return self.live().exclude(status="pending", confirm_until__lte=now)

    def lapsed(self, now: datetime) -> ParticipationQuerySet:
        """Pending beyond the time that was given to confirm or pay."""
        return self.filter(status="pending", confirm_until__lte=now)

    def with_details(self) -> ParticipationQuerySet:
        """With everything a mail about it says, in one statement."""
        return self.select_related(
            "person",
            "added_by",
            "resource__organisation",
            "order__booked_by",
            "order__person",
            "order__resource__organisation",
            "order__address",
        )

    def waiting(self, person: Person, now: datetime) -> ParticipationQuerySet:
        """What this person or staff has yet to confirm; a hold for a payment is not among it."""
        pending = self.standing(now).filter(person=person.pk, status="pending")
        return pending.exclude(confirm_by="payment")

    def asked(self, person: Person) -> ParticipationQuerySet:
        """What this person is, or was, asked to confirm in person."""
        return self.filter(person=person.pk, confirm_by="person")

    def search(self, text: str) -> ParticipationQuerySet:
        """Every word by its beginning among the words of the course."""
        return self.filter(matching(ResourceWord, "owner", text, at="resource"))


class Participation(models.Model):
    class Origin(models.TextChoices):
        BOOKING = "booking", _("Booking")
        MANUAL = "manual", _("Entered by hand")
        GROUP = "group", _("Group")

    class ConfirmBy(models.TextChoices):
        STAFF = "staff", _("Administrative role")
        PERSON = "person", _("Participant")
        PAYMENT = "payment", _("Payment")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations"
    )
    resource = models.ForeignKey(
        LearningResource, on_delete=models.PROTECT, related_name="participations"
    )
    status = models.CharField(max_length=16)
    origin = models.CharField(max_length=16, choices=Origin.choices, default=Origin.BOOKING)
    order = models.OneToOneField(
        BookingOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="participation"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirm_by = models.CharField(max_length=16, choices=ConfirmBy.choices, blank=True)
    confirm_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "person"],
                condition=Q(status__in=states.TAKES_A_SEAT),
                name="one_live_participation",
                violation_error_message=_("This person already takes part."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(states.ACCESS)), name="participation_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(origin="booking", order__isnull=False)
                | (~Q(origin="booking") & Q(order=None)),
                name="participation_booked_has_an_order",
            ),
            models.CheckConstraint(
                condition=~Q(status="pending") | ~Q(confirm_by=""),
                name="participation_pending_waits_for_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "status"], name="participation_seats"),
            models.Index(
                fields=["confirm_until"],
                name="participation_waiting",
                condition=Q(status="pending"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.resource_id}: {self.status}"

    @property
    def status_label(self) -> str:
        return str(states.ACCESS_STATUS[self.status])
