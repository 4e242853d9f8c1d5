"""Payments by PayPal: what was asked for, what came, what went back, and what nobody expected.

What has come never disappears: of each capture one part pays an order (`assigned`), the rest lies
on the desk (`UnassignedMoney`), and every refund names the capture that it takes from.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import states
from bookings.models.order import BookingOrder

if TYPE_CHECKING:
    from accounts.rights import Scope

NOTHING = Decimal(0)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_request() -> str:
    return str(uuid.uuid4())


class PaymentQuerySet(states.MovingQuerySet["Payment"]):
    steps = states.PAYMENT
    state_field = "state"

    def under_way(self) -> PaymentQuerySet:
        return self.filter(state__in=states.UNDER_WAY)

    def due(self, now: datetime) -> PaymentQuerySet:
        """Those about which PayPal is to be asked again."""
        return self.filter(next_look_at__lte=now)

    def in_scope(self, scope: Scope) -> PaymentQuerySet:
        """Of the resources of these organisations."""
        if scope.everything:
            return self
        return self.filter(order__resource__organisation__in=scope.organisations)


class Payment(models.Model):
    """One try to pay an order: one checkout at PayPal, under a number of its own."""

    number = models.CharField(max_length=40, unique=True)
    order = models.ForeignKey(BookingOrder, on_delete=models.PROTECT, related_name="payments")
    environment = models.CharField(max_length=16)
    state = models.CharField(max_length=16, default="new")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    # In the addresses PayPal sends the payer back to.
    token = models.CharField(max_length=64, unique=True, default=new_token)
    # Stored before the call, so that asking twice is asking once.
    create_request = models.CharField(max_length=64, default=new_request)
    capture_request = models.CharField(max_length=64, default=new_request)
    checkout_id = models.CharField(max_length=64, blank=True)
    approve_url = models.CharField(max_length=500, blank=True)
    payee_id = models.CharField(max_length=64, blank=True)
    payer_email = models.CharField(max_length=254, blank=True)
    # Why PayPal said no, in its own word.
    issue = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # None when nothing more is to be asked.
    next_look_at = models.DateTimeField(null=True, default=timezone.now)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(states.PAYMENT)), name="payment_state_is_known"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_for_something"),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state__in=states.UNDER_WAY),
                name="payment_one_under_way",
                violation_error_message=_("This booking is already being paid."),
            ),
            models.UniqueConstraint(
                fields=["checkout_id"],
                condition=~Q(checkout_id=""),
                name="payment_checkout_is_its_own",
                violation_error_message=_("This PayPal order belongs to another payment."),
            ),
        ]
        indexes = [
            models.Index(F("created_at").desc(), F("id").desc(), name="payment_newest"),
            models.Index(
                fields=["next_look_at"],
                name="payment_due",
                condition=Q(next_look_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("payments:pay", kwargs={"number": self.order.number})

    @property
    def status_label(self) -> str:
        return str(states.PAYMENT_STATUS[self.state])


class Capture(models.Model):
    """Money at PayPal that came to us, or is about to; known by PayPal's own id."""

    capture_id = models.CharField(max_length=64, unique=True)
    environment = models.CharField(max_length=16)
    checkout_id = models.CharField(max_length=64)
    custom_id = models.CharField(max_length=127, blank=True)
    # None for money with a number that we do not know.
    payment = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="captures"
    )
    # What it pays for, and how much of it does.
    order = models.ForeignKey(
        BookingOrder, null=True, on_delete=models.PROTECT, related_name="captures"
    )
    assigned = models.DecimalField(max_digits=12, decimal_places=2, default=NOTHING)
    amount = models.DecimalField(max_digits=17, decimal_places=2)
    currency = models.CharField(max_length=3)
    fee = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    payee_id = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=24)
    reason = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)
    # From then on the money counts, whatever its status says.
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(assigned__gt=0),
                name="capture_one_pays_an_order",
                violation_error_message=_("This booking is already paid."),
            ),
            models.CheckConstraint(
                condition=Q(assigned=0)
                | Q(
                    assigned__gt=0,
                    assigned__lte=F("amount"),
                    order__isnull=False,
                    received_at__isnull=False,
                ),
                name="capture_pays_with_what_came",
            ),
        ]
        indexes = [models.Index(fields=["checkout_id"], name="capture_by_checkout")]

    def __str__(self) -> str:
        return self.capture_id

    @property
    def refundable(self) -> Decimal:
        """What is left of the part that pays the order."""
        gone = self.refunds.lasting().exclude(order=None)
        return self.assigned - gone.total()


class RefundQuerySet(models.QuerySet["Refund"]):
    def lasting(self) -> RefundQuerySet:
        """Those that are on their way or there."""
        return self.exclude(state="failed")

    def due(self, now: datetime) -> RefundQuerySet:
        return self.filter(next_try_at__lte=now)

    def total(self) -> Decimal:
        """Added up here: SQLite would add amounts as floating numbers."""
        return sum(self.values_list("amount", flat=True), NOTHING)


class Refund(models.Model):
    """Money on its way back: asked for by us, or made at PayPal without us."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        PENDING = "pending", _("Under way")
        COMPLETED = "completed", _("Refunded")
        FAILED = "failed", _("Failed")

    class Kind(models.TextChoices):
        REFUND = "refund", _("Refund")
        CHARGEBACK = "chargeback", _("Chargeback")

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="refunds")
    # The order whose payment it lowers; None if it is taken from the desk.
    order = models.ForeignKey(
        BookingOrder, null=True, on_delete=models.PROTECT, related_name="refunds"
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    request_id = models.CharField(max_length=64, unique=True, default=new_request)
    refund_id = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.REQUESTED)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.REFUND)
    is_outside = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    issue = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, default=timezone.now)

    objects = RefundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_of_something"),
            models.UniqueConstraint(
                fields=["refund_id"],
                condition=~Q(refund_id=""),
                name="refund_is_known_once",
                violation_error_message=_("This refund is already known."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "pending"], settled_at=None)
                | Q(state__in=["completed", "failed"], settled_at__isnull=False),
                name="refund_settled_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="refund_due", condition=Q(next_try_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.refund_id or self.request_id


class UnassignedMoneyQuerySet(models.QuerySet["UnassignedMoney"]):
    def open(self) -> UnassignedMoneyQuerySet:
        return self.filter(closed_at=None)

    def in_scope(self, scope: Scope) -> UnassignedMoneyQuerySet:
        """Money whose order nobody knows is for those who keep everything."""
        if scope.everything:
            return self
        theirs = scope.organisations
        return self.filter(capture__payment__order__resource__organisation__in=theirs)

    def with_details(self) -> UnassignedMoneyQuerySet:
        return self.select_related(
            "owner",
            "capture__payment__order__person",
            "capture__payment__order__resource__organisation",
            "capture__payment__order__participation",
        )


class UnassignedMoney(models.Model):
    """Money that came and pays for nothing: an item with an owner, an age and a way out."""

    capture = models.OneToOneField(Capture, on_delete=models.PROTECT, related_name="item")
    # What of the capture pays for nothing, refunds not yet taken off.
    amount = models.DecimalField(max_digits=17, decimal_places=2)
    why = models.CharField(max_length=16, choices=list(states.WHY_UNASSIGNED.items()))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True, choices=list(states.OUTCOMES.items()))

    objects = UnassignedMoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("unassigned money")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="unassigned_closed_has_an_outcome",
            ),
        ]
        indexes = [models.Index(fields=["created_at", "id"], name="unassigned_by_age")]

    def __str__(self) -> str:
        return f"{self.capture.custom_id or self.capture_id}"

    def get_absolute_url(self) -> str:
        return reverse("payments:item", kwargs={"pk": self.pk})

    @property
    def order(self) -> BookingOrder | None:
        """What the payer meant to pay, as far as it is known."""
        return self.capture.payment.order if self.capture.payment else None

    @property
    def left(self) -> Decimal:
        return self.amount - self.capture.refunds.lasting().filter(order=None).total()


class WebhookEvent(models.Model):
    """What PayPal told us, as it told it. A hint: what is true is fetched."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        IGNORED = "ignored", _("Not ours")

    event_id = models.CharField(max_length=64, unique=True)
    environment = models.CharField(max_length=16)
    kind = models.CharField(max_length=64)
    raw = models.TextField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    received_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, default=timezone.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], name="webhook_due", condition=Q(next_try_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
