"""Learning resources: what can be found in the catalog and booked."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from accounts.rights import Scope
from catalog import states
from catalog.models import conditions, in_short
from tables.folding import FoldedField, Word, fold, matching

if TYPE_CHECKING:
    from accounts.rights import Person
    from catalog.models.offer import Offer

OPEN_END = date(9999, 12, 31)
# No longer than an id can be.
_SERIAL = re.compile(r"(?:^|-)([0-9]{1,18})$")


class Subject(models.Model):
    parent = TreeNodeForeignKey(
        "self", blank=True, null=True, on_delete=models.PROTECT, related_name="children"
    )
    name = models.CharField(_("name"), max_length=255)
    name_de = models.CharField(_("name (German)"), max_length=255, blank=True)

    objects = TreeQuerySet.as_manager()

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="subject_once_per_level"),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(parent=None),
                name="subject_once_at_the_top",
                violation_error_message=_("There is already a subject with this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language, as far as there is one."""
        german = (get_language() or "").startswith("de")
        return self.name_de if german and self.name_de else self.name


class LearningResourceQuerySet(models.QuerySet["LearningResource"]):
    def listed_for(self, person: Person) -> LearningResourceQuerySet:
        """What this person, or a visitor, finds in the catalog: an offer is meant for them.

        In a usual state, or in one that such an offer names.
        """
        bookable = conditions.shown() | conditions.offered_in_its_status(person)
        return self.filter(bookable).offered_to(person)

    def readable_by(self, person: Person) -> LearningResourceQuerySet:
        """Whose info page this person may read.

        What is listed, also after its offers have ended, and whatever they once got into:
        `participations` belongs to the bookings, which stand above us.
        """
        offers = conditions.offers_for(person).filter(resource=OuterRef("pk"))
        readable: Q = conditions.shown() & Q(Exists(offers))
        readable |= conditions.offered_in_its_status(person)
        if person.is_authenticated:
            known = LearningResource.objects.filter(participations__person=person.pk)
            readable |= Q(pk__in=known.values("pk"))
        return self.filter(readable)

    def offered_to(self, person: Person, **terms: object) -> LearningResourceQuerySet:
        """Those with an offer for this person that has not ended and is as described."""
        return self.filter(conditions.offered(person, **terms))

    def with_offers_for(self, person: Person, *, ended: bool) -> LearningResourceQuerySet:
        """Their offers for this person as the list `visible_offers`, in one query for all."""
        offers = (
            conditions.offers_for(person) if ended else conditions.offers_for(person).not_ended()
        )
        return self.prefetch_related(Prefetch("offers", queryset=offers, to_attr="visible_offers"))

    def with_session_count(self) -> LearningResourceQuerySet:
        """How many events the timetable has; it belongs to the Course Planner above us."""
        of_one = LearningResource.objects.filter(pk=OuterRef("pk")).values("pk")
        counted = of_one.annotate(number=Count("implementation__sessions"))
        return self.annotate(session_count=Subquery(counted.values("number")))

    def with_timetable(self) -> LearningResourceQuerySet:
        """`implementation.sessions` in order; the Course Planner's, who stands above us."""
        return self.select_related("implementation").prefetch_related("implementation__sessions")

    def with_offers_in_short(self, person: Person) -> LearningResourceQuerySet:
        """Their offers for this person as the text `offered`, which `catalog.prices` reads."""
        return self.annotate(offered=in_short.offers(person))

    def with_subject_names(self) -> LearningResourceQuerySet:
        """Their subjects in the reader's language as the text `subject_names`, one per line."""
        return self.annotate(subject_names=in_short.subject_names(self.model))

    def with_availability_for(self, person: Person) -> LearningResourceQuerySet:
        """As the text `availability`: how this person is in, else how many seats are left."""
        return self.annotate(availability=in_short.availability(self.model, person))

    def by_slug(self, slug: str) -> LearningResourceQuerySet:
        """By the id a slug ends in, whatever the title was when the link was made."""
        serial = _SERIAL.search(slug)
        return self.filter(pk=int(serial[1])) if serial else self.none()

    def search(self, text: str) -> LearningResourceQuerySet:
        """Every word by its beginning: title, reference, teaser, authors, subjects."""
        return self.filter(matching(ResourceWord, "owner", text))

    def in_scope(self, scope: Scope) -> LearningResourceQuerySet:
        """What a planner may see: by organisation, or by product owned.

        `implementation__product__owners` belongs to the Course Planner, which stands above us.
        """
        if scope.everything:
            return self
        mine = Q(organisation__in=scope.organisations)
        if scope.products_of is not None:
            owned = self.model.objects.filter(implementation__product__owners=scope.products_of)
            mine |= Q(pk__in=owned.values("pk"))
        return self.filter(mine)

    def locked(self, pk: int) -> LearningResource:
        """The row, locked until the transaction ends: whoever counts seats asks here first."""
        return self.select_for_update(of=("self",)).get(pk=pk)


class LearningResource(models.Model):
    class Kind(models.TextChoices):
        COURSE = "course", pgettext_lazy("kind", "Course")
        IMPLEMENTATION = "implementation", pgettext_lazy("kind", "Implementation")

    class Format(models.TextChoices):
        CLASSROOM = "classroom", pgettext_lazy("format", "Classroom")
        HYBRID = "hybrid", pgettext_lazy("format", "Hybrid")
        VIRTUAL = "virtual", pgettext_lazy("format", "Virtual")
        SELF_PACED = "self_paced", pgettext_lazy("format", "Self-paced")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=255)
    reference = models.CharField(_("reference"), max_length=255, blank=True)
    teaser = models.CharField(_("teaser"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    requirements = models.TextField(_("requirements"), blank=True)
    certification = models.CharField(_("certification"), max_length=255, blank=True)
    authors = models.CharField(_("authors"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=64, blank=True)
    workload = models.CharField(_("workload"), max_length=255, blank=True)
    location = models.CharField(_("place"), max_length=255, blank=True)
    begin = models.DateField(_("begin"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    min_participants = models.PositiveIntegerField(
        _("minimum of participants"), null=True, blank=True
    )
    max_participants = models.PositiveIntegerField(
        _("maximum of participants"), null=True, blank=True
    )
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    format = models.CharField(_("format"), max_length=16, choices=Format.choices, blank=True)
    status = models.CharField(_("status"), max_length=16)
    priority = models.PositiveSmallIntegerField(_("priority in the catalog"), default=0)
    subjects = models.ManyToManyField(Subject, blank=True, related_name="resources")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="resources"
    )
    image = models.ImageField(_("image"), upload_to="resources/", blank=True)
    course_url = models.URLField(_("address of the course"), blank=True)
    title_folded = FoldedField(max_length=255, editable=False)
    catalog_key = FoldedField(max_length=320, editable=False)
    # Filled by `with_offers_for`, for one reader.
    visible_offers: list[Offer]

    objects = LearningResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning resource")
        verbose_name_plural = _("learning resources")
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(begin=None) | Q(end__gte=F("begin")),
                name="resource_ends_after_it_begins",
                violation_error_message=_("The end lies before the begin."),
            ),
            models.CheckConstraint(
                condition=Q(max_participants=None)
                | Q(min_participants=None)
                | Q(max_participants__gte=F("min_participants")),
                name="resource_minimum_within_maximum",
                violation_error_message=_("The minimum of participants lies above the maximum."),
            ),
            models.CheckConstraint(
                condition=Q(kind="course", status__in=list(states.COURSE))
                | Q(kind="implementation", status__in=list(states.IMPLEMENTATION)),
                name="resource_status_fits_its_kind",
                violation_error_message=_("This kind of learning resource has no such status."),
            ),
        ]
        indexes = [
            models.Index(fields=["catalog_key", "id"], name="resource_in_catalog_order"),
            models.Index(fields=["title_folded", "id"], name="resource_by_title"),
            models.Index(fields=["begin", "id"], name="resource_by_begin"),
            models.Index(fields=["end", "id"], name="resource_by_end"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalog:info", kwargs={"slug": self.slug})

    @property
    def slug(self) -> str:
        """Readable, and unique by the id it ends in."""
        return f"{slugify(fold(self.title))[:80]}-{self.pk}".lstrip("-")

    @property
    def seats_left(self) -> int | None:
        """None where no maximum is set. Never negative, also after the maximum was lowered."""
        if self.max_participants is None:
            return None
        return max(0, self.max_participants - self.seats_taken)

    @property
    def is_full(self) -> bool:
        return self.seats_left == 0

    @property
    def status_label(self) -> str:
        return str(states.BY_KIND[self.kind][self.status])

    def fold_text(self) -> None:
        """Refresh the columns that lists sort by; call it before saving a changed resource."""
        self.title_folded = fold(self.title)[:255]
        begin = (self.begin or OPEN_END).isoformat()
        self.catalog_key = f"{9999 - self.priority:05d} {begin} {self.title_folded}"


class ResourceWord(Word):
    """One word under which a resource is found; rewritten whenever its texts change."""

    owner = models.ForeignKey(LearningResource, on_delete=models.CASCADE, related_name="words")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "owner"], name="resource_word_once"),
        ]


def searchable_text(resource: LearningResource, subjects: list[Subject]) -> str:
    named = [f"{subject.name} {subject.name_de}" for subject in subjects]
    return " ".join(
        [resource.title, resource.reference, resource.teaser, resource.authors, *named]
    )
