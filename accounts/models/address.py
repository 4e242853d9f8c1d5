"""Billing addresses of organisations and people, and the cost centers income is booked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

if TYPE_CHECKING:
    from accounts.models.person import User


class BillingAddressQuerySet(models.QuerySet["BillingAddress"]):
    def active(self) -> BillingAddressQuerySet:
        return self.filter(is_active=True)

    def choosable_by(self, person: User, organisations: set[int]) -> BillingAddressQuerySet:
        """Active addresses of the person and of these organisations (theirs and all above)."""
        return self.active().filter(Q(person=person) | Q(organisation_id__in=organisations))


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

    def __str__(self) -> str:
        return f"{self.name_line_1}, {self.city}"

    @property
    def street(self) -> str:
        return f"{self.address_line_1} {self.house_number}".strip()


class CostCenter(models.Model):
    identifier = models.CharField(_("identifier"), max_length=64, blank=True)
    name = models.CharField(_("name"), max_length=255)
    account = models.CharField(_("account"), max_length=255, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("cost center")
        verbose_name_plural = _("cost centers")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
