"""What is asked about an implementation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.editing import EditingForm
from accounts.fields import Line
from catalog import images
from catalog.forms import SecureURLField
from catalog.models import LearningResource, Subject
from courseplanner.implementations import fields, priority
from courseplanner.implementations.editing import mark
from courseplanner.implementations.subjects import SubjectsField
from courseplanner.models import Implementation
from courseplanner.places import OrganisationField

if TYPE_CHECKING:
    from accounts.rights import Person

NEEDS_ORDER = (
    ("True", gettext_lazy("Requires booking order")),
    ("False", gettext_lazy("Allowed without booking order")),
)
SECTIONS = (
    (
        gettext_lazy("Execution"),
        ("title", "reference", "type", "format", "begin", "end", "location",
         "min_participants", "max_participants", "needs_order", "organisation"),
    ),
    (
        gettext_lazy("Info page"),
        ("teaser", "description", "objectives", "requirements", "certification", "authors",
         "language", "workload", "image"),
    ),
    (gettext_lazy("Catalog"), ("subjects", "priority", "own_priority")),
    (gettext_lazy("Course"), ("course_url",)),
)  # fmt: skip


class ImplementationForm(EditingForm):
    """Edits the implementation it is given, and its resource; saves neither."""

    type = forms.ChoiceField(label=gettext_lazy("Type"), choices=Implementation.Type.choices)
    needs_order = forms.TypedChoiceField(
        label=gettext_lazy("Booking"),
        choices=NEEDS_ORDER,
        coerce=lambda value: value == "True",
        help_text=gettext_lazy("Whether you can add participants without an offer."),
    )

    class Meta:
        model = LearningResource
        fields = (
            "title", "reference", "format", "begin", "end", "location", "min_participants",
            "max_participants", "organisation", "teaser", "description", "objectives",
            "requirements", "certification", "authors", "language", "workload", "image",
            "subjects", "priority", "course_url",
        )  # fmt: skip
        field_classes = {"course_url": SecureURLField}

    def __init__(
        self, *args: Any, implementation: Implementation, person: Person, **kwargs: Any
    ) -> None:
        super().__init__(*args, instance=implementation.resource, **kwargs)
        self.implementation, self.person = implementation, person
        self.fields |= self._texts() | self._numbers() | self._choices()
        self.initial["type"] = implementation.type
        self.initial["needs_order"] = str(implementation.needs_order)
        if self.instance.priority not in priority.PRIORITIES:
            self.initial["own_priority"] = self.instance.priority
        if implementation.pk:
            self.initial["seen"] = mark(implementation)

    def _texts(self) -> dict[str, forms.Field]:
        needed = {"required": _("Enter the title of the implementation.")}
        title = Line(label=_("Title"), max_length=255, width="c4", error_messages=needed)
        return {
            "title": title,
            "reference": fields.line("reference", "c2"),
            "location": fields.line("location"),
            "teaser": fields.line("teaser", help_text=_("Shown on the card in the catalog.")),
            "description": fields.lines("description", 8),
            "objectives": fields.lines("objectives", 4),
            "requirements": fields.lines("requirements", 4),
            "certification": fields.line("certification"),
            "authors": fields.line("authors"),
            "language": fields.line("language", "c3"),
            "workload": fields.line("workload", "c3"),
            "course_url": SecureURLField(
                label=_("Address of the course"),
                required=False,
                max_length=200,
                error_messages={
                    "invalid": _("This is no web address. Write it as in https://example.org/.")
                },
                help_text=_("Can be added at any time: whoever is in can then open the course."),
            ),
        }

    def _numbers(self) -> dict[str, forms.Field]:
        return {
            "begin": fields.DayField("begin"),
            "end": fields.DayField("end"),
            "min_participants": fields.PeopleField("min_participants"),
            "max_participants": fields.PeopleField("max_participants"),
            "priority": priority.PriorityField(),
            "own_priority": priority.own_number(),
        }

    def _choices(self) -> dict[str, forms.Field]:
        formats = [("", _("Not specified")), *LearningResource.Format.choices]
        shown = forms.ChoiceField(label=_("Format"), choices=formats, required=False)
        for field in (self.fields["type"], shown, self.fields["needs_order"]):
            field.width = "c3"
        present = self.instance.organisation_id
        kept = {"person": self.person, "verb": "implementations.keep", "present": present}
        return {
            "format": shown,
            "image": forms.FileField(
                label=_("Picture"),
                required=False,
                help_text=_("JPEG, PNG or WebP, at most 10 MB; it is drawn anew for the page."),
            ),
            "organisation": OrganisationField(**kept, width="c3"),
            "subjects": SubjectsField(),
        }

    @property
    def sections(self) -> list[tuple[str, list[BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in SECTIONS]

    @property
    def subject_boxes(self) -> Iterator[tuple[BoundWidget, int]]:
        """Each box of the tree with its depth."""
        return self.fields["subjects"].nodes(self["subjects"])

    @property
    def subjects(self) -> list[Subject]:
        return list(self.cleaned_data["subjects"])

    def clean_image(self) -> object:
        """A new one is drawn anew; the one that is there stays, False takes it away."""
        given = self.cleaned_data["image"]
        return images.redrawn(given) if isinstance(given, UploadedFile) else given

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        begin, end = given.get("begin"), given.get("end")
        if begin and end and end < begin:
            self.add_error("end", _("The end lies before the begin."))
        least, most = given.get("min_participants"), given.get("max_participants")
        if least and most and least > most:
            told = _("The minimum of participants lies above the maximum.")
            self.add_error("min_participants", told)
        self._take_own_number(given)
        return given

    def _take_own_number(self, given: dict[str, Any]) -> None:
        if given.get("priority") == priority.OWN:
            given["priority"] = given.get("own_priority") or 0
            if "own_priority" in given and given["own_priority"] is None:
                self.add_error("own_priority", _("Enter a number from 0 to 9999."))

    def _post_clean(self) -> None:
        super()._post_clean()
        for name in ("type", "needs_order"):
            if name in self.cleaned_data:
                setattr(self.implementation, name, self.cleaned_data[name])

    def _of(self, stored: Implementation) -> ImplementationForm:
        return type(self)(implementation=stored, person=self.person)
