"""Numbers of rows: small ones always afresh, large ones remembered for half a minute."""

import pytest
import time_machine

from catalog.models import LearningResource
from tables import counting
from tables.counting import REMEMBERED_FOR, counts, fingerprint
from tests.cast import make_resource


@pytest.fixture(autouse=True)
def short_memory(db, monkeypatch):
    """Which remembers whatever there is more than two of."""
    monkeypatch.setattr(counting, "MANY_ROWS", 2)


@pytest.fixture
def shelf(short_memory):
    for title in ("A", "B", "C"):
        make_resource(title, kind="course", format="classroom")
    make_resource("D", kind="course", format="virtual")


def numbers() -> list[int]:
    courses = LearningResource.objects.filter(kind="course")
    return [one.number for one in counts([courses, courses.filter(format="virtual")])]


def test_a_large_number_is_remembered_and_a_small_one_is_not(shelf):
    assert numbers() == [4, 1]
    make_resource("E", kind="course", format="virtual")
    assert numbers() == [4, 2]


def test_after_half_a_minute_it_is_counted_afresh(shelf):
    with time_machine.travel("2027-03-01 12:00:10+01:00", tick=False) as clock:
        numbers()
        make_resource("E", kind="course", format="virtual")
        clock.shift(REMEMBERED_FOR - 1)
        assert numbers() == [4, 2], "being asked again must not keep it any longer"
        clock.shift(2)
        assert numbers() == [5, 2]


def test_what_is_remembered_costs_no_statement(shelf, django_assert_num_queries):
    courses = LearningResource.objects.filter(kind="course")
    counts([courses])
    with django_assert_num_queries(0):
        counts([courses, courses])


def test_other_rows_have_a_number_of_their_own(shelf):
    numbers()
    others = LearningResource.objects.filter(kind="course", format="classroom")
    assert [one.number for one in counts([others])] == [3]


def test_a_moment_of_the_same_minute_asks_the_same():
    def question(moment: str) -> str:
        return fingerprint("default", ("SELECT %s", [moment]))

    early, late = question("2027-03-01 12:00:01.5"), question("2027-03-01 12:00:59")
    assert early == late != question("2027-03-01 12:01:00")
