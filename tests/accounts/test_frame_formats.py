"""Money, dates and numbers as readers of both languages write them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from accounts import formats
from tables.counting import Count

BEGIN = dt.date(2027, 1, 12)


@pytest.fixture(params=["de", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


def in_both(german: str, english: str) -> dict[str, str]:
    return {"de": german, "en": english}


def test_money_has_two_decimals_and_the_thousands_of_the_reader(language):
    told = in_both("CHF\xa01’290.00", "CHF\xa01,290.00")
    assert formats.money(Decimal(1290), "CHF") == told[language]


def test_money_of_a_million_is_grouped_twice(language):
    told = in_both("EUR\xa01’234’567.50", "EUR\xa01,234,567.50")
    assert formats.money(Decimal("1234567.5"), "EUR") == told[language]


def test_money_unknown_is_nothing_and_zero_is_something():
    assert formats.money(None, "CHF") == ""
    assert formats.money(Decimal(0), "CHF") == "CHF\xa00.00"


def test_price_of_whole_francs_has_no_decimals(language):
    assert (
        formats.price(Decimal("1290.00"), "CHF")
        == in_both("CHF\xa01’290", "CHF\xa01,290")[language]
    )


def test_price_with_rappen_keeps_them():
    assert formats.price(Decimal("19.90"), "CHF") == "CHF\xa019.90"
    assert formats.price(None, "CHF") == ""


def test_count_is_grouped(language):
    assert formats.number(10_000) == in_both("10’000", "10,000")[language]


def test_numbers_beside_tabs_are_grouped_the_same(language):
    assert str(Count(2_543)) == formats.number(2_543)


def test_date_of_a_list_is_short(language):
    assert formats.date(BEGIN) == in_both("12.01.2027", "12 Jan 2027")[language]


def test_date_on_a_card_has_no_year(language):
    assert formats.short_date(BEGIN) == in_both("12. Jan.", "12 Jan")[language]


def test_date_in_prose_is_long(language):
    assert formats.long_date(BEGIN) == in_both("12. Januar 2027", "12 January 2027")[language]


def test_day_names_the_day_of_the_week(language):
    told = in_both("Dienstag, 12. Januar 2027", "Tuesday, 12 January 2027")
    assert formats.day(BEGIN) == told[language]
    assert formats.weekday(BEGIN) == in_both("Di", "Tue")[language]


def test_date_unknown_is_nothing():
    assert formats.date(None) == formats.day(None) == formats.date_and_time(None) == ""


def test_moment_is_told_in_the_zone_of_the_house(language):
    """Half past eleven at night in UTC is the next day in Zurich."""
    moment = dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)
    told = in_both("21.11.2026, 00:30", "21 Nov 2026, 00:30")
    assert formats.date_and_time(moment) == told[language]
    assert formats.time(moment) == "00:30"


@pytest.mark.parametrize(
    ("end", "german", "english"),
    [
        (dt.date(2027, 1, 16), "12. – 16.01.2027", "12 – 16 Jan 2027"),
        (dt.date(2027, 3, 16), "12.01. – 16.03.2027", "12 Jan – 16 Mar 2027"),
        (dt.date(2028, 1, 12), "12.01.2027 – 12.01.2028", "12 Jan 2027 – 12 Jan 2028"),
        (BEGIN, "12.01.2027", "12 Jan 2027"),
    ],
)
def test_period_says_what_is_shared_once(language, end, german, english):
    assert formats.period(BEGIN, end) == in_both(german, english)[language]


def test_period_may_be_open():
    with translation.override("en"):
        assert formats.period(BEGIN, None) == "from 12 Jan 2027"
        assert formats.period(None, BEGIN) == "until 12 Jan 2027"
        assert formats.period(None, None) == ""


def test_reader_of_another_language_reads_english():
    with translation.override("fr"):
        assert formats.number(10_000) == "10,000"
