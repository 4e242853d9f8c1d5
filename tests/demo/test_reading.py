"""Days of the story are counted from today."""

from datetime import date, timedelta
from random import Random

import pytest
from django.utils import timezone

from demo import programme
from demo.reading import FOLDER, Days, read, read_all

SATURDAY = date(2026, 11, 21)
A_WEEK = [SATURDAY + timedelta(days=number) for number in range(7)]
PRODUCTS = read_all("products", "product")


def runs(status: str):
    return [
        pytest.param(run, id=f"{product['reference']} in {run['begin']} days")
        for product in PRODUCTS
        for run in product["run"]
        if run["status"] == status
    ]


def test_a_day_is_so_many_days_from_today():
    assert Days(SATURDAY).day(0) == SATURDAY
    assert Days(SATURDAY).day(-21) == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("weekday", "found"), [("Sat", date(2026, 11, 21)), ("Sun", date(2026, 11, 22))]
)
def test_a_weekday_is_the_next_one_from_there(weekday, found):
    assert Days(SATURDAY).day(0, weekday) == found


def test_a_weekday_never_lies_before_the_day_told():
    for weekday in ("Mon", "Tue", "Wed", "Thu", "Fri"):
        assert 0 <= (Days(SATURDAY).day(30, weekday) - Days(SATURDAY).day(30)).days < 7


def test_days_ago_and_days_ahead_are_the_same_count():
    days = Days(SATURDAY)
    assert days.ago(days.day(-12)) == 12
    assert days.ago(days.day(5)) == -5


def test_moments_lie_in_waking_hours_of_the_house():
    days, dice = Days(SATURDAY), Random(3)
    for _ in range(200):
        at = timezone.localtime(days.some_time(-1, dice))
        assert at.date() == date(2026, 11, 20)
        assert 7 <= at.hour < 22


def test_a_morning_is_eight_o_clock_in_winter_and_in_summer():
    for offset in (0, 200):
        assert timezone.localtime(Days(SATURDAY).morning(offset)).hour == 8


def test_every_file_of_the_story_can_be_read():
    names = [path.relative_to(FOLDER).with_suffix("") for path in FOLDER.rglob("*.toml")]
    assert all(read(str(name)) for name in names)
    assert len(names) > 8


def test_files_of_a_folder_are_read_in_the_order_of_their_names():
    departments = [product["organisation"] for product in PRODUCTS]
    assert departments == sorted(departments, key=departments.index)
    assert departments[0] == "BZA-FUE"


@pytest.mark.parametrize("told", runs("active"))
def test_what_is_running_runs_today_whatever_weekday_it_is(told):
    for today in A_WEEK:
        dates = programme._dates(Days(today), told)
        assert dates[0] <= today <= dates[-1]


@pytest.mark.parametrize("told", runs("finished"))
def test_what_is_finished_lies_behind_us(told):
    for today in A_WEEK:
        assert programme._dates(Days(today), told)[-1] < today


@pytest.mark.parametrize("told", runs("confirmed") + runs("provisional"))
def test_what_can_be_booked_lies_ahead(told):
    for today in A_WEEK:
        assert programme._dates(Days(today), told)[0] > today


@pytest.mark.parametrize("told", runs("confirmed") + runs("finished") + runs("active"))
def test_nobody_is_told_twice_and_no_room_is_too_small(told):
    product = next(one for one in PRODUCTS if told in one["run"])
    inside = told.get("active", 0) + told.get("waiting", 0)
    inside += told.get("ended", []).count("written_off")
    assert inside <= told.get("seats", product["seats"])
