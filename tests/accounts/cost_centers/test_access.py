"""Every role at every address of the cost centers: yes, or as if it did not exist."""

import pytest

from accounts.cost_centers.urls import urlpatterns
from accounts.models import CostCenter
from tests.accounts.cost_centers.pages import TYPED, make_center, of, says, seen, url
from tests.cast import make_person

KEEPS = {"administrator"}
READS = {"principal"}
NOBODY = {"user", "author", "line_manager", "education_manager", "planner"}
# Who is answered; whoever is not named gets 404. A new address without an entry fails.
TABLE = {
    "index": KEEPS | READS,
    "columns": KEEPS | READS,
    "export": KEEPS | READS,
    "create": KEEPS,
    "edit": KEEPS,
    "activate": KEEPS,
    "deactivate": KEEPS,
    "delete": KEEPS,
}
POSTED = {"columns", "activate"}
OF_ONE = {"edit", "activate", "deactivate", "delete"}


@pytest.fixture
def center(db) -> CostCenter:
    return make_center()


def ask(client, center: CostCenter, name: str, method: str = "") -> int:
    page = of(center, name) if name in OF_ONE else url(name)
    method = method or ("post" if name in POSTED else "get")
    return getattr(client, method)(page, TYPED if method == "post" else {}).status_code


def test_every_address_has_its_entry():
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("role", sorted(KEEPS | READS | NOBODY))
@pytest.mark.parametrize("name", TABLE)
def test_a_role_is_answered_where_the_table_says_so(client, center, root, role, name):
    client.force_login(make_person("Somebody", role, root))

    expected = (200, 302) if role in TABLE[name] else (404,)
    assert ask(client, center, name) in expected


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize(
    "somebody", ["alice", "charlie", "line_manager", "education_manager", "bob", "dora"]
)
def test_none_of_the_cast_but_the_administrator_gets_in(request, client, center, somebody, name):
    client.force_login(request.getfixturevalue(somebody))

    assert ask(client, center, name) == 404


@pytest.mark.parametrize("name", TABLE)
def test_a_visitor_is_asked_to_sign_in(client, center, name):
    assert ask(client, center, name) == 302
    assert CostCenter.objects.get().is_active


@pytest.mark.parametrize("name", ["create", *sorted(OF_ONE)])
@pytest.mark.parametrize("role", sorted(READS | NOBODY))
def test_who_may_not_keep_them_changes_nothing(client, center, root, role, name):
    client.force_login(make_person("Somebody", role, root))

    assert ask(client, center, name, "post") == 404
    assert CostCenter.objects.get().name == "Weiterbildung"
    assert CostCenter.objects.get().is_active


@pytest.mark.parametrize("name", sorted(set(TABLE) - POSTED))
def test_nothing_changes_by_reading(client, admin, center, name):
    client.force_login(admin)

    ask(client, center, name)

    assert CostCenter.objects.get().is_active


def test_a_principal_reads_and_is_offered_nothing_else(client, center, root):
    client.force_login(make_person("Petra", "principal", root))

    page = client.get(url())

    assert says(page, "Weiterbildung", "3200")
    for button in ("Create cost center", "Deactivate…", "Delete…", of(center)):
        assert not says(page, button)


@pytest.mark.parametrize("name", sorted(OF_ONE))
def test_what_does_not_exist_is_not_found(client, admin, center, name):
    client.force_login(admin)
    missing = url(name, pk=center.pk + 1)

    assert client.post(missing, TYPED).status_code == 404


def test_a_right_that_is_lost_ends_with_the_next_click(client, admin, center):
    client.force_login(admin)
    page = client.get(of(center))
    admin.roles.all().delete()

    answer = client.post(of(center), TYPED | {"seen": seen(page)})

    assert answer.status_code == 404
    assert CostCenter.objects.get().name == "Weiterbildung"
