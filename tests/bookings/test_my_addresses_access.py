"""Who may open which page of My bookings, and whose things are there: everybody's own, only."""

import pytest

from tests.bookings.memberships import ask
from tests.cast import make_address, make_person

GET, POST = "get", "post"
# Address, how it may be asked for, whether it is about one thing of alice's.
PAGES = [
    ("/bookings/addresses/", GET, False),
    ("/bookings/addresses/columns/", POST, False),
    ("/bookings/addresses/export.xlsx", GET, False),
    ("/bookings/addresses/new/", GET, False),
    ("/bookings/addresses/{place}/", GET, True),
    ("/bookings/addresses/{place}/activate/", POST, True),
    ("/bookings/addresses/{place}/deactivate/", GET, True),
    ("/bookings/addresses/{place}/delete/", GET, True),
    ("/bookings/pending/", GET, False),
    ("/bookings/pending/columns/", POST, False),
    ("/bookings/pending/export.xlsx", GET, False),
    ("/bookings/pending/{asked}/accept/", POST, True),
    ("/bookings/pending/{asked}/decline/", GET, True),
]
OTHERS = [
    "charlie", "line_manager", "education_manager", "bob", "dora", "admin", "principal",
]  # fmt: skip


@pytest.fixture
def principal(root):
    return make_person("Petra", "principal", root)


@pytest.fixture
def things(alice) -> dict[str, int]:
    return {"place": make_address(person=alice).pk, "asked": ask(alice).pk}


def opens(client, address: str, way: str) -> int:
    return getattr(client, way)(address).status_code


@pytest.mark.parametrize(("address", "way", "_one"), PAGES)
def test_visitors_are_asked_to_sign_in(client, things, address, way, _one):
    address = address.format(**things)

    answer = getattr(client, way)(address)

    assert answer["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize(("address", "way", "_one"), PAGES)
def test_one_s_own_are_there(client, alice, things, address, way, _one):
    client.force_login(alice)

    assert opens(client, address.format(**things), way) in (200, 302)


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize(("address", "way", "one"), PAGES)
def test_nobody_else_s_are(client, request, things, role, address, way, one):
    client.force_login(request.getfixturevalue(role))

    assert (opens(client, address.format(**things), way) == 404) is one


@pytest.mark.parametrize("what", ["", "activate/", "deactivate/", "delete/"])
@pytest.mark.parametrize("owner", ["organisation", "nobody", "charlie"])
def test_an_address_of_an_organisation_or_of_nobody_is_nobody_s_here(
    client, alice, admin, charlie, care, what, owner
):
    whose = {"organisation": {"organisation": care}, "nobody": {}, "charlie": {"person": charlie}}
    address = make_address(**whose[owner])

    for person in (alice, admin):
        client.force_login(person)
        page = f"/bookings/addresses/{address.pk}/{what}"
        assert client.post(page, {"name_line_1": "Mine now"}).status_code == 404
    address.refresh_from_db()
    assert (address.name_line_1, address.is_active) == ("Spital Aare AG", True)


@pytest.mark.parametrize("address", [address for address, way, _one in PAGES if way == POST])
def test_what_changes_something_is_not_opened_by_a_link(client, alice, things, address):
    client.force_login(alice)

    assert client.get(address.format(**things)).status_code == 405


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "abc", "1%00"])
def test_numbers_that_are_none_lead_nowhere(client, alice, number):
    client.force_login(alice)

    for page in ("addresses/{}/", "addresses/{}/delete/", "pending/{}/decline/"):
        assert client.get(f"/bookings/{page.format(number)}").status_code == 404
