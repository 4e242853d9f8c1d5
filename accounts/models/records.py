"""What the house writes down: mails to be sent, history, what a person prefers, its settings."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from accounts.models.person import User


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> MessageQuerySet:
        """Waiting, or claimed by a worker that did not come back in time."""
        return self.filter(state__in=["queued", "sending"], next_try_at__lte=now)

    def undelivered(self) -> MessageQuerySet:
        """Refused by the mail server: given up, or waiting for the next try."""
        return self.filter(Q(state="failed") | Q(state="queued", tries__gt=0))

    def about(self, number: str, *, person: User) -> MessageQuerySet:
        """What this person was told about one booking, the first mail first."""
        return self.filter(person=person, context__number=number).order_by("created_at")

    def readable_by(
        self, *, person: User | None, everything: bool, asked_for: list[str]
    ) -> MessageQuerySet:
        """What the demo shows to whom: one's own mails, and those this session asked for."""
        own = Q(person=person) | Q(recipient=person.email) if person else Q(pk=None)
        return self if everything else self.filter(own | Q(key__in=asked_for))


class Message(models.Model):
    """A mail. It is written with the change that causes it, so it exists exactly if that does.

    Subject, text and HTML are rendered from `context` when the mail is first tried; `key` says
    what it is about, so that the same thing is never told twice.
    """

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("mail", "Waiting")
        SENDING = "sending", pgettext_lazy("mail", "Being sent")
        SENT = "sent", pgettext_lazy("mail", "Sent")
        FAILED = "failed", pgettext_lazy("mail", "Undelivered")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.CharField(max_length=64)
    key = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="messages"
    )
    recipient = models.EmailField()
    language = models.CharField(max_length=5)
    context = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
    subject = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="message_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="message_due",
                condition=Q(state__in=["queued", "sending"]),
            ),
            models.Index(fields=["person", "-created_at"], name="message_by_person"),
            models.Index(
                fields=["-created_at"], name="message_given_up", condition=Q(state="failed")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.recipient}"


class Event(models.Model):
    """One line of history: who did what to what, when, from what to what, why. Never changed."""

    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=255)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_label = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=64)
    before = models.CharField(max_length=255, blank=True)
    after = models.CharField(max_length=255, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_by_subject")
        ]

    def __str__(self) -> str:
        return f"{self.subject_label}: {self.verb}"


class TablePreference(models.Model):
    """How one person wants to see one list."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="table_preferences"
    )
    table = models.CharField(max_length=64)
    choice = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "table"], name="one_preference_per_table"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.table}"


class Setting(models.Model):
    """The settings of the product that an administrator may change; exactly one row."""

    operator_name = models.CharField(_("name of the operator"), max_length=255, default="Kursbuch")
    currency = models.CharField(_("currency"), max_length=3, default="CHF")
    few_seats = models.PositiveSmallIntegerField(
        _("few seats"),
        default=5,
        help_text=_("From this number of free seats on, say how many are left."),
    )
    vat_note = models.CharField(_("note on value added tax"), max_length=255, blank=True)
    customer_numbers = models.BooleanField(
        _("customer numbers"),
        default=True,
        help_text=_("People, organisations and billing addresses have a customer number."),
    )
    fiscal_year_month = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"), default=1
    )
    mail_paid = models.BooleanField(_("tell when an order is set as paid"), default=False)
    mail_price_changed = models.BooleanField(
        _("tell when the price of an order is changed"), default=False
    )
    mail_written_off = models.BooleanField(_("tell when an order is written off"), default=False)
    terms_of_use = models.TextField(
        _("terms of use"),
        blank=True,
        help_text=_("Who registers must accept them; without a text nobody is asked."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="setting_is_one_row",
                violation_error_message=_("There is only one row of settings."),
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year_month__range=(1, 12)),
                name="setting_fiscal_year_begins_in_a_month",
                violation_error_message=_("Choose one of the twelve months."),
            ),
        ]

    def __str__(self) -> str:
        return self.operator_name

    @classmethod
    def load(cls) -> Setting:
        """The one row, or the defaults while nobody has changed anything."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
