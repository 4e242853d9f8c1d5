"""Numbers of rows that stay cheap at any size: counted up to a cap, many in one statement.

Large ones are remembered for half a minute (docs/adr/0010).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count as CountRows
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import number_format

Sql = tuple[str, Sequence[Any]]

CAP = 10_000
# Counting many rows takes longer than all the rest of a page, so it is remembered for a while.
MANY_ROWS = 1_000
REMEMBERED_FOR = 30  # seconds
_SECONDS = re.compile(r"(\d\d:\d\d):\d\d(\.\d+)?")


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
    database = querysets[0].db
    asked = [_capped(queryset) for queryset in querysets]
    keys = [fingerprint(database, one) for one in asked]
    known: dict[str, int] = cache.get_many(keys)
    unknown = {key: one for key, one in zip(keys, asked, strict=True) if key not in known}
    fresh = _counted(database, unknown)
    cache.set_many({key: n for key, n in fresh.items() if n > MANY_ROWS}, REMEMBERED_FOR)
    known |= fresh
    return [Count(known[key]) for key in keys]


def fingerprint(database: str, asked: Sql) -> str:
    """The same for the same statement within a minute: it knows who asks, and for what."""
    sql, params = asked
    told = "\0".join([database, sql, *(_SECONDS.sub(r"\1", str(value)) for value in params)])
    return hashlib.sha256(told.encode()).hexdigest()


def _counted(database: str, asked: Mapping[str, Sql]) -> dict[str, int]:
    if not asked:
        return {}
    parts = [f"(SELECT COUNT(*) FROM ({sql}) capped)" for sql, _params in asked.values()]  # noqa: S608 - Django's own SQL
    params = [value for _sql, values in asked.values() for value in values]
    with connections[database].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return dict(zip(asked, cursor.fetchone(), strict=True))


def _capped(queryset: QuerySet) -> Sql:
    limited = queryset.order_by().values("pk")[: CAP + 1]
    try:
        return limited.query.get_compiler(queryset.db).as_sql()
    except EmptyResultSet:
        return "SELECT 1 WHERE 1 = 0", ()
