"""The tree of organisations: what it shows to whom, and what a search leaves of it."""

import pytest

from accounts.models import Organisation
from accounts.organisations import nodes
from tests.accounts.organisations.pages import says, url
from tests.cast import give_role, make_address, make_organisation, make_person


def drawn(found, depth: int = 0) -> list[str]:
    """The names as they stand under each other."""
    return [
        line
        for node in found
        for line in ("-" * depth + node.organisation.name, *drawn(node.children, depth + 1))
    ]


def tree(client, **query) -> list[str]:
    return drawn(client.get(url(), query).context["nodes"])


@pytest.fixture
def house(root, care, tech):
    make_organisation("bza-buero", "Büro und Empfang", tech)
    make_organisation("bza-aeg", "Ältere Menschen", care, is_active=False)


def test_stands_in_the_order_of_names(keeper, house):
    assert tree(keeper) == [
        "Bildungszentrum Aare",
        "-Pflege",
        "--Ältere Menschen",
        "-Technik",
        "--Büro und Empfang",
    ]


def test_what_is_not_mine_is_not_there(keeper, house, elsewhere):
    assert not says(keeper.get(url()), "Seminarhaus Thun")
    assert tree(keeper, q="thun") == []


def test_begins_where_my_scope_begins(client, house, care):
    client.force_login(make_person("Kim", "administrator", care))
    assert tree(client) == ["Pflege", "-Ältere Menschen"]


@pytest.mark.parametrize(
    "query", ["buro", "buero", "Büro", "BÜR", "bza-buero", "empf bür", "  büro  "]
)
def test_search_keeps_the_path_above_what_it_finds(keeper, house, query):
    assert tree(keeper, q=query) == ["Bildungszentrum Aare", "-Technik", "--Büro und Empfang"]


def test_search_tells_what_it_found_from_the_path(keeper, house):
    page = keeper.get(url(), {"q": "buero"})
    (top,) = page.context["nodes"]
    assert not top.is_found
    assert top.children[0].children[0].is_found
    assert page.content.decode().count('class="what path"') == 2


def test_search_wants_every_word_and_only_beginnings(keeper, house):
    assert tree(keeper, q="büro technik") == []
    assert tree(keeper, q="empfangs") == []
    assert tree(keeper, q="uro") == []


@pytest.mark.parametrize("query", ["zzz", "%", "…", "\u202e", "\x00", "😀", "x" * 10_000])
def test_nothing_found_says_so_and_leads_back(keeper, house, query):
    page = keeper.get(url(), {"q": query})
    assert page.status_code == 200
    assert says(page, "No organisation found", "Show all organisations")


def test_search_cannot_write_into_the_page(keeper, house):
    assert not says(keeper.get(url(), {"q": "<script>alert(1)</script>"}), "<script>alert")


def test_says_how_many_people_and_addresses(keeper, care, alice, line_manager):
    give_role(alice, "author", care)  # counts as a person once
    make_address(organisation=care)
    make_address(organisation=care, is_active=False)
    make_address(person=alice)

    page = keeper.get(url(), {"q": "pflege"})

    assert says(page, "2 members", "2 billing addresses")


def test_says_what_is_inactive(keeper, house):
    page = keeper.get(url(), {"q": "ältere"}).content.decode()
    assert page.count('class="kb-tag">Inactive') == 1


def test_opens_and_closes_without_a_script(keeper, house):
    page = keeper.get(url()).content.decode()
    assert page.count("<details open>") == 3
    assert page.count("<summary>") == 3


def test_of_many_the_lower_levels_are_folded_away(root, care):
    for number in range(nodes.FEW):
        make_organisation(f"w{number}", f"Ward {number}", care)

    (top,) = nodes.tops(Organisation.objects.all(), "")
    (found,) = nodes.tops(Organisation.objects.all(), "ward")

    assert [top.is_open, top.children[0].is_open] == [True, False]
    assert found.children[0].is_open


@pytest.mark.parametrize("number", [1, 300])
def test_costs_the_same_at_every_size(keeper, root, django_assert_max_num_queries, number):
    for one in range(number):
        parent = root if one % 2 else Organisation.objects.order_by("-pk").first()
        if one % 10 == 0:
            parent = root
        Organisation.objects.create(identifier=f"o{one}", name=f"Org {one}", parent=parent)

    with django_assert_max_num_queries(8):
        page = keeper.get(url())

    assert len(drawn(page.context["nodes"])) == number + 1


def test_empty_house_leads_to_the_first_organisation(client, db):
    client.force_login(make_person("Root", is_superuser=True))
    assert says(client.get(url()), "There are no organisations yet", url("create"))


def test_rooms_lead_only_where_one_may_go(keeper, root, elsewhere):
    assert url("settings") not in keeper.get(url()).content.decode()


def test_rooms_lead_to_the_settings_who_keeps_everything(operator):
    assert url("settings") in operator.get(url()).content.decode()


def test_navigation_marks_the_room(keeper, care):
    assert says(keeper.get(url("detail", care)), '<a href="/organisations/" aria-current="true">')
