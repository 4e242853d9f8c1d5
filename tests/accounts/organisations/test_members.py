"""The list of who is what: here, and from above; its columns, filter, search and workbook."""

import io

import pytest
from openpyxl import load_workbook

from accounts.models import Setting
from tests.accounts.organisations.pages import says, url
from tests.cast import give_role, make_person

COLUMNS = ["Name", "E-mail", "Role", "Holds from", "For sub-organisations"]


def table(client, organisation, **query):
    return client.get(url("members", organisation), query).context["table"]


def people(client, organisation, **query) -> list[str]:
    rows = table(client, organisation, **query).rows
    return [row.data["user__email"].split("@")[0] for row in rows]


@pytest.fixture
def everybody(alice, line_manager, bob, education_manager, charlie):
    """Two in Pflege, two more for all of the Bildungszentrum, one elsewhere."""


def test_shows_roles_here_and_from_above(keeper, care, everybody):
    assert people(keeper, care) == ["alice", "ada", "bob", "erik", "lena"]


def test_does_not_show_what_holds_only_above_or_beside(keeper, care, tech, root, everybody):
    give_role(make_person("Only"), "planner", root, inherited=False)
    make_person("Beside", "planner", tech)
    assert {"only", "beside"}.isdisjoint(people(keeper, care))
    assert "only" in people(keeper, root)


def test_says_from_where_a_role_comes_and_leads_there(keeper, care, root, everybody):
    page = keeper.get(url("members", care))
    assert says(page, "Here", f'href="{url("members", root)}">Bildungszentrum Aare</a>')


def test_where_one_may_not_look_is_named_but_not_linked(client, care, root, everybody):
    client.force_login(make_person("Kim", "administrator", care))
    page = client.get(url("members", care))
    assert says(page, "Bildungszentrum Aare")
    assert not says(page, url("members", root))


def test_what_comes_from_above_has_nothing_to_change(keeper, care, bob):
    page = keeper.get(url("members", care), {"q": "bob"})
    assert not says(page, "/remove/")
    assert not says(page, "inheritance/")
    assert says(page, "Where this role stands")


def test_columns_can_be_chosen(keeper, care, everybody):
    shown = table(keeper, care)
    assert [str(head.column.label) for head in shown.head] == COLUMNS
    hidden = {str(item.column.label) for item in shown.chooser.items} - set(COLUMNS)
    assert hidden == {"Customer number", "ID"}

    names = [item.column.name for item in shown.chooser.items]
    given = {"order": names, "columns": ["name", "customer_number"], "apply": "1"}
    page = keeper.post(url("members_columns", care), given)

    assert page.url == url("members", care)
    assert [head.column.name for head in table(keeper, care).head] == ["name", "customer_number"]


def test_without_customer_numbers_there_is_no_such_column(keeper, care):
    Setting.objects.create(pk=1, customer_numbers=False)
    labels = {str(item.column.label) for item in table(keeper, care).chooser.items}
    assert "Customer number" not in labels


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("aemmerli", ["alice"]),
        ("Ämm ali", ["alice"]),
        ("alice@example", ["alice"]),
        ("baumann", ["bob"]),
        ("mmerli", []),
        ("%", []),
        ("\u202e", []),
    ],
)
def test_search_finds_names_and_addresses(keeper, care, everybody, query, found):
    assert people(keeper, care, q=query) == found


def test_filter_narrows_to_roles(keeper, care, everybody):
    assert people(keeper, care, role=["planner", "user"]) == ["alice", "bob"]
    assert people(keeper, care, role="nonsense") == people(keeper, care)


@pytest.mark.parametrize(
    ("sort", "first"), [("name", "alice"), ("-name", "lena"), ("email", "ada"), ("role", "ada")]
)
def test_sorts(keeper, care, everybody, sort, first):
    assert people(keeper, care, sort=sort)[0] == first


@pytest.mark.parametrize("sort", ["user__password", "-id", "customer_number", "😀", "x" * 5000])
def test_unknown_order_is_the_usual_one(keeper, care, everybody, sort):
    assert people(keeper, care, sort=sort) == people(keeper, care)


def test_who_has_no_name_is_listed_by_address(keeper, care):
    nameless = make_person("", "user", care, last_name="", email="nameless@example.org")
    assert nameless.get_full_name() == ""
    assert says(keeper.get(url("members", care)), "<b>nameless@example.org</b>")


def test_who_is_locked_is_marked(keeper, care):
    make_person("Lou", "user", care, is_active=False)
    assert says(keeper.get(url("members", care), {"q": "lou"}), "Locked")


def test_workbook_has_what_the_page_has(keeper, care, everybody):
    answer = keeper.get(url("members_export", care), {"role": "user", "q": "alice"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = [[cell.value for cell in row] for row in book.worksheets[0]]
    assert rows == [
        COLUMNS,
        ["Alice Ämmerli", "alice@example.org", "User", "Pflege", "Yes"],
    ]
    about = [[cell.value for cell in row] for row in book["About"]]
    assert ["Organisation", "Pflege"] in about
    assert ["Search", "alice"] in about


def test_workbook_of_all_columns_keeps_numbers_as_text(keeper, care, alice):
    alice.customer_number = "007"
    alice.save()
    answer = keeper.get(url("members_export", care), {"q": "alice", "columns": "all"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    row = dict(zip(*[[cell.value for cell in line] for line in sheet], strict=True))
    assert row["Customer number"] == "007"
    assert row["ID"] == str(alice.pk)


@pytest.mark.parametrize("number", [1, 50])
def test_costs_the_same_at_every_size(keeper, care, django_assert_max_num_queries, number):
    for one in range(number):
        make_person(f"P{one}", "user", care)
    with django_assert_max_num_queries(12):
        keeper.get(url("members", care))


def test_empty_list_says_what_to_do(operator, elsewhere):
    page = operator.get(url("members", elsewhere))
    assert page.status_code == 200
    assert says(page, "Nobody has a role here yet")
