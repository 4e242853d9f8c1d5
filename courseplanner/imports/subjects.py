"""The tree of subjects, as far as a file speaks of it."""

from __future__ import annotations

from collections.abc import Iterable

from accounts import history
from accounts.models import User
from catalog.models import Subject
from tables.folding import fold

Path = tuple[str, ...]


class SubjectTree:
    """Subjects by their path, compared without case and accents; read in one statement."""

    def __init__(self) -> None:
        self._children: dict[tuple[int | None, str], Subject] = {}
        for subject in Subject.objects.order_by("pk"):
            self._children.setdefault((subject.parent_id, fold(subject.name)), subject)

    def find(self, path: Path) -> Subject | None:
        subject = None
        for name in path:
            subject = self._children.get((subject.pk if subject else None, fold(name)))
            if subject is None:
                return None
        return subject

    def missing(self, paths: Iterable[Path]) -> list[Path]:
        """Those to be created, parents first."""
        wanted: dict[Path, Path] = {}
        for path in paths:
            for depth in range(1, len(path) + 1):
                start = path[:depth]
                if self.find(start) is None:
                    wanted.setdefault(tuple(map(fold, start)), start)
        return sorted(wanted.values(), key=len)

    def create(self, paths: list[Path], *, by: User | None) -> None:
        """Level by level, as children need their parents' ids."""
        for depth in sorted({len(path) for path in paths}):
            level = [path for path in paths if len(path) == depth]
            subjects = Subject.objects.bulk_create(
                [Subject(name=path[-1], parent=self.find(path[:-1])) for path in level]
            )
            for subject in subjects:
                self._children[subject.parent_id, fold(subject.name)] = subject
            history.record_many([history.line(one, "imported", by=by) for one in subjects])
