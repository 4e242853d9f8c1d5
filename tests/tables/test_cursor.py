"""Paging by key: every row once, in order, forward and back, whatever is empty or equal."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from catalog.models import LearningResource
from tables import cursor
from tables.cursor import FIRST, Cursor, Order, is_nullable
from tests.cast import aare

few = st.integers(0, 3)
PATHS = {
    "max_participants": st.none() | few,
    "begin": st.none() | few.map(lambda day: datetime.date(2026, 12, 1 + day)),
    "title_folded": st.sampled_from(["", "a", "b", "ss", "z"]),
}


def order_of(path: str, *, descending: bool) -> Order:
    nullable = is_nullable(LearningResource, path)
    return Order(path, descending=descending, nullable=nullable, scope="tables.test")


def naive(rows: list[dict], order: Order) -> list[int]:
    """By value, empty ones last in both directions, then by key."""
    filled = [row for row in rows if row[order.path] is not None]
    empty = [row for row in rows if row[order.path] is None]
    filled.sort(key=lambda row: (row[order.path], row["pk"]), reverse=order.descending)
    empty.sort(key=lambda row: row["pk"], reverse=order.descending)
    return [row["pk"] for row in filled + empty]


def fill(path: str, values: list) -> list[dict]:
    LearningResource.objects.all().delete()
    made = [
        LearningResource(title="x", kind="course", status="published", organisation=aare())
        for _value in values
    ]
    for resource, value in zip(made, values, strict=True):
        setattr(resource, path, value)
    LearningResource.objects.bulk_create(made)
    return list(LearningResource.objects.values("pk", path))


def turn(order: Order, size: int, text: str) -> cursor.Slice:
    rows = LearningResource.objects.all()
    values = rows.values("pk", order.path)
    return cursor.page(rows, values, order, cursor.read(order, text), size)


def beside(order: Order, where: str, row: dict) -> str:
    return cursor.write(order, where, row[order.path], row["pk"])


def forward(order: Order, size: int) -> list[list[int]]:
    page = turn(order, size, "")
    pages = [page]
    while page.has_next:
        page = turn(order, size, beside(order, "after", page.rows[-1]))
        assert page.has_previous
        pages.append(page)
    return [[row["pk"] for row in page.rows] for page in pages]


def backward(order: Order, size: int) -> list[int]:
    page = turn(order, size, "last")
    seen = [page.rows]
    while page.has_previous:
        page = turn(order, size, beside(order, "before", page.rows[0]))
        seen.insert(0, page.rows)
    return [row["pk"] for rows in seen for row in rows]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), path=st.sampled_from(sorted(PATHS)), descending=st.booleans())
def test_pages_hold_every_row_once_in_order(db, data, path, descending):
    rows = fill(path, data.draw(st.lists(PATHS[path], max_size=9)))
    order, size = order_of(path, descending=descending), data.draw(st.integers(1, 4))
    pages = forward(order, size)
    assert [pk for page in pages for pk in page] == naive(rows, order)
    assert all(len(page) == size for page in pages[:-1])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), path=st.sampled_from(sorted(PATHS)), descending=st.booleans())
def test_pages_from_the_last_back_hold_every_row_in_order(db, data, path, descending):
    rows = fill(path, data.draw(st.lists(PATHS[path], max_size=9)))
    order, size = order_of(path, descending=descending), data.draw(st.integers(1, 4))
    expected = naive(rows, order)
    seen = backward(order, size)
    # The way back ends with a full first page, which repeats rows of the one before it.
    assert seen[:size] == expected[:size]
    assert list(dict.fromkeys(seen)) == expected


@pytest.mark.parametrize(
    "value",
    [
        "Büro 'x' %",
        "",
        7,
        -3,
        None,
        True,
        Decimal("12.50"),
        datetime.date(2026, 11, 21),
        datetime.datetime(2026, 10, 25, 0, 30, 0, 123456, tzinfo=datetime.UTC),
    ],
)
def test_cursor_keeps_value_and_type(value):
    order = Order("x", descending=True, nullable=True, scope="tables.test")
    back = cursor.read(order, cursor.write(order, "after", value, 12))
    assert back == Cursor("after", value, 12)
    assert type(back.value) is type(value)


@pytest.mark.parametrize(
    "text",
    ["", "after", "after.", "after.x", "before.WyJpbnQiXQ:1:x", "x" * 5000, "after.\0", "\ud800",
     "after.é:ü:ö", "before.'; DROP TABLE--", "after.None", "last.x.y", "sideways.abc"],
)  # fmt: skip
def test_broken_cursor_is_the_first_page(text):
    order = Order("x", descending=False, nullable=False, scope="tables.test")
    assert cursor.read(order, text).where in ("first", "last" if text.startswith("last") else "")


def test_cursor_of_another_list_or_sort_is_the_first_page():
    order = Order("x", descending=False, nullable=False, scope="tables.one")
    text = cursor.write(order, "after", 1, 1)
    for other in (
        Order("x", descending=False, nullable=False, scope="tables.two"),
        Order("y", descending=False, nullable=False, scope="tables.one"),
        Order("x", descending=True, nullable=False, scope="tables.one"),
    ):
        assert cursor.read(other, text) == FIRST


def test_page_after_rows_that_vanished_is_the_first(db):
    fill("max_participants", [1, 2, 3, 4])
    order = order_of("max_participants", descending=False)
    first = turn(order, 2, "")
    after = beside(order, "after", first.rows[-1])
    LearningResource.objects.filter(max_participants__gt=2).delete()
    assert turn(order, 2, after).rows == first.rows


def test_page_before_which_too_few_rows_are_left_is_a_full_first_page(db):
    fill("max_participants", [1, 2, 3, 4])
    order = order_of("max_participants", descending=False)
    second = turn(order, 2, beside(order, "after", turn(order, 2, "").rows[-1]))
    LearningResource.objects.filter(max_participants=1).delete()
    page = turn(order, 2, beside(order, "before", second.rows[0]))
    assert [row["max_participants"] for row in page.rows] == [2, 3]


def test_empty_list_has_one_empty_page(db):
    order = order_of("begin", descending=True)
    assert turn(order, 25, "") == cursor.Slice([], has_previous=False, has_next=False)
    assert turn(order, 25, "last") == cursor.Slice([], has_previous=False, has_next=False)


@pytest.mark.parametrize(
    ("path", "nullable"),
    [("title_folded", False), ("begin", True), ("organisation__name", False), ("pk", False),
     ("organisation__parent__name", True), ("an_annotation", True)],
)  # fmt: skip
def test_nullable_is_what_can_be_empty_on_the_way(path, nullable):
    assert is_nullable(LearningResource, path) is nullable


@pytest.mark.parametrize("descending", [True, False])
def test_next_page_walks_the_index(db, descending):
    order = Order("sort_name", descending=descending, nullable=False, scope="t")
    rows = User.objects.filter(order.beyond("m", 5)).order_by(*order.by())
    if connection.vendor == "postgresql":
        with connection.cursor() as setting:
            for other_way in ("seqscan", "bitmapscan", "sort"):
                setting.execute(f"SET LOCAL enable_{other_way} = off")
    plan = rows.values("pk")[:26].explain()
    assert "person_by_name" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
