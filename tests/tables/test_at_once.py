"""Ten workbooks at once and no more: places are taken, and always given back."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.utils import translation

from tables import download
from tables.at_once import MOST, Held, Places

# A response that is closed lets go of the database.
pytestmark = pytest.mark.django_db


def endless():
    while True:
        yield b"x"


def failing():
    yield b"x"
    raise OSError("The database went away")


@pytest.fixture
def places() -> Places:
    return Places(2)


def fetch(places: Places, who: str = "Alice", content=None):
    return download.limited_response(iter(content or [b"PK"]), "Orders", by=who, places=places)


def test_one_more_than_the_most_gets_a_sentence(places):
    under_way = [fetch(places), fetch(places)]
    refused = fetch(places)

    assert [one.status_code for one in under_way] == [200, 200]
    assert refused.status_code == 429
    assert refused["Retry-After"] == "10"
    assert "2 downloads at a time are the most" in refused.content.decode()


def test_refusal_speaks_the_readers_language(places):
    under_way = [fetch(places), fetch(places)]
    with translation.override("de"):
        page = fetch(places).content.decode()

    assert '<html lang="de"' in page
    assert len(under_way) == 2


def test_others_are_not_kept_waiting(places):
    mine = [fetch(places), fetch(places)]

    assert fetch(places, "Bob").status_code == 200
    assert len(mine) == 2


def test_complete_download_makes_room(places):
    first, second = fetch(places), fetch(places)
    assert b"".join(first.streaming_content) == b"PK"

    third = fetch(places)

    assert third.status_code == 200
    assert fetch(places).status_code == 429
    second.close()


def test_download_left_in_the_middle_makes_room(places):
    mine = [fetch(places, content=endless()), fetch(places, content=endless())]
    assert next(iter(mine[0].streaming_content)) == b"x"
    mine[0].close()

    assert fetch(places).status_code == 200


def test_download_never_begun_makes_room(places):
    """Its generator has not started, so nothing of it would run at its end."""
    mine = [fetch(places, content=endless()), fetch(places, content=endless())]
    mine[1].close()

    assert fetch(places).status_code == 200


def test_forgotten_download_makes_room(places):
    fetch(places), fetch(places)

    assert fetch(places).status_code == 200


def test_failing_download_makes_room(places):
    for _time in range(5):
        with pytest.raises(OSError, match="went away"):
            list(fetch(places, content=failing()).streaming_content)

    assert fetch(places).status_code == 200


def test_place_is_given_back_once(places):
    assert places.take("Alice")
    held = Held(iter([]), places, "Alice")
    assert places.take("Alice")
    held.close()
    held.close()
    assert list(held) == []

    assert places.take("Alice")
    assert not places.take("Alice")


def test_places_hold_when_everybody_comes_at_once():
    places, start = Places(MOST), Barrier(30)

    def come(_number: int) -> bool:
        start.wait()
        return places.take("Alice")

    with ThreadPoolExecutor(30) as people:
        assert sum(people.map(come, range(30))) == MOST


def test_nothing_is_remembered_of_those_who_left(places):
    for number in range(100):
        assert places.take(number)
        places.give_back(number)

    assert not places._taken


def test_ten_workbooks_at_once_answer_and_the_eleventh_waits(client, alice):
    client.force_login(alice)
    under_way = [client.get("/bookings/export.xlsx") for _time in range(MOST)]
    refused = client.get("/bookings/export.xlsx")

    assert {one.status_code for one in under_way} == {200}
    assert refused.status_code == 429
    assert all(b"".join(one.streaming_content).startswith(b"PK") for one in under_way)
    answer = client.get("/bookings/export.xlsx")
    assert answer.status_code == 200
    answer.close()
