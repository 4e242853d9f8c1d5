"""Paging by key: the rows after or before the row a cursor names, at any size of the table.

Order is one path plus the primary key in the same direction, empty values last in both.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

Value = str | int | float | Decimal | datetime.date | datetime.datetime | None

_READ: dict[str, Callable[[str], Value]] = {
    "str": str,
    "int": int,
    "bool": lambda text: text == "True",
    "float": float,
    "Decimal": Decimal,
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "NoneType": lambda text: None,
}


@dataclass(frozen=True)
class Order:
    """How a list is sorted; `scope` keeps the cursors of one list and sort to themselves."""

    path: str
    descending: bool
    nullable: bool
    scope: str

    def __str__(self) -> str:
        return f"{self.scope}:{'-' if self.descending else ''}{self.path}"

    def by(self, *, reverse: bool = False) -> list[OrderBy]:
        """`reverse` puts empty values first. Columns without any keep the plain index order."""
        descending = self.descending is not reverse
        nulls = {"nulls_first" if reverse else "nulls_last": True} if self.nullable else {}
        return [
            OrderBy(F(self.path), descending=descending, **nulls),
            OrderBy(F("pk"), descending),
        ]

    def beyond(self, value: Value, pk: int, *, reverse: bool = False) -> Q:
        """The rows that follow (or, reversed, precede) this one.

        Written as a range and an exception: both databases then walk the index, where the
        usual "c < v OR (c = v AND id < i)" reads the table.
        """
        step = "lt" if self.descending is not reverse else "gt"
        further = Q(**{f"pk__{step}": pk})
        empty, filled = (Q(**{f"{self.path}__isnull": state}) for state in (True, False))
        if value is None:
            rest = empty & further
            return rest | filled if reverse else rest
        rest = Q(**{f"{self.path}__{step}e": value}) & (
            Q(**{f"{self.path}__{step}": value}) | further
        )
        return rest | empty if self.nullable and not reverse else rest


def is_nullable(model: type[Model], path: str) -> bool:
    """Whether a sort path can be empty; for annotations it has to be supposed."""
    for name in path.split("__"):
        try:
            meta = model._meta
            field = meta.pk if name == "pk" else meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if getattr(field, "null", True):
            return True
        model = getattr(field, "related_model", None) or model
    return False


@dataclass(frozen=True)
class Slice:
    rows: list[dict[str, object]]
    has_previous: bool
    has_next: bool


@dataclass(frozen=True)
class Cursor:
    """after, before (a row), first or last; anything unreadable is first."""

    where: str = "first"
    value: Value = None
    pk: int = 0


FIRST = Cursor()


def write(order: Order, where: str, value: object, pk: object) -> str:
    kind = type(value).__name__
    if kind not in _READ:
        kind, value = "str", str(value)
    text = value.isoformat() if isinstance(value, datetime.date) else str(value)
    return f"{where}.{signing.dumps([kind, text, pk], salt=str(order))}"


def read(order: Order, text: str) -> Cursor:
    """Signed, so that values of a wrong type, length or sort never reach the database."""
    where, _dot, token = text.partition(".")
    if where == "last":
        return Cursor("last")
    if where not in ("after", "before"):
        return FIRST
    try:
        kind, value, pk = signing.loads(token, salt=str(order))
        return Cursor(where, _READ[kind](value), pk)
    except (signing.BadSignature, ValueError):
        return FIRST


def page(rows: QuerySet, values: QuerySet, order: Order, cursor: Cursor, size: int) -> Slice:
    """One page of `values`, which are the `.values()` of `rows`.

    One query, a second only where rows vanished meanwhile. Which rows are on the page is found
    out in a query inside it, so what they hold is read for no others.
    """
    backward = cursor.where in ("before", "last")
    if cursor.where in ("after", "before"):
        rows_there = rows.filter(order.beyond(cursor.value, cursor.pk, reverse=backward))
    else:
        rows_there = rows
    by = order.by(reverse=backward)
    here = rows_there.order_by(*by).values("pk")[: size + 1]
    found = list(values.filter(pk__in=here).order_by(*by))
    more, found = len(found) > size, found[:size]
    least = {"after": 1, "before": size}.get(cursor.where, 0)
    if len(found) < least:
        return page(rows, values, order, FIRST, size)
    if backward:
        return Slice(found[::-1], has_previous=more, has_next=cursor.where == "before")
    return Slice(found, has_previous=cursor.where == "after", has_next=more)
