"""SQLite is told how large its tables are, when they have changed by much."""

import pytest
from django.db import connection

from accounts.models import Organisation, User
from catalog.models import Subject
from tables import sizes

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself"),
]


def people(number: int) -> None:
    before = User.objects.count()
    User.objects.bulk_create(User(email=f"{before + n}@example.org") for n in range(number))


def known() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'accounts_user'")
        return max(int(stat.split()[0]) for (stat,) in cursor.fetchall())


def test_few_rows_are_not_counted():
    people(100)

    assert not sizes.learn([User])


def test_rows_are_counted_when_they_have_become_many():
    people(101)

    assert sizes.learn([Organisation, User])
    assert known() == 101


def test_they_are_counted_again_when_a_tenth_came_or_went():
    people(2000)
    assert sizes.learn([User])

    people(200)
    assert not sizes.learn([User])

    people(1)
    assert sizes.learn([User])
    assert known() == 2201

    User.objects.filter(pk__in=User.objects.values("pk")[:221]).delete()
    assert sizes.learn([User])
    assert known() == 1980


def test_no_other_database_is_asked(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(connection, "vendor", "postgresql")

    with django_assert_num_queries(0):
        assert not sizes.learn([User])


def test_an_index_of_some_rows_only_does_not_mislead():
    top = Subject.objects.create(name="Top")
    Subject.objects.bulk_create(Subject(name=f"Below {n}", parent=top) for n in range(150))

    assert sizes.learn([Subject])
    assert not sizes.learn([Subject])
