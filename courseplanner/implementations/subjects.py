"""The subjects of an implementation, ticked in their tree."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext as _

from catalog.models import Subject
from catalog.subjects import SubjectTree


class SubjectsField(forms.ModelMultipleChoiceField):
    """The whole tree, each subject with its depth in it."""

    def __init__(self) -> None:
        super().__init__(
            Subject.objects.all(),
            label=_("Subjects"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": _("A subject of the list is gone meanwhile. Choose again.")
            },
        )
        self.walked = list(SubjectTree(Subject.objects.all()).walk())
        self.choices = [(subject.pk, subject.label) for subject, _depth in self.walked]

    def nodes(self, field: BoundField) -> Iterator[tuple[BoundWidget, int]]:
        """For the template: each box with its depth."""
        depths = (depth for _subject, depth in self.walked)
        return zip(field.subwidgets, depths, strict=True)
