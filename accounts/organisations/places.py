"""Where an organisation can stand: those a person may put it under, told by their whole path."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.organisations.tree import Tree
from accounts.rights import scope
from tables.folding import fold

if TYPE_CHECKING:
    from accounts.rights import Person

BETWEEN = " › "


TOP = "top"


class PlaceField(forms.ModelChoiceField):
    """Active organisations this person keeps; the top, which is None, for who keeps everything.

    `without` are not offered, though they are understood, so that the answer can be a sentence.
    """

    def __init__(self, *, person: Person, without: Collection[int] = (), **kwargs: Any) -> None:
        allowed = scope(person, "organisations.keep")
        kept = Organisation.objects.active().within(allowed)
        super().__init__(kept, label=_("Part of"), **kwargs)
        self.reaches_top = allowed.everything
        told = paths(one for one in kept if one.pk not in without)
        self.choices = [
            ("", _("Choose an organisation")),
            *([(TOP, _("– at the top –"))] if self.reaches_top else []),
            *sorted(told.items(), key=lambda item: fold(item[1])),
        ]
        self.error_messages["required"] = _("Choose the organisation it is part of.")
        self.error_messages["invalid_choice"] = _(
            "This organisation cannot be chosen. Choose one of the list."
        )

    def clean(self, value: Any) -> Organisation | None:
        return None if value == TOP and self.reaches_top else super().clean(value)


def paths(organisations: Iterable[Organisation]) -> dict[int, str]:
    """Each told by its whole path, as far as it is among these."""
    named = list(organisations)
    names = {one.pk: one.name for one in named}
    tree = Tree({one.pk: one.parent_id for one in named})
    return {
        pk: BETWEEN.join(names[up] for up in reversed(tree.path(pk)) if up in names)
        for pk in names
    }
