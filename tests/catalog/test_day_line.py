"""The days of a course as a line, where it has no picture."""

from datetime import date, timedelta

import pytest

from catalog.day_line import WIDTH, draw

FIRST, LAST = date(2027, 1, 12), date(2027, 3, 2)


def test_line_begins_and_ends_with_a_month():
    line = draw(FIRST, LAST, [])
    assert (line.months[0], line.months[-1]) == (0, WIDTH)
    assert len(line.months) == 4


def test_each_day_has_its_place_in_order():
    days = [FIRST + timedelta(days=7 * week) for week in range(8)]
    line = draw(FIRST, LAST, days)
    assert len(line.days) == 8
    assert line.days == sorted(line.days)
    assert line.whole[0] == line.days[0]
    assert line.whole[1] <= WIDTH


def test_two_events_of_one_day_are_one_mark():
    assert len(draw(FIRST, LAST, [FIRST, FIRST]).days) == 1


def test_without_events_the_begin_is_marked():
    assert len(draw(FIRST, None, []).days) == 1
    assert len(draw(None, LAST, []).days) == 1


def test_events_outside_the_period_are_on_the_line_too():
    line = draw(FIRST, LAST, [date(2026, 11, 5), date(2027, 6, 30)])
    assert min(line.days) >= 0
    assert max(line.days) <= WIDTH


def test_without_any_day_there_is_no_line():
    assert draw(None, None, []) is None


@pytest.mark.parametrize(
    ("begin", "end"),
    [(date(2027, 12, 31), date(2028, 1, 1)), (date(1, 1, 1), date(3, 1, 1)), (FIRST, FIRST)],
)
def test_odd_periods_are_drawn(begin, end):
    line = draw(begin, end, [])
    assert line.months[-1] == WIDTH
    assert len(line.months) >= 4


def test_a_course_until_the_end_of_time_is_drawn_without_a_line():
    assert draw(date(2027, 1, 1), date(9999, 12, 31), []) is None
