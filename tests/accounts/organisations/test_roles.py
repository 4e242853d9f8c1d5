"""Who gets a role, who loses one, and why the last administrator cannot."""

import pytest

from accounts.models import OrganisationRole, Role
from accounts.organisations import actions
from accounts.organisations.actions.roles import _listed
from accounts.refusal import Refusal
from tests.accounts.organisations.pages import role_of, says, told, url
from tests.cast import give_role, make_organisation, make_person


def given(**fields: object) -> dict[str, object]:
    return {"email": "charlie@example.org", "role": "planner", **fields}


def test_role_goes_to_who_is_registered(keeper, care, charlie):
    page = keeper.post(url("add_role", care), given(inherited="on"), follow=True)

    role = care.roles.get(user=charlie)
    assert (role.role, role.inherited) == ("planner", True)
    assert says(page, "Charlie Chevalley is Course planner here now.")
    assert told(care) == [("Ada Amsler", "role added")]
    history = keeper.get(url("detail", care))
    assert says(history, "Charlie Chevalley (charlie@example.org): Course planner, with sub-org")


def test_role_holds_only_here_unless_said_otherwise(keeper, care, charlie):
    keeper.post(url("add_role", care), given())
    assert not care.roles.get(user=charlie).inherited


def test_address_may_be_typed_in_capitals_and_with_blanks(keeper, care, charlie):
    keeper.post(url("add_role", care), given(email="  Charlie@Example.ORG "))
    assert care.roles.filter(user=charlie).exists()


def test_nobody_there_says_how_people_get_in(keeper, care):
    page = keeper.post(url("add_role", care), given(email="nobody@example.org"))
    assert says(page, "Nobody is registered with this e-mail address. People register themselves")


def test_who_is_locked_gets_nothing(keeper, care):
    make_person("Lou", is_active=False)
    page = keeper.post(url("add_role", care), given(email="lou@example.org"))
    assert says(page, "Nobody is registered")


def test_role_that_is_there_already_is_not_added_twice(keeper, care, alice):
    page = keeper.post(url("add_role", care), given(email=alice.email, role="user"))
    assert says(page, "Alice Ämmerli has the role User here already.")
    assert told(care) == []


@pytest.mark.parametrize(
    "bad",
    [
        {"email": ""},
        {"email": "x"},
        {"email": "a\nb@example.org"},
        {"email": "😀@example.org"},
        {"email": "\u202echarlie@example.org"},
        {"email": f"{'x' * 10_000}@example.org"},
        {"email": "charlie%@example.org"},
        {"role": ""},
        {"role": "superuser"},
        {"role": "😀"},
        {"role": "x" * 10_000},
        {"role": "planner\n"},
    ],
)
def test_bad_input_is_answered_with_a_sentence(keeper, care, charlie, bad):
    page = keeper.post(url("add_role", care), given(**bad))
    assert page.status_code == 200
    assert says(page, "Nothing was saved.")
    assert not care.roles.exists()


@pytest.mark.parametrize("role", Role.values)
def test_every_role_can_be_given(keeper, care, charlie, role):
    keeper.post(url("add_role", care), given(role=role))
    assert care.roles.get(user=charlie).role == role


def test_inheritance_is_switched_and_recorded(keeper, root, bob):
    role = role_of(bob, "planner")
    page = keeper.post(url("inheritance", root, pk=role.pk), {"inherited": "no"}, follow=True)
    role.refresh_from_db()
    assert not role.inherited
    assert says(page, "Bob Baumann is Course planner only here.")

    page = keeper.post(url("inheritance", root, pk=role.pk), {"inherited": "yes"}, follow=True)
    role.refresh_from_db()
    assert role.inherited
    assert says(page, "Bob Baumann is Course planner here and below.")
    assert [verb for _who, verb in told(root)] == ["role changed", "role changed"]


def test_switching_to_what_is_already_so_is_no_change(admin, root, bob):
    actions.change_inheritance(held=role_of(bob, "planner"), inherited=True, by=admin)
    assert told(root) == []


def test_removing_asks_first(keeper, root, bob):
    role = role_of(bob, "planner")
    page = keeper.get(url("remove_role", root, pk=role.pk))
    assert says(page, "Remove this role?", "Bob Baumann (bob@example.org): Course planner")
    assert role_of(bob, "planner")


def test_removing_comes_back_to_the_list_as_it_was(keeper, root, bob):
    role = role_of(bob, "planner")
    page = keeper.post(url("remove_role", root, pk=role.pk), {"query": "q=bob&sort=-name"})
    assert page.url == f"{url('members', root)}?q=bob&sort=-name"
    assert not OrganisationRole.objects.filter(pk=role.pk).exists()
    assert told(root) == [("Ada Amsler", "role removed")]
    assert says(keeper.get(page.url), "Bob Baumann is no longer Course planner here.")


@pytest.mark.parametrize("query", ["//evil.example", "\r\nX: y", "q=%00&q=😀", "x" * 10_000])
def test_the_way_back_stays_in_the_house(keeper, root, bob, query):
    role = role_of(bob, "planner")
    page = keeper.post(url("remove_role", root, pk=role.pk), {"query": query})
    assert page.url.startswith(url("members", root))


def test_role_removed_meanwhile_is_gone_quietly(admin, root, bob):
    role = role_of(bob, "planner")
    actions.remove_role(held=role, by=admin)
    role.pk = role.pk or 0
    actions.remove_role(held=role, by=admin)
    assert len(told(root)) == 1


def test_the_last_administrator_stays(keeper, admin, root):
    role = role_of(admin, "administrator")
    page = keeper.post(url("remove_role", root, pk=role.pk), follow=True)
    assert says(
        page,
        "Ada Amsler is the last administrator of “Bildungszentrum Aare”. Nothing was changed; "
        "make somebody else administrator there first.",
    )
    assert role_of(admin, "administrator")
    assert told(root) == []


def test_the_last_administrator_keeps_what_is_below(keeper, admin, root, care, tech):
    role = role_of(admin, "administrator")
    make_person("Kim", "administrator", care)
    page = keeper.post(url("inheritance", root, pk=role.pk), {"inherited": "no"}, follow=True)
    assert says(page, "is the last administrator of “Technik”. Nothing was changed")
    role.refresh_from_db()
    assert role.inherited


def test_an_administrator_goes_while_another_stays(keeper, admin, root, care):
    kim = make_person("Kim", "administrator", root)
    keeper.post(url("remove_role", root, pk=role_of(kim, "administrator").pk))
    assert not kim.roles.exists()


def test_one_who_inherits_is_enough(keeper, admin, root, care):
    kim = make_person("Kim", "administrator", care)
    keeper.post(url("remove_role", care, pk=role_of(kim, "administrator").pk))
    assert not kim.roles.exists()


def test_who_is_locked_or_only_elsewhere_does_not_count(admin, root, elsewhere):
    make_person("Lou", "administrator", root, is_active=False)
    make_person("Eve", "administrator", elsewhere)
    with pytest.raises(Refusal, match="last administrator of “Bildungszentrum Aare”"):
        actions.remove_role(held=role_of(admin, "administrator"), by=admin)


def test_who_holds_it_only_at_the_top_does_not_count_below(admin, root, care):
    kim = make_person("Kim")
    give_role(kim, "administrator", root, inherited=False)
    with pytest.raises(Refusal, match="last administrator of “Pflege”"):
        actions.remove_role(held=role_of(admin, "administrator"), by=admin)


def test_what_nobody_administers_anyway_hinders_nothing(admin, root, elsewhere):
    kim = make_person("Kim", "administrator", root)
    actions.remove_role(held=role_of(kim, "administrator"), by=admin)
    assert not kim.roles.exists()


def test_who_gives_up_their_own_role_is_led_out(client, admin, root):
    kim = make_person("Kim", "administrator", root)
    client.force_login(kim)
    page = client.get(url("remove_role", root, pk=role_of(kim, "administrator").pk))
    assert says(page, "This is your own role.")

    page = client.post(url("remove_role", root, pk=role_of(kim, "administrator").pk), follow=True)

    assert page.status_code == 200
    assert says(page, "Kim Muster is no longer Administrator here.")
    assert page.redirect_chain[0] == ("/", 302)


def test_many_names_are_cut_short(root):
    assert _listed(["a", "b"]) == "“a”, “b”"
    assert _listed(["a", "b", "c", "d"]) == "“a”, “b”, “c”, …"


def test_a_refused_change_leaves_no_trace(admin, root):
    make_organisation("x", "X", root)
    with pytest.raises(Refusal):
        actions.change_inheritance(held=role_of(admin, "administrator"), inherited=False, by=admin)
    assert told(root) == []
    assert role_of(admin, "administrator").inherited
