"""The tree of subjects, read in one query: to choose from, and to look below each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from catalog.models import LearningResource, Subject
from tables.folding import fold


class SubjectTree:
    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._below: dict[int | None, list[Subject]] = defaultdict(list)
        for subject in sorted(subjects, key=lambda one: fold(one.label)):
            self._below[subject.parent_id].append(subject)

    def walk(self, parent: int | None = None, depth: int = 0) -> Iterator[tuple[Subject, int]]:
        """Every subject with its depth, each followed by those below it."""
        for subject in self._below[parent]:
            yield subject, depth
            yield from self.walk(subject.pk, depth + 1)

    def with_all_below(self, chosen: Iterable[int]) -> set[int]:
        found = set(chosen)
        return found | {below.pk for parent in tuple(found) for below, _ in self.walk(parent)}

    def pairs(self) -> QuerySet[LearningResource, tuple[int, int | None]]:
        """Each resource's id with every subject it is filed under, and with all above those."""
        filed = LearningResource.subjects.through.objects.order_by()
        levels = 1 + max((depth for _subject, depth in self.walk()), default=0)
        paths = [f"subject{'__parent' * level}" for level in range(levels)]
        first, *others = (filed.values_list("learningresource_id", path) for path in paths)
        return first.union(*others, all=True) if others else first
