"""Where an organisation stands, and whether it is in use."""

import pytest

from accounts.models import BillingAddress, Organisation, OrganisationRole
from accounts.organisations import actions
from accounts.refusal import Refusal
from accounts.rights import reach
from tests.accounts.organisations.pages import says, told, url
from tests.cast import give_role, make_address, make_organisation, make_person


@pytest.fixture
def ward(care):
    return make_organisation("bza-pflege-3", "Station 3", care)


def test_moves_with_what_stands_under_it(keeper, care, tech, ward):
    page = keeper.post(url("move", care), {"parent": tech.pk}, follow=True)

    care.refresh_from_db()
    ward.refresh_from_db()
    assert (care.parent, ward.parent) == (tech, care)
    assert says(page, "“Pflege” is moved.", "<bdi>Bildungszentrum Aare</bdi> → <bdi>Technik</bdi>")
    assert told(care) == [("Ada Amsler", "moved")]


def test_to_where_it_stands_already_is_no_move(keeper, care, root):
    keeper.post(url("move", care), {"parent": root.pk})
    assert told(care) == []


def test_choices_leave_out_itself_and_what_is_below(keeper, care, ward, tech, elsewhere):
    field = keeper.get(url("move", care)).context["form"].fields["parent"]
    assert [str(label) for _key, label in field.choices] == [
        "Choose an organisation",
        "Bildungszentrum Aare",
        "Bildungszentrum Aare › Technik",
    ]


@pytest.mark.parametrize("under", ["care", "ward"])
def test_cannot_stand_under_itself_or_its_own(keeper, request, care, ward, under):
    page = keeper.post(url("move", care), {"parent": request.getfixturevalue(under).pk})

    assert says(page, "“Pflege” was not moved: it cannot stand under itself")
    care.refresh_from_db()
    assert care.parent.identifier == "bza"
    assert told(care) == []


@pytest.mark.parametrize("parent", ["", "top", "x", "-1", "9" * 30])
def test_nonsense_and_the_top_are_refused(keeper, care, elsewhere, parent):
    page = keeper.post(url("move", care), {"parent": parent})
    assert page.status_code == 200
    assert says(page, "Nothing was saved.")


def test_foreign_place_is_refused_without_its_name(keeper, care, elsewhere):
    page = keeper.post(url("move", care), {"parent": elsewhere.pk})
    assert says(page, "This organisation cannot be chosen.")
    assert not says(page, "Seminarhaus")


def test_who_does_not_keep_the_place_above_takes_nothing_away(client, care, elsewhere, admin):
    """Else an administrator below could withdraw a department from those above."""
    kim = make_person("Kim", "administrator", care)
    give_role(kim, "administrator", elsewhere)
    client.force_login(kim)

    assert client.post(url("move", care), {"parent": elsewhere.pk}).status_code == 404
    assert url("move", care) not in client.get(url("detail", care)).content.decode()


def test_who_moves_to_the_top_administers_it_if_nobody_else_would(operator, admin, care):
    operator.post(url("move", care), {"parent": "top"})
    role = care.roles.get(role="administrator")
    assert (role.user, role.inherited) == (admin, True)
    assert told(care) == [("Ada Amsler", "moved"), ("Ada Amsler", "role added")]


def test_who_moves_to_the_top_leaves_it_to_its_own_administrator(operator, care):
    make_person("Kim", "administrator", care)
    operator.post(url("move", care), {"parent": "top"})
    assert [role.user.first_name for role in care.roles.filter(role="administrator")] == ["Kim"]


def test_an_administrator_who_is_locked_is_none(operator, admin, care):
    make_person("Kim", "administrator", care, is_active=False)
    operator.post(url("move", care), {"parent": "top"})
    assert care.roles.filter(user=admin, role="administrator").exists()


def test_what_stands_below_counts_as_well(operator, admin, care, ward):
    kim = make_person("Kim")
    give_role(kim, "administrator", care, inherited=False)
    operator.post(url("move", care), {"parent": "top"})
    assert care.roles.filter(user=admin, role="administrator", inherited=True).exists()


def test_what_nobody_administered_before_is_not_taken_over(operator, admin, elsewhere):
    hall = make_organisation("thun-saal", "Saal", elsewhere)
    operator.post(url("move", hall), {"parent": "top"})
    assert told(hall) == [("Ada Amsler", "moved")]
    assert not hall.roles.exists()


def test_moving_changes_whose_releases_and_addresses_count(admin, alice, care, tech, root):
    address = make_address(organisation=tech)
    choosable = BillingAddress.objects.choosable_by
    assert address not in choosable(alice, reach(alice))

    actions.move(organisation=care, parent=tech, by=admin)

    del alice.standing
    assert address in choosable(alice, reach(alice))


def test_nothing_active_moves_under_an_inactive_one(admin, care, tech):
    actions.deactivate(organisation=tech, by=admin)
    with pytest.raises(Refusal, match="“Technik” is inactive"):
        actions.move(organisation=care, parent=tech, by=admin)


def test_depth_has_an_end_for_a_whole_branch(admin, root, care, ward):
    place = root
    for level in range(2, 12):
        place = make_organisation(f"l{level}", f"Level {level}", place)
    with pytest.raises(Refusal, match="at most 12 levels deep"):
        actions.move(organisation=care, parent=place, by=admin)
    actions.move(organisation=ward, parent=place, by=admin)


def test_deactivating_asks_and_says_what_hangs_on_it(keeper, care, alice, line_manager):
    make_address(organisation=care)
    page = keeper.get(url("deactivate", care))
    assert says(
        page,
        "Deactivate this organisation?",
        "<li>2 members</li>",
        "<li>1 billing address</li>",
        "<li>0 sub-organisations</li>",
    )
    care.refresh_from_db()
    assert care.is_active


def test_deactivated_stays_to_be_read(keeper, care, alice):
    page = keeper.post(url("deactivate", care), follow=True)
    assert says(page, "“Pflege” is inactive.", "This organisation is inactive:", "Activate")
    assert told(care) == [("Ada Amsler", "deactivated")]
    for name in ("members", "domains", "edit"):
        assert keeper.get(url(name, care)).status_code == 200
    keeper.post(url("deactivate", care))
    assert len(told(care)) == 1


def test_while_one_below_is_active_it_stays_active(keeper, care, ward):
    assert says(keeper.get(url("deactivate", care)), "1 organisation under it is active.")
    assert not says(keeper.get(url("deactivate", care)), "Deactivate organisation</button>")

    page = keeper.post(url("deactivate", care), follow=True)

    assert says(page, "“Pflege” was not deactivated: 1 organisation under it is active.")
    care.refresh_from_db()
    assert care.is_active


def test_activated_again(keeper, admin, care):
    actions.deactivate(organisation=care, by=admin)
    assert says(keeper.post(url("activate", care), follow=True), "“Pflege” is active again.")
    assert [verb for _who, verb in told(care)] == ["deactivated", "activated"]


def test_not_activated_under_an_inactive_one(keeper, admin, care, ward):
    actions.deactivate(organisation=ward, by=admin)
    actions.deactivate(organisation=care, by=admin)

    page = keeper.post(url("activate", ward), follow=True)

    assert says(page, "“Pflege” is inactive, and nothing active can stand under it.")
    assert not Organisation.objects.get(pk=ward.pk).is_active


def test_addresses_of_an_inactive_one_cannot_be_chosen(admin, care, alice):
    address = make_address(organisation=care)
    choosable = BillingAddress.objects.choosable_by
    assert address in choosable(alice, reach(alice))

    actions.deactivate(organisation=care, by=admin)

    assert address not in choosable(alice, reach(alice))


def test_inactive_one_is_no_place_for_roles(keeper, admin, care, charlie):
    actions.deactivate(organisation=care, by=admin)
    assert "Add role" not in keeper.get(url("members", care)).content.decode()

    given = {"email": "charlie@example.org", "role": "user"}
    page = keeper.post(url("add_role", care), given)

    assert says(page, "“Pflege” is inactive: nobody gets a role there.")
    assert not OrganisationRole.objects.filter(user=charlie, organisation=care).exists()


def test_history_shows_the_newest_and_leads_to_the_rest(keeper, admin, care):
    for _round in range(11):
        actions.deactivate(organisation=care, by=admin)
        actions.activate(organisation=care, by=admin)

    page = keeper.get(url("detail", care))
    everything = keeper.get(url("detail", care), {"history": "all"})

    assert len(page.context["events"]) == 20
    assert says(page, "Show everything that happened")
    assert len(everything.context["events"]) == 22
    assert not says(everything, "Show everything that happened")


def test_overview_leads_up_and_down_where_one_may_go(client, care, ward, root):
    client.force_login(make_person("Kim", "administrator", care))
    page = client.get(url("detail", care))
    assert says(page, "Bildungszentrum Aare", url("detail", ward))
    assert not says(page, f'"{url("detail", root)}"')


@pytest.mark.parametrize("name", ["detail", "edit", "move", "deactivate", "domains", "add_role"])
def test_page_costs_few_statements(keeper, root, care, ward, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        keeper.get(url(name, care))


def test_role_of_the_mover_is_widened_where_it_held_only_here(operator, admin, care, ward):
    give_role(admin, "administrator", care, inherited=False)
    operator.post(url("move", care), {"parent": "top"})
    assert care.roles.get(user=admin).inherited
