"""How many rows each option of several filters would leave: all of them in one statement.

An option is counted as if nothing else were chosen in its own filter: what ticking it would show.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import Combinable

from .counting import CAP, MANY_ROWS, REMEMBERED_FOR, Count, Sql, fingerprint


@dataclass(frozen=True)
class Facet:
    """One filter.

    value      a path or expression on the row: its options
    pairs      or, for options in other tables, rows of (id of the row, option)
    condition  of what is chosen in it; None while nothing is
    """

    name: str
    value: str | Combinable | None = None
    pairs: QuerySet[Any, Any] | None = None
    condition: Q | None = None


class AtLeast(Count):
    """Of what was looked at; there is more."""

    def __str__(self) -> str:
        return f"{super().__str__().removesuffix('+')}+"


@dataclass(frozen=True)
class Counted:
    total: Count = field(default_factory=lambda: Count(0))
    options: Mapping[str, Mapping[str, Count]] = field(default_factory=dict)


def count(rows: QuerySet[Any], facets: Sequence[Facet]) -> Counted:
    """The rows under all conditions, and per facet its options as text with their numbers.

    No more than CAP rows are looked at, so the cost is bounded; then every number is a minimum.
    Among many rows the numbers may be half a minute old.
    """
    try:
        asked = _statement(rows, facets)
    except EmptyResultSet:
        return Counted()
    key = fingerprint(rows.db, asked)
    known: Counted | None = cache.get(key)
    return known or _counted_now(rows.db, asked, key)


def _counted_now(database: str, asked: Sql, key: str) -> Counted:
    with connections[database].cursor() as cursor:
        cursor.execute(*asked)
        lines = cursor.fetchall()
    looked_at = next(number for name, option, number in lines if (name, option) == ("", "all"))
    counted = _sorted_out(lines, AtLeast if looked_at > CAP else Count)
    if looked_at > MANY_ROWS:
        cache.set(key, counted, REMEMBERED_FOR)
    return counted


def _sorted_out(lines: Iterable[tuple[str, str, int]], kind: type[Count]) -> Counted:
    total, options = Count(0), dict[str, dict[str, Count]]()
    for name, option, number in lines:
        if name:
            options.setdefault(name, {})[option] = kind(number)
        elif option != "all":
            total = kind(number)
    return Counted(total, options)


def _statement(rows: QuerySet[Any], facets: Sequence[Facet]) -> Sql:
    """Placeholders stand in the order of the parts, so each brings its values along."""
    tables, parts = [_found(rows, facets)], [_total("all", ()), _total("", facets)]
    for facet in facets:
        others = [one for one in facets if one is not facet]
        if facet.pairs is not None:
            pairs, values = _compiled(facet.pairs)
            tables.append((f"pairs_{facet.name} (row_id, choice) AS ({pairs})", values))
            parts.append(_of_pairs(facet.name, others))
        elif facet.value is not None:
            parts.append(_of_values(facet.name, others))
    sql = f"WITH {', '.join(table for table, _values in tables)} {' UNION ALL '.join(parts)}"
    return sql, [value for _table, values in tables for value in values]


def _found(rows: QuerySet[Any], facets: Sequence[Facet]) -> Sql:
    """Each row with its value per facet, and whether it meets each condition."""
    columns: dict[str, Combinable] = {}
    for facet in facets:
        if facet.value is not None:
            columns[f"value_{facet.name}"] = _expression(facet.value)
        if facet.condition is not None:
            meets = ExpressionWrapper(facet.condition, output_field=BooleanField())
            columns[f"meets_{facet.name}"] = meets
    found = rows.order_by().values_list("pk", *columns.values())[: CAP + 1]
    sql, params = _compiled(found)
    return f"found ({', '.join(['id', *columns])}) AS ({sql})", params


def _expression(value: str | Combinable) -> Combinable:
    return F(value) if isinstance(value, str) else value


def _compiled(rows: QuerySet[Any, Any]) -> Sql:
    return rows.query.get_compiler(rows.db).as_sql()


def _total(label: str, facets: Iterable[Facet]) -> str:
    return f"SELECT '', '{label}', COUNT(*) FROM found{_where(facets)}"  # noqa: S608 - names of ours


def _of_values(name: str, others: Iterable[Facet]) -> str:
    option = f"CAST(value_{name} AS TEXT)"
    where = _where(others, f"{option} <> ''")
    return f"SELECT '{name}', {option}, COUNT(*) FROM found{where} GROUP BY {option}"  # noqa: S608 - names of ours


def _of_pairs(name: str, others: Iterable[Facet]) -> str:
    option = "CAST(choice AS TEXT)"
    joined = f"found JOIN pairs_{name} ON row_id = id{_where(others, 'choice IS NOT NULL')}"
    return f"SELECT '{name}', {option}, COUNT(DISTINCT id) FROM {joined} GROUP BY {option}"  # noqa: S608 - names of ours


def _where(facets: Iterable[Facet], *conditions: str) -> str:
    wanted = [*conditions, *_met(facets)]
    return f" WHERE {' AND '.join(wanted)}" if wanted else ""


def _met(facets: Iterable[Facet]) -> Iterator[str]:
    return (f"meets_{facet.name}" for facet in facets if facet.condition is not None)
