"""How large tables are, as SQLite supposes when it plans: it counts them only when told to.

Without that, a list over 100,000 rows takes four to eight times as long. PostgreSQL counts by
itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model, QuerySet

FEW_ROWS = 1_000  # up to so many, every plan is quick


def learn(models: Iterable[type[Model]]) -> bool:
    """Counts all tables afresh if one of these has changed by a tenth since; says whether."""
    if connection.vendor != "sqlite":
        return False
    known = _known()
    if not any(_has_changed(model, known.get(model._meta.db_table, 0)) for model in models):
        return False
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return True


def _has_changed(model: type[Model], known: int) -> bool:
    return abs(QuerySet(model).count() - known) * 10 > max(known, FEW_ROWS)


def _known() -> dict[str, int]:
    """Rows by table when SQLite counted last: the statistics of an index begin with its rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if not cursor.fetchone():
            return {}
        cursor.execute("SELECT tbl, MAX(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl")
        return dict(cursor.fetchall())
