"""Filters whose options are what planners typed: people, places, languages.

A text may name several, with commas between; of a place the first part counts, the town.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, Value
from django.http import QueryDict

from catalog.models.resource import LearningResourceQuerySet

CHOSEN_AT_MOST = 20
LONGEST = 255
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

# option → the stored texts that mean it
Meanings = Mapping[str, list[str]]


def each(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def first(text: str) -> list[str]:
    return each(text)[:1]


@dataclass(frozen=True)
class TextFilter:
    name: str
    path: str
    options: Callable[[str], list[str]] = each

    def chosen(self, query: QueryDict) -> list[str]:
        """What may be looked for: nothing that no text can hold."""
        given = [one for one in query.getlist(self.name)[:CHOSEN_AT_MOST] if one]
        return [one for one in given if len(one) <= LONGEST and not _UNSTORABLE.search(one)]

    def condition(self, meanings: Meanings, chosen: Iterable[str]) -> Q:
        texts = {text for option in chosen for text in meanings.get(option, ())}
        return Q(**{f"{self.path}__in": sorted(texts)})


TEXTS = (
    TextFilter("place", "location", first),
    TextFilter("language", "language"),
    TextFilter("author", "authors"),
)


def known(listed: LearningResourceQuerySet, query: QueryDict) -> dict[str, Meanings]:
    """Of each filter the chosen options there are: one statement, none if nothing is chosen."""
    asked = {text: wanted for text in TEXTS if (wanted := text.chosen(query))}
    found: dict[str, dict[str, list[str]]] = {text.name: defaultdict(list) for text in TEXTS}
    if not asked:
        return found
    first_one, *others = (_stored(listed, text, wanted) for text, wanted in asked.items())
    by_name = {text.name: text for text in asked}
    for name, stored in first_one.union(*others) if others else first_one:
        text = by_name[name]
        for option in set(text.options(stored)).intersection(asked[text]):
            found[name][option].append(stored)
    return found


def _stored(
    listed: LearningResourceQuerySet, text: TextFilter, wanted: Iterable[str]
) -> LearningResourceQuerySet:
    """The texts that contain one of these; whether they name it is seen afterwards."""
    any_of_them = Q()
    for option in wanted:
        any_of_them |= Q(**{f"{text.path}__contains": option})
    rows = listed.filter(any_of_them).order_by()
    return rows.values_list(Value(text.name), text.path).distinct()
