"""The form of the catalog's filters: boxes to tick with a number each, and a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import formats
from catalog.models import LearningResource
from tables.counting import Count
from tables.filters import Applied, KnownChoicesField
from tables.folding import fold
from tables.links import Links

SHOWN = 8
AT_MOST = 60
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
ORDER = ("seats", "type", "subject", "place", "format", "language", "kind", "author")
TEXTS = {
    "place": gettext_lazy("Place"),
    "language": gettext_lazy("Language"),
    "author": gettext_lazy("Taught by"),
}
PERIOD = {"from": pgettext_lazy("period", "From"), "until": pgettext_lazy("period", "Until")}


class DayField(forms.DateField):
    """Shows a day as browsers want it, and what is none as it was typed."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except ValidationError:
            told = _("“%(value)s” is no day. Write it as 31.12.2027.")
            raise ValidationError(told, params={"value": str(value)[:40]}) from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return self.to_python(data)
        except ValidationError:
            self.widget.input_type = "text"  # one for days would show nothing
            return data

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """A faulty one is marked, and its sentence read with it."""
        field = super().get_bound_field(form, field_name)
        if field_name in form.errors:
            marks = {"aria-invalid": "true", "class": "form-control is-invalid"}
            self.widget.attrs |= marks | {"aria-describedby": f"{field.auto_id}_error"}
        return field


@dataclass(frozen=True)
class Option:
    html_id: str
    value: str
    label: str
    count: Count
    is_chosen: bool
    depth: int = 0


@dataclass(frozen=True)
class Group:
    """One filter as it is drawn; `more` is folded away."""

    name: str
    label: str
    options: Sequence[Option]
    more: Sequence[Option] = ()


def _boxes(label: Any, choices: Iterable[tuple[Any, Any]] = ()) -> KnownChoicesField:
    widget = forms.CheckboxSelectMultiple
    return KnownChoicesField(label=label, choices=list(choices), required=False, widget=widget)


class FacetForm(forms.Form):
    seats = _boxes(gettext_lazy("Seats"), [("free", gettext_lazy("Only with free seats"))])
    type = _boxes(pgettext_lazy("column", "Offer type"))
    subject = _boxes(gettext_lazy("Subject"))
    kind = _boxes(pgettext_lazy("column", "Type"), LearningResource.Kind.choices)
    format = _boxes(gettext_lazy("Format"), LearningResource.Format.choices)

    def __init__(self, query: QueryDict, known: Mapping[str, Iterable[str]]) -> None:
        super().__init__(query)
        for name, label in TEXTS.items():
            self.fields[name] = _boxes(label, ((one, one) for one in known[name]))
        for name, day in PERIOD.items():
            self.fields[name] = DayField(label=day, required=False, input_formats=DAYS)

    def clean(self) -> dict[str, Any]:
        """A period that ends before it begins is left out, and said."""
        begin, end = self.cleaned_data.get("from"), self.cleaned_data.get("until")
        if begin and end and end < begin:
            told = _("The period ends before it begins, so it was left out. Choose a later day.")
            self.add_error("until", told)
            self.cleaned_data.pop("from")
        return self.cleaned_data

    @property
    def boxes(self) -> list[BoundField]:
        return [self[name] for name in ORDER]

    @property
    def period(self) -> list[BoundField]:
        return [self[name] for name in PERIOD]

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        self.fields[name].choices = [(str(key), label) for key, label in choices]  # type: ignore[attr-defined]

    def groups(
        self, counted: Mapping[str, Mapping[str, Count]], depths: Mapping[str, int]
    ) -> Iterator[Group]:
        """The filters that offer something: what would find nothing is not offered."""
        for name in ORDER:
            options = list(self._options(name, counted.get(name, {}), depths))
            shown = len(options) if name == "subject" else SHOWN
            if options:
                label = str(self.fields[name].label)
                yield Group(name, label, options[:shown], options[shown:AT_MOST])

    def _options(
        self, name: str, counts: Mapping[str, Count], depths: Mapping[str, int]
    ) -> Iterator[Option]:
        chosen = self.cleaned_data.get(name, [])
        labels = self._labels(name, counts, chosen)
        for number, (value, label) in enumerate(labels.items()):
            if value in counts or value in chosen:
                depth = depths.get(value, 0) if name == "subject" else 0
                count = counts.get(value, Count(0))
                html_id = f"id_{name}_{number}"
                yield Option(html_id, value, label, count, value in chosen, depth)

    def _labels(
        self, name: str, counts: Mapping[str, Count], chosen: Sequence[str]
    ) -> dict[str, str]:
        """Of what planners typed, the chosen and the frequent stand first."""
        if name not in TEXTS:
            return {str(key): str(label) for key, label in self.fields[name].choices}  # type: ignore[attr-defined]
        frequent = sorted(counts, key=lambda one: (-counts[one].number, fold(one)))
        return {one: one for one in (*chosen, *frequent)}

    def applied_period(self, links: Links) -> Iterator[Applied]:
        """Each end of the period by itself: from 1 May 2027."""
        for name in PERIOD:
            if day := self.cleaned_data.get(name):
                told = formats.period(day, None) if name == "from" else formats.period(None, day)
                yield Applied(_("Period"), told, links.without(name, self.data[name]))
