"""Offers: the conditions under which a learning resource can be booked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import rights
from catalog import states
from catalog.methods import AccessMethod, get_method, installed, labels
from catalog.models.resource import LearningResource
from tables.folding import fold

if TYPE_CHECKING:
    from accounts.rights import Person


class OfferQuerySet(models.QuerySet["Offer"]):
    def existing(self) -> OfferQuerySet:
        return self.filter(deleted_at=None)

    def visible_to(self, person: Person) -> OfferQuerySet:
        """Published externally, or internally and released for the person's organisations.

        Those are the organisations the person belongs to and all above them. What cannot be
        booked because its method is not installed any more is visible to nobody.
        """
        released = Offer.organisations.through.objects.filter(
            organisation_id__in=rights.reach(person)
        ).values("offer_id")
        published = Q(external=True) | Q(internal=True, pk__in=released)
        return self.existing().filter(published, method__in=installed())

    def not_ended(self, now: datetime | None = None) -> OfferQuerySet:
        """Can be booked now or later; not while a date is missing from which it counts."""
        ends = Q(valid_until=None) | Q(valid_until__gt=now or timezone.now())
        return self.filter(ends, is_undated=False)


class Offer(models.Model):
    resource = models.ForeignKey(LearningResource, on_delete=models.PROTECT, related_name="offers")
    method = models.CharField(_("offer type"), max_length=32)
    label = models.CharField(_("internal label"), max_length=128)
    description = models.CharField(_("description"), max_length=2000, blank=True)
    internal = models.BooleanField(_("internal catalog"), default=True)
    external = models.BooleanField(_("external catalog"), default=False)
    organisations = models.ManyToManyField(
        "accounts.Organisation",
        blank=True,
        related_name="released_offers",
        verbose_name=_("released for"),
    )
    valid_from = models.DateTimeField(_("available from"), null=True, blank=True)
    valid_until = models.DateTimeField(_("available until"), null=True, blank=True)
    # How the two days above came about, where they are relative to begin or end of the resource:
    # {"from": {"amount": 2, "unit": "weeks", "reference": "before_begin"}, "until": {…}}.
    relative = models.JSONField(default=dict, blank=True, editable=False)
    # A relative day lacks the date it counts from: not bookable until there is one.
    is_undated = models.BooleanField(default=False, editable=False)
    statuses = models.JSONField(
        _("available in the states"),
        default=list,
        blank=True,
        help_text=_("Empty: the usual ones."),
    )
    confirmation = models.BooleanField(_("membership with confirmation"), default=False)
    confirmation_days = models.PositiveSmallIntegerField(
        _("days to confirm"),
        null=True,
        blank=True,
        help_text=_("Without a decision by then, the place is given up."),
    )
    receipt = models.BooleanField(_("booking receipt by e-mail"), default=True)
    auto_booking = models.BooleanField(_("auto-booking"), default=False)
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=2, default=0)
    currency = models.CharField(_("currency"), max_length=3, default="CHF")
    cancellable = models.BooleanField(_("cancellable"), default=True)
    cancellation_fee = models.DecimalField(
        _("cancellation fee"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    free_until_days = models.PositiveSmallIntegerField(
        _("free of charge until days before the begin"), null=True, blank=True
    )
    cost_center = models.ForeignKey(
        "accounts.CostCenter",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offers",
    )
    options = models.JSONField(default=dict, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["price", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(internal=True) | Q(external=False),
                name="offer_external_is_internal_too",
                violation_error_message=_(
                    "What is published externally is published internally as well."
                ),
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0),
                name="offer_price_is_not_negative",
                violation_error_message=_("A price is zero or more."),
            ),
            models.CheckConstraint(
                condition=Q(cancellation_fee=None) | Q(cancellation_fee__gte=0),
                name="offer_fee_is_not_negative",
                violation_error_message=_("A cancellation fee is zero or more."),
            ),
            models.CheckConstraint(
                condition=Q(free_until_days=None) | Q(cancellation_fee__isnull=False),
                name="offer_free_days_need_a_fee",
                violation_error_message=_("A free period needs a cancellation fee after it."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="offer_ends_after_it_begins",
                violation_error_message=_("The offer ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["resource", "label"],
                condition=Q(deleted_at=None),
                name="offer_label_once_per_resource",
                violation_error_message=_("There is already an offer with this label."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["resource"],
                name="offer_external",
                condition=Q(external=True, deleted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} · {labels().get(self.method, self.method)}"

    @property
    def access_method(self) -> AccessMethod:
        return get_method(self.method)

    def state_at(self, now: datetime) -> str:
        """A key of `catalog.states.OFFER`. Reads `self.resource`; the seats may be stale."""
        if self.valid_until is not None and self.valid_until <= now:
            return "ended"
        if self.is_undated or self.resource.status not in self.bookable_statuses:
            return "unavailable"
        if self.valid_from is not None and self.valid_from > now:
            return "planned"
        return "full" if self.resource.is_full else "bookable"

    @property
    def bookable_statuses(self) -> set[str]:
        """Nobody books what was cancelled, whatever an import may have said."""
        usual = states.BOOKABLE[self.resource.kind]
        return set(self.statuses) - {"cancelled"} if self.statuses else usual

    @property
    def free_until(self) -> date | None:
        """The last day of free cancellation as things stand; None without such days or a begin."""
        begin = self.resource.begin
        if self.free_until_days is None or begin is None:
            return None
        return begin - timedelta(days=self.free_until_days)

    @property
    def terms_seen(self) -> str:
        """What a person agrees to pay, as one string the booking form carries with it."""
        fee = "" if self.cancellation_fee is None else f"{self.cancellation_fee:.2f}"
        days = "" if self.free_until_days is None else str(self.free_until_days)
        cancelling = "yes" if self.cancellable else "no"
        return "|".join([f"{self.price:.2f}", self.currency, cancelling, fee, days])


class AccessCode(models.Model):
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(_("access code"), max_length=64)
    code_folded = models.CharField(max_length=64, editable=False)
    usage_limit = models.PositiveIntegerField(_("how often it can be used"), null=True, blank=True)
    expires_at = models.DateTimeField(_("usable until"), null=True, blank=True)
    uses = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("access code")
        verbose_name_plural = _("access codes")
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "code_folded"], name="access_code_once_per_offer"
            ),
            models.CheckConstraint(
                condition=Q(usage_limit=None) | Q(uses__lte=F("usage_limit")),
                name="access_code_within_its_limit",
                violation_error_message=_("This access code has been used as often as it may be."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def folded(code: str) -> str:
        """How codes are compared: without case, accents and surrounding blanks."""
        return fold(code.strip())[:64]
