"""Numbers of rows that stay cheap at any size: counted up to a cap, many in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.utils.formats import number_format

CAP = 10_000


@dataclass(frozen=True)
class Count:
    number: int

    @property
    def is_capped(self) -> bool:
        return self.number > CAP

    def __str__(self) -> str:
        shown = number_format(min(self.number, CAP), force_grouping=True)
        return f"{shown}+" if self.is_capped else shown


def counts(querysets: Sequence[QuerySet]) -> list[Count]:
    """One statement for all of them, because tabs show a count each."""
    if not querysets:
        return []
    connection = connections[querysets[0].db]
    parts: list[str] = []
    params: list[Any] = []
    for queryset in querysets:
        sql, values = _capped(queryset)
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) capped)")  # noqa: S608 - Django's own SQL
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return [Count(number) for number in cursor.fetchone()]


def _capped(queryset: QuerySet) -> tuple[str, Sequence[Any]]:
    limited = queryset.order_by().values("pk")[: CAP + 1]
    try:
        return limited.query.get_compiler(queryset.db).as_sql()
    except EmptyResultSet:
        return "SELECT 1 WHERE 1 = 0", ()
