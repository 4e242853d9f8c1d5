"""What the Course Planner knows beyond the catalog: products, their implementations, sessions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rights import Scope
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource
from tables.counting import number_of
from tables.folding import FoldedField, FoundField


class Product(models.Model):
    """What is run again and again."""

    title = models.CharField(_("title"), max_length=255)
    reference = models.CharField(_("reference"), max_length=255)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="products"
    )
    owners = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="owned_products",
        verbose_name=_("owners"),
    )
    description = models.TextField(_("description"), blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    title_folded = FoldedField(max_length=255, of=("title",))
    found = FoundField(max_length=2000, of=("title", "reference"))

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class ImplementationQuerySet(models.QuerySet["Implementation"]):
    def in_scope(self, scope: Scope) -> ImplementationQuerySet:
        if scope.everything:
            return self
        planned = LearningResource.objects.in_scope(scope)
        return self.filter(resource__in=planned.values("pk"))

    def search(self, text: str) -> ImplementationQuerySet:
        """Every word by its beginning, as in the catalog."""
        if not text.strip():
            return self
        return self.filter(resource__in=LearningResource.objects.search(text).values("pk"))

    def with_number_of_orders(self) -> ImplementationQuerySet:
        return self.annotate(
            number_of_orders=number_of(BookingOrder.objects.all(), "resource", at="resource")
        )

    def with_seats(self) -> ImplementationQuerySet:
        """How many take part, and how many seats are held for those who wait."""
        held = Participation.objects.all()
        return self.annotate(
            active=number_of(held.filter(status="active"), "resource", at="resource"),
            pending=number_of(held.filter(status="pending"), "resource", at="resource"),
        )


class Implementation(models.Model):
    """One run of a product: a learning resource with what the catalog never asks."""

    class Type(models.TextChoices):
        SINGLE = "single", pgettext_lazy("implementation type", "Single course")
        BUNDLE = "bundle", pgettext_lazy("implementation type", "Course bundle")
        STRUCTURED = "structured", pgettext_lazy("implementation type", "Structured")

    resource = models.OneToOneField(
        LearningResource, on_delete=models.PROTECT, related_name="implementation"
    )
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="implementations")
    type = models.CharField(_("type"), max_length=16, choices=Type.choices, default=Type.SINGLE)
    needs_order = models.BooleanField(_("booking requires a booking order"), default=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ImplementationQuerySet.as_manager()

    class Meta:
        verbose_name = _("implementation")
        verbose_name_plural = _("implementations")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=["single", "bundle", "structured"]),
                name="implementation_type_is_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.resource)

    def get_absolute_url(self) -> str:
        return reverse("courseplanner:implementation", kwargs={"pk": self.pk})


class Session(models.Model):
    """One event of the timetable."""

    implementation = models.ForeignKey(
        Implementation, on_delete=models.CASCADE, related_name="sessions"
    )
    date = models.DateField(_("date"))
    start = models.TimeField(_("from"))
    end = models.TimeField(_("until"))
    topic = models.CharField(_("topic"), max_length=255, blank=True)
    place = models.CharField(_("place"), max_length=255, blank=True)
    teachers = models.CharField(_("teachers"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["date", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="session_ends_after_it_starts",
                violation_error_message=_("The event ends before it starts."),
            ),
        ]
        indexes = [
            models.Index(fields=["implementation", "date"], name="session_of_implementation")
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.start}"
