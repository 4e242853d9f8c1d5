"""Billing addresses of organisations and people, and the cost centers income is booked on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from tables.counting import number_related
from tables.folding import FoldedField, FoundField, every_word, inside

if TYPE_CHECKING:
    from accounts.models.person import User


class BillingAddressQuerySet(models.QuerySet["BillingAddress"]):
    def active(self) -> BillingAddressQuerySet:
        return self.filter(is_active=True)

    def choosable_by(self, person: User, organisations: set[int]) -> BillingAddressQuerySet:
        """Active addresses of the person and of these organisations (theirs and all above)."""
        of_the_house = Q(organisation_id__in=organisations, organisation__is_active=True)
        return self.active().filter(Q(person=person) | of_the_house)

    def search(self, text: str) -> BillingAddressQuerySet:
        """Every word by its beginning, in identifier, name, street, ZIP and city."""
        return self.filter(every_word(text, inside("found")))

    def with_number_of_bookings(self) -> BillingAddressQuerySet:
        return self.annotate(number_of_bookings=number_related(self.model, "order_addresses"))

    def unused(self) -> BillingAddressQuerySet:
        return self.filter(order_addresses=None)


class BillingAddress(models.Model):
    """Owned by an organisation, or by a person, or, as an address proposal, by nobody yet."""

    organisation = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="billing_addresses",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="billing_addresses",
    )
    identifier = models.CharField(_("identifier"), max_length=255)
    name_line_1 = models.CharField(_("name / company"), max_length=255)
    name_line_2 = models.CharField(_("addition / department"), max_length=255, blank=True)
    address_line_1 = models.CharField(_("street"), max_length=255)
    house_number = models.CharField(_("house number"), max_length=16, blank=True)
    address_line_2 = models.CharField(_("address line 2"), max_length=255, blank=True)
    address_line_3 = models.CharField(_("address line 3"), max_length=255, blank=True)
    address_line_4 = models.CharField(_("address line 4"), max_length=255, blank=True)
    po_box = models.CharField(_("P.O. box"), max_length=255, blank=True)
    region = models.CharField(_("region"), max_length=255, blank=True)
    zip = models.CharField(_("ZIP"), max_length=32, blank=True)
    city = models.CharField(_("city"), max_length=255)
    country = CountryField(_("country"))
    customer_number = models.CharField(_("customer number"), max_length=64, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    identifier_folded = FoldedField(max_length=255, of=("identifier",))
    name_folded = FoldedField(max_length=255, of=("name_line_1",))
    found = FoundField(
        max_length=4000,
        of=("identifier", "name_line_1", "name_line_2", "address_line_1", "zip", "city"),
    )

    objects = BillingAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("billing address")
        verbose_name_plural = _("billing addresses")
        ordering = ["identifier", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(person=None),
                name="address_has_one_owner_at_most",
                violation_error_message=_(
                    "An address belongs to an organisation or to a person, not to both."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(name_line_1="")
                & ~Q(address_line_1="")
                & ~Q(city="")
                & ~Q(country=""),
                name="address_can_be_printed",
                violation_error_message=_("Name, street, city and country are needed."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "identifier_folded", "id"], name="address_by_identifier"
            ),
            models.Index(fields=["organisation", "name_folded", "id"], name="address_by_name"),
            models.Index(fields=["person", "identifier_folded", "id"], name="address_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.name_line_1}, {self.city}"

    @property
    def street(self) -> str:
        return f"{self.address_line_1} {self.house_number}".strip()


class CostCenterQuerySet(models.QuerySet["CostCenter"]):
    def active(self) -> CostCenterQuerySet:
        return self.filter(is_active=True)

    def search(self, text: str) -> CostCenterQuerySet:
        return self.filter(every_word(text, inside("found")))

    def with_number_of_offers(self) -> CostCenterQuerySet:
        return self.annotate(number_of_offers=number_related(self.model, "offers"))


class CostCenter(models.Model):
    identifier = models.CharField(_("identifier"), max_length=64, blank=True)
    name = models.CharField(_("name"), max_length=255)
    account = models.CharField(_("account"), max_length=255, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    name_folded = FoldedField(max_length=255, of=("name",))
    identifier_folded = FoldedField(max_length=64, of=("identifier",))
    found = FoundField(max_length=2000, of=("identifier", "name", "account"))

    objects = CostCenterQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost center")
        verbose_name_plural = _("cost centers")
        ordering = ["name_folded", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="cost_center_has_a_name",
                violation_error_message=_("A cost center needs a name."),
            ),
        ]
        indexes = [
            models.Index(fields=["name_folded", "id"], name="cost_center_by_name"),
            models.Index(fields=["identifier_folded", "id"], name="cost_center_by_identifier"),
        ]

    def __str__(self) -> str:
        return self.name


class AddressImportQuerySet(models.QuerySet["AddressImport"]):
    def waiting(self, now: datetime) -> AddressImportQuerySet:
        return self.filter(created_at__gt=now - AddressImport.KEPT)

    def expired(self, now: datetime) -> AddressImportQuerySet:
        return self.filter(created_at__lte=now - AddressImport.KEPT)


class AddressImport(models.Model):
    """Addresses of a file that was checked and waits to be taken in by who brought it."""

    KEPT = timedelta(days=1)

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    created_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=255)
    rows = models.JSONField()

    objects = AddressImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name
