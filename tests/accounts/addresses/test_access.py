"""Every role at every address: yes, or as if it did not exist. And nobody else's things."""

import pytest
from django.utils import timezone

from accounts.addresses.urls import urlpatterns
from accounts.models import AddressImport, BillingAddress
from tests.accounts.addresses.pages import TYPED, of, says, url
from tests.cast import make_address, make_person

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
    "import": KEEPS,
    "template": KEEPS,
    "checked": KEEPS,
    "problems": KEEPS,
    "take_in": KEEPS,
}
POSTED = {"columns", "activate", "take_in"}
OF_AN_ADDRESS = {"edit", "activate", "deactivate", "delete"}
OF_A_FILE = {"checked", "problems", "take_in"}
CHANGES = ["activate", "deactivate", "delete"]


@pytest.fixture
def address(care) -> BillingAddress:
    return make_address(organisation=care)


def ask(client, address: BillingAddress, name: str, method: str = "") -> int:
    owner, kwargs = address.organisation, {}
    if name in OF_AN_ADDRESS:
        kwargs = {"pk": address.pk}
    if name in OF_A_FILE:
        kwargs = {"pk": 1}
    method = method or ("post" if name in POSTED else "get")
    return getattr(client, method)(url(owner, name, **kwargs)).status_code


def test_every_address_has_its_entry():
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("role", sorted(KEEPS | READS | NOBODY))
@pytest.mark.parametrize("name", TABLE)
def test_a_role_is_answered_where_the_table_says_so(client, address, root, role, name):
    client.force_login(make_person("Somebody", role, root))

    expected = (200, 302) if role in TABLE[name] else (404,)
    assert ask(client, address, name) in expected


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize(
    "somebody", ["alice", "charlie", "line_manager", "education_manager", "bob", "dora"]
)
def test_none_of_the_cast_but_the_administrator_gets_in(request, client, address, somebody, name):
    client.force_login(request.getfixturevalue(somebody))

    assert ask(client, address, name) == 404


@pytest.mark.parametrize("name", TABLE)
def test_a_visitor_is_asked_to_sign_in(client, address, name):
    assert ask(client, address, name) == 302
    assert BillingAddress.objects.get().is_active


@pytest.mark.parametrize("name", TABLE)
def test_an_administrator_of_another_house_finds_nothing(client, address, elsewhere, name):
    client.force_login(make_person("Eva", "administrator", elsewhere))

    assert ask(client, address, name) == 404


def test_an_administrator_of_a_department_keeps_this_department_only(client, root, care, tech):
    client.force_login(make_person("Eva", "administrator", care))

    assert client.get(url(care)).status_code == 200
    for owner in (root, tech):
        assert client.get(url(owner)).status_code == 404


@pytest.mark.parametrize("name", sorted(set(TABLE) - POSTED))
def test_nothing_changes_by_reading(client, admin, address, name):
    client.force_login(admin)

    ask(client, address, name)

    assert BillingAddress.objects.get().is_active


@pytest.fixture
def others(admin, alice, root, elsewhere) -> list[BillingAddress]:
    """Of another organisation, though one may keep it too; personal ones; a proposal."""
    owners = [{"organisation": root}, {"organisation": elsewhere}]
    owners += [{"person": alice}, {"person": admin}, {}]
    return [make_address(**owner) for owner in owners]


@pytest.mark.parametrize("name", sorted(OF_AN_ADDRESS))
@pytest.mark.parametrize("method", ["get", "post"])
def test_addresses_of_others_are_not_found_here(client, admin, care, others, name, method):
    client.force_login(admin)

    for other in others:
        answer = getattr(client, method)(url(care, name, pk=other.pk), TYPED)
        assert answer.status_code in {404, 405}
        other.refresh_from_db()
        assert (other.is_active, other.city) == (True, "Zürich")


@pytest.mark.parametrize("field", ["organisation", "organisation_id", "person", "pk", "id"])
def test_whose_an_address_is_does_not_come_from_the_form(
    client, admin, alice, care, elsewhere, field
):
    client.force_login(admin)
    foreign = make_address(organisation=elsewhere)
    value = {"person": alice.pk, "pk": foreign.pk, "id": foreign.pk}.get(field, elsewhere.pk)

    client.post(url(care, "create"), TYPED | {field: str(value)})

    made = BillingAddress.objects.get(identifier="STA-KRED")
    assert (made.organisation, made.person) == (care, None)
    foreign.refresh_from_db()
    assert foreign.identifier != "STA-KRED"


@pytest.mark.parametrize(
    "header",
    ["Referer", "HX-Current-URL", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix"],
)
def test_whose_addresses_are_shown_does_not_come_from_a_header(
    client, admin, care, elsewhere, header
):
    client.force_login(admin)
    make_address(organisation=elsewhere, name_line_1="Foreign AG")

    page = client.get(url(care), headers={header: f"http://testserver{url(elsewhere)}"})

    assert not says(page, "Foreign AG")


@pytest.mark.parametrize(
    "query", ["?organisation=", "?preset=all&organisation=", "?q=foreign&id="]
)
def test_whose_addresses_are_shown_does_not_come_from_the_query(
    client, admin, care, elsewhere, query
):
    client.force_login(admin)
    make_address(organisation=elsewhere, name_line_1="Foreign AG")

    assert not says(client.get(f"{url(care)}{query}{elsewhere.pk}"), "Foreign AG")


@pytest.mark.parametrize("name", sorted(OF_A_FILE))
def test_a_file_that_somebody_else_brought_does_not_wait_for_me(client, admin, care, root, name):
    eva = make_person("Eva", "administrator", care)
    kept = {"organisation": care, "by": eva, "file_name": "secret.xlsx", "rows": {}}
    brought = AddressImport.objects.create(**kept, created_at=timezone.now())
    client.force_login(admin)
    page = url(care, name, pk=brought.pk)

    answer = (client.post if name in POSTED else client.get)(page, follow=True)

    assert says(answer, "does not wait to be imported any more")
    assert not says(answer, "secret.xlsx")
    assert AddressImport.objects.exists()


def test_a_file_waits_in_its_organisation_only(client, admin, care, tech):
    brought = AddressImport.objects.create(
        organisation=care, by=admin, file_name="a.xlsx", rows={}
    )
    client.force_login(admin)

    answer = client.post(url(tech, "take_in", pk=brought.pk), follow=True)

    assert says(answer, "does not wait to be imported any more")


def test_a_right_that_is_lost_ends_with_the_next_click(client, admin, address):
    client.force_login(admin)
    page = client.get(of(address))
    admin.roles.all().delete()

    assert says(page, address.identifier)
    assert client.post(of(address), TYPED).status_code == 404
    assert client.post(of(address, "delete")).status_code == 404
    assert BillingAddress.objects.filter(pk=address.pk, city="Zürich").exists()
