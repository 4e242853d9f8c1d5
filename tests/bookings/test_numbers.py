"""Booking numbers: unique, never reused, sortable, safe to read aloud (F23)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from bookings.models import BookingOrder
from bookings.numbers import booking_number, reserve_serials
from tests.cast import make_order

SUMMER = datetime(2026, 7, 1, tzinfo=UTC)


def test_a_number_has_prefix_year_serial_and_check_digit():
    number = booking_number(123, SUMMER)

    assert number[:-1] == "KB-2026-000123-"
    assert mod_11_10.is_valid(number[3:].replace("-", ""))


@given(serial=st.integers(1, 9_999_999), place=st.integers(0, 5), digit=st.integers(0, 9))
def test_one_digit_misheard_is_noticed(serial, place, digit):
    digits = booking_number(serial, SUMMER)[3:].replace("-", "")
    misheard = digits[:place] + str(digit) + digits[place + 1 :]

    assert mod_11_10.is_valid(misheard) == (misheard == digits)


@given(st.lists(st.integers(1, 999_999), min_size=2, max_size=10, unique=True))
def test_numbers_sort_as_they_were_made(serials):
    numbers = [booking_number(serial, SUMMER) for serial in sorted(serials)]

    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), "2026"),
        (datetime(2026, 12, 31, 23, 0, 0, tzinfo=UTC), "2027"),
    ],
)
def test_the_year_changes_at_midnight_of_the_house_not_of_utc(moment, year):
    assert booking_number(1, moment).split("-")[1] == year


def test_a_rolled_back_booking_leaves_a_gap_or_nothing_and_no_number_twice(alice, charlie):
    first = make_order(alice, method="free")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_order(alice, method="free")
        raise ZeroDivisionError
    second = make_order(charlie, method="free")

    assert second.pk > first.pk
    assert BookingOrder.objects.count() == 2


def test_a_deleted_order_s_number_is_not_given_again(alice):
    order = make_order(alice, method="free")
    serial = order.pk
    order.participation.delete()
    order.delete()

    assert make_order(alice, method="free").pk > serial


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_get_a_hundred_serials():
    def one(_):
        try:
            return reserve_serials()[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        serials = list(pool.map(one, range(100)))

    assert len(set(serials)) == 100
