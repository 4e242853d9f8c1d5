"""What the catalog is filtered by. Unknown values count as not chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.http import QueryDict

from catalog import facet_form, texts
from catalog.facet_form import FacetForm
from catalog.methods import labels
from catalog.models import Offer, Subject, conditions
from catalog.models.resource import LearningResourceQuerySet
from catalog.subjects import SubjectTree
from tables import facets
from tables.counting import Count
from tables.facets import Facet
from tables.filters import Applied, applied
from tables.links import Links

if TYPE_CHECKING:
    from accounts.rights import Person


class ResourceFilter:
    """The rows of a search under all filters, and each filter with what it would leave."""

    def __init__(
        self,
        query: QueryDict,
        listed: LearningResourceQuerySet,
        *,
        person: Person,
        words: str = "",
    ) -> None:
        self.person = person
        self.found = listed.search(words)
        self.meanings = texts.known(listed, query)
        self.tree = SubjectTree(Subject.objects.all())
        self.form = FacetForm(query, known={name: list(m) for name, m in self.meanings.items()})
        self.form.offer("type", labels().items())
        self.form.offer("subject", ((one.pk, one.label) for one, _depth in self.tree.walk()))
        self.form.full_clean()

    @property
    def rows(self) -> LearningResourceQuerySet:
        return self.found.filter(*self.conditions.values())

    @property
    def total(self) -> Count:
        return self._counted.total

    @cached_property
    def conditions(self) -> dict[str, Q]:
        """Of each filter in which something is chosen, by its name."""
        chosen = {name: value for name, value in self.form.cleaned_data.items() if value}
        return {name: self._condition(name, chosen[name]) for name in chosen}

    def _condition(self, name: str, chosen: list[str] | date) -> Q:
        by_text = {text.name: text for text in texts.TEXTS}
        if isinstance(chosen, date):
            return {"from": conditions.begins_from, "until": conditions.over_by}[name](chosen)
        if name in by_text:
            return by_text[name].condition(self.meanings[name], chosen)
        if name == "type":
            return conditions.offered(self.person, method__in=chosen)
        if name == "subject":
            return conditions.in_subjects(self.tree.with_all_below(map(int, chosen)))
        return conditions.with_free_seats() if name == "seats" else Q(**{f"{name}__in": chosen})

    @cached_property
    def _counted(self) -> facets.Counted:
        return facets.count(self.found, list(self._facets()))

    def _facets(self) -> Iterator[Facet]:
        free = Case(
            When(conditions.with_free_seats(), then=Value("free")),
            default=Value(""),
            output_field=CharField(),
        )
        values = {"seats": free, "kind": F("kind"), "format": F("format")}
        values |= {text.name: F(text.path) for text in texts.TEXTS}
        pairs = {"type": self._offer_types(), "subject": self.tree.pairs()}
        for name in self.form.fields:
            yield Facet(name, values.get(name), pairs.get(name), self.conditions.get(name))

    def _offer_types(self) -> QuerySet[Offer, tuple[int, str]]:
        offers = Offer.objects.visible_to(self.person).not_ended().order_by()
        return offers.values_list("resource_id", "method")

    @cached_property
    def groups(self) -> list[facet_form.Group]:
        """The filters with something to choose, counted."""
        counted = {name: dict(options) for name, options in self._counted.options.items()}
        for text in texts.TEXTS:
            counted[text.name] = self._by_option(text, counted.get(text.name, {}))
        depths = {str(subject.pk): depth for subject, depth in self.tree.walk()}
        return list(self.form.groups(counted, depths))

    def _by_option(self, text: texts.TextFilter, counted: Mapping[str, Count]) -> dict[str, Count]:
        """Each resource has one text, so its numbers add up."""
        options: dict[str, Count] = {}
        for stored, count in counted.items():
            for option in text.options(stored):
                before = options[option].number if option in options else 0
                options[option] = type(count)(before + count.number)
        return options

    def applied(self, links: Links) -> list[Applied]:
        return [*applied(self.form.boxes, links), *self.form.applied_period(links)]
