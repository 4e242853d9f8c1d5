"""Whose a product or an implementation is: organisations told by their whole path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.organisations.places import paths
from accounts.rights import scope
from tables.folding import fold

if TYPE_CHECKING:
    from accounts.rights import Person


class OrganisationField(forms.ModelChoiceField):
    """Active organisations where the person may do this, and the present one whatever it is."""

    def __init__(self, *, person: Person, verb: str, present: int | None, **kwargs: Any) -> None:
        self.width = kwargs.pop("width", "")
        allowed = Organisation.objects.active().within(scope(person, verb))
        shown = Organisation.objects.filter(Q(pk__in=allowed.values("pk")) | Q(pk=present))
        super().__init__(shown, label=_("Organisation"), **kwargs)
        told = sorted(paths(shown).items(), key=lambda item: fold(item[1]))
        self.choices = [("", _("Choose an organisation")), *told]
        self.error_messages["required"] = _("Choose the organisation.")
        self.error_messages["invalid_choice"] = _(
            "This organisation cannot be chosen. Choose one of the list."
        )
