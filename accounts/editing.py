"""Two people edit the same thing: the second is told, and neither loses anything.

A form carries the fingerprint of the row it was filled from. The action locks the row, compares,
and refuses if the row says something else by now.
"""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.refusal import Conflict, Refusal

M = TypeVar("M", bound=models.Model)
LONGEST_SHOWN = 200


class ChangedMeanwhile(Conflict):
    """The row is not what the person saw; `stored` is what it says now."""

    def __init__(self, stored: models.Model) -> None:
        super().__init__(
            _(
                "Somebody else has changed this while you were editing. Nothing was saved. "
                "Below stands what you typed and what is stored now; save again to keep yours."
            )
        )
        self.stored = stored


def fingerprint(row: models.Model) -> str:
    """Of everything people can edit in the row, as it was read from the database."""
    values = [(field.attname, str(field.value_from_object(row))) for field in _editable(row)]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def lock_as_seen(row: M, seen: str) -> M:
    """The stored row, locked; ChangedMeanwhile if it is not what was seen. In a transaction."""
    rows = type(row)._default_manager.select_for_update()
    stored = rows.filter(pk=row.pk).first()
    if stored is None:
        raise Refusal(_("Somebody else has deleted this meanwhile. Nothing was saved."))
    if fingerprint(stored) != seen:
        raise ChangedMeanwhile(stored)
    return stored


def differences(before: models.Model, after: models.Model) -> str:
    """One line for each field that changed, for the history."""
    return "\n".join(
        f"{field.verbose_name}: {_shown(field, before)} → {_shown(field, after)}"
        for field in _editable(after)
        if str(field.value_from_object(before)) != str(field.value_from_object(after))
    )


def _shown(field: models.Field[Any, Any], row: models.Model) -> str:
    """A value as people read it, and no more of a long text than tells which it is."""
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    label = dict(field.flatchoices).get(value, value) if field.choices else value
    return Truncator("–" if label in (None, "") else str(label)).chars(LONGEST_SHOWN)


def _editable(row: models.Model) -> list[models.Field[Any, Any]]:
    return [
        field for field in row._meta.concrete_fields if field.editable and not field.primary_key
    ]


class EditingForm(forms.ModelForm):
    """A form that remembers what it was filled from, in the hidden field `seen`."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = fingerprint(self.instance)

    def tell(self, refusal: Refusal) -> None:
        """Show why nothing was saved; after a conflict, what is stored beside what was typed."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)
        if isinstance(refusal, ChangedMeanwhile):
            self._show_stored(refusal.stored)

    def _show_stored(self, stored: models.Model) -> None:
        now = self._of(stored)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = now.initial["seen"]
        for name in self.fields:
            value = _said(now[name])
            if name != "seen" and value != _said(self[name]):
                self.add_error(name, _("Stored now: %(value)s") % {"value": value or "–"})

    def _of(self, stored: models.Model) -> EditingForm:
        """The same form about what is stored; forms that ask for more than a row override it."""
        return type(self)(instance=stored)


def _said(field: forms.BoundField) -> str:
    """What a field says, in the words of its choices; a line break is one, however it is sent."""
    value = field.value()
    values = value if isinstance(value, list | tuple) else [value]
    given = [str(getattr(one, "pk", one)) for one in values if one is not None]
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    return ", ".join(labels.get(one, one.replace("\r\n", "\n")) for one in sorted(given))
