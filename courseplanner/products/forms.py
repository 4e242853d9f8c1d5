"""What is kept of a product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from accounts.editing import EditingForm
from accounts.fields import Line, Lines
from courseplanner.models import Product
from courseplanner.places import OrganisationField

if TYPE_CHECKING:
    from accounts.rights import Person


class ProductForm(EditingForm):
    """verb: the right that says under which organisations it may stand."""

    class Meta:
        model = Product
        fields = ("title", "reference", "organisation", "description")

    def __init__(self, *args: Any, person: Person, verb: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.verb = person, verb
        present = self.instance.organisation_id
        typed = {
            "title": _needed(_("Title"), _("Enter the title of the product."), "c4"),
            "reference": _needed(_("Reference"), _("Enter a reference."), "c2"),
            "organisation": OrganisationField(person=person, verb=verb, present=present),
            "description": Lines(
                label=_("Description"),
                max_length=10_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 6}),
            ),
        }
        self.fields = {name: typed.get(name, field) for name, field in self.fields.items()}

    def _of(self, stored: Product) -> ProductForm:
        return type(self)(instance=stored, person=self.person, verb=self.verb)


def _needed(label: str, sentence: str, width: str) -> Line:
    return Line(label=label, max_length=255, width=width, error_messages={"required": sentence})
