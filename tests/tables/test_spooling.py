"""Rows that are read to their end before the first is used."""

from itertools import count, islice

from tables.spooling import spooled


def test_what_is_read_comes_back_as_it_was_in_its_order():
    rows = [(number, None, "Ämmerli") for number in range(1203)]
    assert list(spooled(rows, lambda _done, _total: None)) == rows


def test_all_is_read_before_the_first_is_given():
    numbers = count()
    given = spooled(islice(numbers, 1000), lambda _done, _total: None)
    next(given)
    assert next(numbers) == 1000


def test_how_far_it_is_is_told_from_the_start_to_the_end():
    told: list[tuple[int, int]] = []
    for _row in spooled(range(1100), lambda *how_far: told.append(how_far)):
        pass
    assert told == [(0, 1100), (500, 1100), (1000, 1100), (1100, 1100)]


def test_nothing_is_nothing_of_nothing():
    told: list[tuple[int, int]] = []
    assert list(spooled([], lambda *how_far: told.append(how_far))) == []
    assert told == [(0, 0)]
