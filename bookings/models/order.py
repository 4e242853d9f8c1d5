"""Booking orders: what was promised to whom for how much, frozen at the moment of booking."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts.models import User
from accounts.rights import Scope, scope
from bookings import states
from catalog.methods import AccessMethod, get_method
from catalog.models import LearningResource, Offer, ResourceWord
from tables.folding import FoldedField, every_word, fold, stored_in

if TYPE_CHECKING:
    from accounts.rights import Person


def _begins_in_title(forms: frozenset[str]) -> Q:
    begins = Q()
    for word in forms:
        begins |= Q(resource_title_folded__startswith=word)
        begins |= Q(resource_title_folded__contains=f" {word}")
    return begins


class BookingOrderQuerySet(states.MovingQuerySet["BookingOrder"]):
    steps = states.ORDER
    state_field = "state"

    def of(self, person: Person) -> BookingOrderQuerySet:
        """What this person booked, or was booked for, through an offer."""
        return self.filter(person=person.pk)

    def with_details(self) -> BookingOrderQuerySet:
        """With everything the page of one order shows, in one statement."""
        return self.select_related(
            "person", "offer", "resource__organisation", "participation", "address"
        )

    def search_own(self, text: str) -> BookingOrderQuerySet:
        """Part of a number, or every word of the title by its beginning.

        Looks inside texts, so it is for the few orders of one person. The title is looked for as
        it was booked and, spelled in every way, as it is now.
        """
        part = fold(text.strip()).upper()
        numbered = Q(number__contains=part) if part else Q()
        now = stored_in(ResourceWord, "owner", at="resource")
        return self.filter(numbered | every_word(text, _begins_in_title, now))

    def permitted(self, person: Person, verb: str) -> BookingOrderQuerySet:
        """The orders on which this person may use the verb; see accounts/rights.py."""
        return self.in_scope(scope(person, verb))

    def in_scope(self, scope: Scope) -> BookingOrderQuerySet:
        return self if scope.everything else self.filter(within(scope))


def within(scope: Scope) -> Q:
    """Whether an order lies in a scope, asked of the order's own row and its resource's.

    No subquery over orders: a list then reads as many rows as it shows, however many there are.
    """
    mine = Q(resource__organisation__in=scope.organisations)
    if scope.products_of is not None:
        owned = LearningResource.objects.filter(implementation__product__owners=scope.products_of)
        mine |= Q(resource__in=owned.values("pk"))
    if scope.people_of:
        mine |= Q(person__in=User.objects.in_organisations(scope.people_of).values("pk"))
    return mine


class BookingOrder(models.Model):
    number = models.CharField(_("booking number"), max_length=32, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="booking_orders",
        db_index=False,  # order_of_person begins with it
    )
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="orders")
    resource = models.ForeignKey(
        LearningResource,
        on_delete=models.PROTECT,
        related_name="orders",
        db_index=False,  # order_of_resource begins with it
    )
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("order date"), default=timezone.now)
    state = models.CharField(max_length=16)
    status = models.GeneratedField(
        expression=states.STATUS_EXPRESSION,
        output_field=models.CharField(max_length=16),
        db_persist=True,
    )
    # Frozen: later changes of resource, offer, address or cost center do not reach these.
    resource_title = models.CharField(max_length=255)
    resource_title_folded = FoldedField(max_length=255)
    offer_label = models.CharField(max_length=128)
    method = models.CharField(max_length=32)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    price_original = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    vat_rate = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    cancellable = models.BooleanField()
    fee_agreed = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    free_until_days = models.PositiveSmallIntegerField(null=True)
    begin_at_booking = models.DateField(null=True)
    cost_center_name = models.CharField(max_length=255, blank=True)
    cost_center_account = models.CharField(max_length=255, blank=True)
    po_number = models.CharField(max_length=100, blank=True)
    comment = models.TextField(blank=True)
    # Charged when cancelled; None while nothing is.
    cancellation_fee = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    cancellation_fee_original = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    is_adjusted = models.GeneratedField(
        expression=Case(
            When(
                ~Q(price=F("price_original"))
                | Q(cancellation_fee__lt=F("cancellation_fee_original"))
                | Q(cancellation_fee__gt=F("cancellation_fee_original")),
                then=Value(True),
            ),
            default=Value(False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    paid_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = BookingOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking order")
        verbose_name_plural = _("booking orders")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(states.ORDER)), name="order_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0) & Q(price_original__gte=0),
                name="order_price_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(cancellation_fee=None)
                | (Q(state="cancelled") & Q(cancellation_fee__gte=0)),
                name="order_fee_only_when_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at=None)),
                name="order_cancelled_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_at__isnull=False), name="order_paid_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(number="")
                & ~Q(resource_title="")
                & ~Q(offer_label="")
                & ~Q(method="")
                & ~Q(currency=""),
                name="order_frozen_copy_is_complete",
            ),
        ]
        indexes = [
            models.Index(F("created_at").desc(), F("id").desc(), name="order_newest"),
            # Status and adjustment at their ends, so that tabs are counted without the rows.
            models.Index(
                F("resource"),
                F("created_at").desc(),
                F("id").desc(),
                F("status"),
                F("is_adjusted"),
                name="order_of_resource",
            ),
            models.Index(
                F("person"),
                F("created_at").desc(),
                F("id").desc(),
                F("status"),
                F("is_adjusted"),
                name="order_of_person",
            ),
            models.Index(
                F("status"), F("created_at").desc(), F("id").desc(), name="order_by_status"
            ),
            models.Index(
                F("method"), F("created_at").desc(), F("id").desc(), name="order_by_method"
            ),
            models.Index(fields=["resource_title_folded", "id"], name="order_by_title"),
            models.Index(fields=["price", "id"], name="order_by_price"),
            models.Index(
                F("created_at").desc(),
                F("id").desc(),
                name="order_adjusted",
                condition=Q(is_adjusted=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("bookings:detail", kwargs={"number": self.number})

    @property
    def access_method(self) -> AccessMethod:
        return get_method(self.method)

    @property
    def status_label(self) -> str:
        return str(states.STATUS[self.status])

    @property
    def can_be_cancelled(self) -> bool:
        """By its participant, as far as the order itself says; see actions.why_not_cancellable."""
        return self.cancellable and "cancelled" in states.ORDER[self.state]

    def free_until(self, begin_now: date | None) -> date | None:
        """The last day on which cancelling costs nothing; None where days do not matter.

        Counted back from the begin at booking or the present one, whichever is later: that is
        the better one for the person.
        """
        begins = [begin for begin in (self.begin_at_booking, begin_now) if begin]
        if self.free_until_days is None or not begins:
            return None
        return max(begins) - timedelta(days=self.free_until_days)

    def fee_due(self, *, on: date, begin_now: date | None) -> Decimal:
        """What cancelling on this day costs, from the terms frozen in the order.

        Never more than the order itself costs, should its price have been lowered since, and
        nothing while its payment is under way.
        """
        if self.fee_agreed is None or self.state == "in_payment":
            return Decimal(0)
        free_until = self.free_until(begin_now)
        is_free = self.free_until_days is not None and (free_until is None or on <= free_until)
        return Decimal(0) if is_free else min(self.fee_agreed, self.price)

    def fee_due_today(self) -> Decimal:
        """Reads `self.resource`, whose begin counts if it is the better one for the person."""
        return self.fee_due(on=timezone.localdate(), begin_now=self.resource.begin)


class OrderAddress(models.Model):
    """The text of the billing address as it was when the order was made."""

    class Source(models.TextChoices):
        ORGANISATION = "organisation", _("Organisation address")
        PERSONAL = "personal", _("Personal address")
        PROPOSAL = "proposal", _("Address proposal")

    TEXT_FIELDS = (
        "identifier", "name_line_1", "name_line_2", "address_line_1", "house_number",
        "address_line_2", "address_line_3", "address_line_4", "po_box", "region", "zip", "city",
        "country", "customer_number",
    )  # fmt: skip

    order = models.OneToOneField(BookingOrder, on_delete=models.CASCADE, related_name="address")
    billing_address = models.ForeignKey(
        "accounts.BillingAddress",
        null=True,
        on_delete=models.PROTECT,
        related_name="order_addresses",
    )
    source = models.CharField(max_length=16, choices=Source.choices)
    identifier = models.CharField(max_length=255)
    name_line_1 = models.CharField(max_length=255)
    name_line_2 = models.CharField(max_length=255, blank=True)
    address_line_1 = models.CharField(max_length=255)
    house_number = models.CharField(max_length=16, blank=True)
    address_line_2 = models.CharField(max_length=255, blank=True)
    address_line_3 = models.CharField(max_length=255, blank=True)
    address_line_4 = models.CharField(max_length=255, blank=True)
    po_box = models.CharField(max_length=255, blank=True)
    region = models.CharField(max_length=255, blank=True)
    zip = models.CharField(max_length=32, blank=True)
    city = models.CharField(max_length=255)
    country = models.CharField(max_length=2)
    customer_number = models.CharField(max_length=64, blank=True)
    organisation_identifier = models.CharField(max_length=64, blank=True)
    organisation_name = models.CharField(max_length=255, blank=True)
    organisation_customer_number = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["organisation", "personal", "proposal"]),
                name="order_address_source_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(name_line_1="")
                & ~Q(address_line_1="")
                & ~Q(city="")
                & ~Q(country=""),
                name="order_address_can_be_printed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["order"], name="order_with_proposal", condition=Q(source="proposal")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_line_1}, {self.city}"

    @property
    def street(self) -> str:
        return f"{self.address_line_1} {self.house_number}".strip()

    @property
    def country_name(self) -> str:
        """In the reader's language."""
        return str(countries.name(self.country))
