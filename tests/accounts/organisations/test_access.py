"""Every address of the room, tried by everybody."""

import pytest

from accounts.models import EmailDomain
from tests.accounts.organisations.pages import role_of, url
from tests.cast import give_role, make_person

NOBODY = {
    "visitor": 302,
    "alice": 404,
    "charlie": 404,
    "line_manager": 404,
    "education_manager": 404,
    "bob": 404,
    "dora": 404,
}
READS = NOBODY | {"principal": 200, "admin": 200, "stranger": 404}
KEEPS = READS | {"principal": 404}
PAGES = [
    ("detail", READS),
    ("members", READS),
    ("members_export", READS),
    ("domains", READS),
    ("edit", KEEPS),
    ("move", KEEPS | {"admin": 200}),
    ("deactivate", KEEPS),
    ("add_role", KEEPS),
    ("add_domain", KEEPS),
    ("remove_role", KEEPS),
    ("remove_domain", KEEPS),
    ("members_columns", READS | {"principal": 302, "admin": 302}),
    ("activate", KEEPS | {"admin": 302}),
    ("inheritance", KEEPS | {"admin": 302}),
]
POSTS = {"members_columns", "activate", "inheritance"}
ROOM = [
    ("index", READS | {"stranger": 200}),
    ("create", KEEPS | {"stranger": 200}),
    ("settings", KEEPS | {"admin": 404}),
]


@pytest.fixture
def everybody(request, client, root, elsewhere):
    """Signs in one of them. The stranger administers, but elsewhere."""

    def sign_in(who: str) -> None:
        if who == "visitor":
            return
        made = {"principal": ("principal", root), "stranger": ("administrator", elsewhere)}
        person = make_person(who, *made[who]) if who in made else request.getfixturevalue(who)
        client.force_login(person)

    return sign_in


@pytest.fixture
def of_care(care, alice):
    domain = EmailDomain.objects.create(organisation=care, domain="pflege.example")
    pks = {"remove_role": role_of(alice, "user").pk, "remove_domain": domain.pk}
    pks["inheritance"] = pks["remove_role"]
    return lambda name: url(name, care, **({"pk": pks[name]} if name in pks else {}))


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [(name, who, status) for name, all_ in PAGES for who, status in all_.items()],
)
def test_page_of_an_organisation_opens_for(
    client, everybody, of_care, elsewhere, name, who, status
):
    everybody(who)
    ask = client.post if name in POSTS else client.get
    assert ask(of_care(name)).status_code == status


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [(name, who, status) for name, all_ in ROOM for who, status in all_.items()],
)
def test_page_of_the_room_opens_for(client, everybody, care, elsewhere, name, who, status):
    everybody(who)
    assert client.get(url(name)).status_code == status


def test_settings_open_for_who_keeps_everything(operator):
    assert operator.get(url("settings")).status_code == 200


def test_administrator_of_all_organisations_keeps_everything(client, root, care):
    client.force_login(make_person("Olga", "administrator", root))
    assert client.get(url("settings")).status_code == 200


@pytest.mark.parametrize("name", ["activate", "inheritance", "members_columns"])
def test_change_needs_a_post(keeper, of_care, name):
    assert keeper.get(of_care(name)).status_code == 405


@pytest.mark.parametrize("name", ["index", "detail", "members", "domains", "members_export"])
def test_reading_takes_no_post(keeper, care, name):
    of = None if name == "index" else care
    assert keeper.post(url(name, of)).status_code == 405


def test_role_of_another_organisation_is_not_found_under_mine(keeper, care, charlie):
    theirs = role_of(charlie, "user")
    assert keeper.post(url("remove_role", care, pk=theirs.pk)).status_code == 404
    assert keeper.post(url("inheritance", care, pk=theirs.pk)).status_code == 404
    theirs.refresh_from_db()


def test_role_from_above_is_not_changed_from_below(keeper, care, bob):
    assert keeper.post(url("remove_role", care, pk=role_of(bob, "planner").pk)).status_code == 404
    assert role_of(bob, "planner")


def test_domain_of_another_organisation_is_not_found_under_mine(keeper, care, elsewhere):
    theirs = EmailDomain.objects.create(organisation=elsewhere, domain="thun.example")
    assert keeper.post(url("remove_domain", care, pk=theirs.pk)).status_code == 404
    assert EmailDomain.objects.filter(pk=theirs.pk).exists()


def test_a_role_that_is_taken_away_ends_at_the_next_click(keeper, admin, care, root):
    assert keeper.get(url("edit", care)).status_code == 200
    role_of(admin, "administrator").delete()
    assert keeper.get(url("edit", care)).status_code == 404
    assert keeper.post(url("edit", care), {"name": "x", "identifier": "x"}).status_code == 404


def test_principal_sees_no_buttons(client, root, care, elsewhere):
    client.force_login(make_person("Paul", "principal", root))
    for name in ("detail", "members", "domains"):
        page = client.get(url(name, care)).content.decode()
        assert not any(f"/{verb}/" in page for verb in ("edit", "new", "remove", "deactivate"))
        assert "inheritance/" not in page
    assert url("create") not in client.get(url()).content.decode()


def test_administrator_of_one_place_keeps_only_that(client, root, care, tech):
    client.force_login(make_person("Kim", "administrator", care))
    assert client.get(url("edit", care)).status_code == 200
    assert client.get(url("edit", root)).status_code == 404
    assert client.get(url("edit", tech)).status_code == 404
    assert client.get(url("move", care)).status_code == 404  # the place above is not theirs


def test_administrator_only_here_does_not_keep_what_is_below(client, root, care, elsewhere):
    kim = make_person("Kim")
    give_role(kim, "administrator", root, inherited=False)
    client.force_login(kim)
    assert client.get(url("edit", root)).status_code == 200
    assert client.get(url("edit", care)).status_code == 404
