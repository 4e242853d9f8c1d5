"""What the catalog is filtered by. Unknown values count as not chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog import methods
from catalog.models import LearningResource, Subject
from catalog.models.resource import LearningResourceQuerySet
from catalog.subjects import SubjectTree
from tables.filters import BoxesFilter

if TYPE_CHECKING:
    from accounts.rights import Person


class TreeOfBoxes(forms.CheckboxSelectMultiple):
    """Knows how deep in the tree each box stands, for the template to say so."""

    depths: dict[int, int]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"depth": self.depths[int(value)]}


class ResourceFilter(django_filters.FilterSet):
    seats = BoxesFilter(
        label=_("Seats"), choices=[("free", _("Only with free seats"))], method="with_seats"
    )
    type = BoxesFilter(
        label=pgettext_lazy("column", "Offer type"),
        choices=lambda: methods.labels().items(),
        method="offered_by",
    )
    subject = BoxesFilter(label=_("Subject"), widget=TreeOfBoxes, method="in_subjects")

    class Meta:
        model = LearningResource
        fields: list[str] = []

    def __init__(self, data: Any, queryset: QuerySet[LearningResource], *, person: Person) -> None:
        super().__init__(data, queryset)
        self.person = person
        self.tree = SubjectTree(Subject.objects.all())
        self._offer_subjects()

    def _offer_subjects(self) -> None:
        subjects = list(self.tree.walk())
        field = self.filters["subject"].field
        field.choices = [(str(subject.pk), subject.label) for subject, _depth in subjects]
        field.widget.depths = {subject.pk: depth for subject, depth in subjects}

    def with_seats(
        self, rows: LearningResourceQuerySet, _name: str, _chosen: list[str]
    ) -> LearningResourceQuerySet:
        return rows.with_free_seats()

    def offered_by(
        self, rows: LearningResourceQuerySet, _name: str, chosen: list[str]
    ) -> LearningResourceQuerySet:
        """Only offers this person may see count, whatever else the resource has."""
        return rows.offered_to(self.person, method__in=chosen)

    def in_subjects(
        self, rows: LearningResourceQuerySet, _name: str, chosen: list[str]
    ) -> LearningResourceQuerySet:
        return rows.in_subjects(self.tree.with_all_below(map(int, chosen)))
