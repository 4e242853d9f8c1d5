"""Numbers of rows that stay cheap at any size: counted up to a cap, many in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count as CountRows
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
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


def number_of(rows: QuerySet[Any], field: str, *, at: str = "pk", of: str = "pk") -> Coalesce:
    """How many of these rows name the outer row in `field`; one statement for a whole page.

    of: what is counted, each once: the rows, or the people in them.
    """
    of_one = rows.filter(**{field: OuterRef(at)}).order_by()
    number = CountRows(of, distinct=of != "pk")
    counted = of_one.values(field).annotate(number=number).values("number")
    return Coalesce(Subquery(counted), 0)


def number_related(model: type[Model], name: str) -> Coalesce:
    """The same by related name, for rows whose model stands in a room above."""
    relation: Any = model._meta.get_field(name)
    return number_of(relation.related_model._default_manager.all(), relation.field.name)


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
