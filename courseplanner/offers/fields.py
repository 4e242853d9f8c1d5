"""Fields of the offer form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from accounts.organisations.places import paths
from accounts.organisations.tree import Tree
from accounts.rights import reach, scope
from catalog import availability
from catalog.models import LearningResource
from tables.folding import fold

if TYPE_CHECKING:
    from accounts.rights import Person

FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)
MOST_DAYS = 3650
MOST_UNITS = 500
BY_STATUS, ABSOLUTE, RELATIVE = "status", "absolute", "relative"
WAYS = (
    (BY_STATUS, pgettext_lazy("availability", "By the status only")),
    (ABSOLUTE, pgettext_lazy("availability", "On a date")),
    (RELATIVE, pgettext_lazy("availability", "Relative to begin or end")),
)
NO_NUMBER = _("This is no whole number. Write it in digits, as in 14.")


class MomentField(forms.DateTimeField):
    """A day and a time of day in the house; what is none is shown as it was typed."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    input_formats = ("%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M")
    _NONE = _("“%(value)s” is no day with a time. Write it as 31.12.2027 17:00.")
    _NEVER = _("This time does not exist here, or exists twice: the clocks change that night.")
    _FAR = _("Choose a day between 1990 and 2999.")

    def __init__(self, *, width: str = "", **kwargs: Any) -> None:
        self.width = width
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        try:
            moment = super().to_python(value)
        except ValidationError as error:
            unclear = error.code == "ambiguous_timezone"
            raise ValidationError(
                self._NEVER if unclear else self._NONE, params={"value": str(value)[:40]}
            ) from None
        except OverflowError:
            raise ValidationError(self._FAR) from None
        if moment and not FIRST <= moment <= LAST:
            raise ValidationError(self._FAR)
        return moment

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            self.to_python(data)
        except ValidationError:
            self.widget.input_type = "text"  # one for moments would show nothing
        return data


def number(label: Any, *, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    bounds = _("Enter a number from %(least)d to %(most)d.") % {"least": least, "most": most}
    messages = {"invalid": NO_NUMBER, "min_value": bounds, "max_value": bounds}
    field = forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        error_messages=messages,
        **kwargs,
    )
    field.width = "c3"
    return field


def side(name: str, label: Any) -> dict[str, forms.Field]:
    """The five fields of one end of the period."""
    fields = {
        "by": forms.ChoiceField(label=label, choices=WAYS, initial=BY_STATUS),
        "at": MomentField(label=_("Day and time")),
        "amount": number(_("Number"), least=1, most=MOST_UNITS),
        "unit": forms.ChoiceField(
            label=_("Unit"), choices=availability.UNITS.items(), initial="days"
        ),
        "reference": forms.ChoiceField(
            label=_("Counted from"), choices=availability.REFERENCES.items()
        ),
    }
    only_relative = "c2 kb-relative"
    widths = {"by": "c3", "at": "c3 kb-at"}
    for part, field in fields.items():
        field.width = widths.get(part, only_relative)
    return {f"{name}_{part}": field for part, field in fields.items()}


class ReleasedField(forms.ModelMultipleChoiceField):
    """Where the person plans or belongs, the house of the resource, and what is there already."""

    def __init__(self, *, person: Person, resource: LearningResource, present: set[int]) -> None:
        tree = Tree.read()
        known = reach(person) | tree.under(resource.organisation_id)
        planned = Organisation.objects.within(scope(person, "offers.keep"))
        offered = Organisation.objects.active().filter(
            Q(pk__in=known) | Q(pk__in=planned.values("pk"))
        )
        shown = Organisation.objects.filter(Q(pk__in=offered.values("pk")) | Q(pk__in=present))
        super().__init__(
            shown,
            label=_("Released for"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Everybody of these organisations, and of those below them."),
            error_messages={
                "invalid_choice": _("This organisation cannot be chosen. Choose one of the list."),
                "invalid_pk_value": _(
                    "This organisation cannot be chosen. Choose one of the list."
                ),
            },
        )
        self.choices = sorted(paths(shown).items(), key=lambda item: fold(item[1]))
