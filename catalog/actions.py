"""Changes of the catalog, as verbs."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from catalog.models import LearningResource, ResourceWord, searchable_text
from tables.folding import write_words


def refresh_words(resources: Iterable[LearningResource]) -> None:
    """Rewrite the words under which these are found; call it where title or subjects change."""
    resources = list(resources)
    prefetch_related_objects(resources, "subjects")
    texts = {one.pk: searchable_text(one, list(one.subjects.all())) for one in resources}
    write_words(ResourceWord, "owner", texts)
