"""What the Course Planner knows beyond the catalog: products, their implementations, sessions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rights import Scope
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource
from tables.counting import number_of
from tables.folding import FoldedField, FoundField, every_word, inside

# In these an implementation goes on no more, and can be archived.
OVER = ("finished", "cancelled")


class ProductQuerySet(models.QuerySet["Product"]):
    def in_scope(self, scope: Scope) -> ProductQuerySet:
        return self if scope.everything else self.filter(_products_in(scope))

    def with_permission(self, scope: Scope) -> ProductQuerySet:
        """Each with `may_keep`: whether it lies in this scope."""
        return self.annotate(may_keep=_holds(scope, _products_in(scope)))

    def unarchived(self) -> ProductQuerySet:
        """Those that take new implementations."""
        return self.filter(archived_at=None)

    def search(self, text: str) -> ProductQuerySet:
        """Every word by its beginning, in title and reference."""
        return self.filter(every_word(text, inside("found")))

    def with_number_of_implementations(self) -> ProductQuerySet:
        runs = Implementation.objects.all()
        return self.annotate(number_of_implementations=number_of(runs, "product"))


def _products_in(scope: Scope) -> Q:
    mine = Q(organisation__in=scope.organisations)
    return mine | Q(pk__in=_owned(scope)) if scope.products_of is not None else mine


def _implementations_in(scope: Scope) -> Q:
    mine = Q(resource__organisation__in=scope.organisations)
    return mine | Q(product__in=_owned(scope)) if scope.products_of is not None else mine


def _owned(scope: Scope) -> models.QuerySet[Any]:
    owned = Product.owners.through._default_manager.filter(user=scope.products_of)
    return owned.values("product")


def _holds(scope: Scope, inside: Q) -> Combinable:
    """True for every row that lies in the scope."""
    if scope.everything:
        return Value(True, output_field=models.BooleanField())
    held = When(inside, then=Value(True))
    return Case(held, default=Value(False), output_field=models.BooleanField())


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

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["title_folded", "id"], name="product_by_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("courseplanner:product", kwargs={"product": self.pk})


class ImplementationQuerySet(models.QuerySet["Implementation"]):
    def in_scope(self, scope: Scope) -> ImplementationQuerySet:
        if scope.everything:
            return self
        planned = LearningResource.objects.in_scope(scope)
        return self.filter(resource__in=planned.values("pk"))

    def with_permission(self, scope: Scope) -> ImplementationQuerySet:
        """Each with `may_keep`: whether it lies in this scope."""
        return self.annotate(may_keep=_holds(scope, _implementations_in(scope)))

    def going_on(self) -> ImplementationQuerySet:
        return self.filter(archived_at=None).exclude(resource__status__in=OVER)

    def search(self, text: str) -> ImplementationQuerySet:
        """Every word by its beginning, as in the catalog."""
        if not text.strip():
            return self
        return self.filter(resource__in=LearningResource.objects.search(text).values("pk"))

    def with_number_of_orders(self) -> ImplementationQuerySet:
        return self.annotate(
            number_of_orders=number_of(BookingOrder.objects.all(), "resource", at="resource")
        )

    def with_number_of_events(self) -> ImplementationQuerySet:
        return self.annotate(number_of_events=number_of(Session.objects.all(), "implementation"))

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
