"""Where an implementation can be led, by whom, and what the second of two planners is told."""

import pytest

from accounts.refusal import Conflict, Refusal
from catalog.models import LearningResource
from catalog.states import IMPLEMENTATION, IMPLEMENTATION_STEPS
from courseplanner.status import actions
from tests.cast import give_role, make_person, make_resource
from tests.courseplanner.pages import events_of, says, url

EVERY_STEP = [(now, to) for now in IMPLEMENTATION for to in IMPLEMENTATION]


@pytest.fixture
def desk(client, bob):
    client.force_login(bob)
    return client


def run_in(status: str):
    return make_resource("Wound care", status=status).implementation


def stored(run) -> str:
    return LearningResource.objects.get(pk=run.resource_id).status


@pytest.mark.parametrize(("now", "to"), EVERY_STEP)
def test_every_step_is_taken_or_refused_as_the_table_says(bob, root, now, to):
    run = run_in(now)
    if to in IMPLEMENTATION_STEPS[now]:
        actions.move(implementation=run, to=to, seen=now, by=bob)
        assert stored(run) == to
        return
    with pytest.raises(Refusal, match=r"Nothing was changed\."):
        actions.move(implementation=run, to=to, seen=now, by=bob)
    assert (stored(run), events_of(run)) == (now, [])


def test_a_refusal_names_the_steps_that_lead_on(bob, root):
    with pytest.raises(Refusal) as told:
        actions.move(implementation=run_in("finished"), to="confirmed", seen="finished", by=bob)
    assert "“Finished” to “Confirmed”" in told.value.sentence
    assert "Possible: “Active”." in told.value.sentence


def test_what_is_cancelled_is_run_again_by_copying_it(bob, root):
    with pytest.raises(Refusal, match="Copy the implementation"):
        actions.move(implementation=run_in("cancelled"), to="active", seen="cancelled", by=bob)


def test_the_second_of_two_planners_is_told(bob, root):
    run = run_in("confirmed")
    actions.move(implementation=run, to="active", seen="confirmed", by=bob)

    with pytest.raises(Conflict, match="it is “Active” now"):
        actions.move(implementation=run, to="finished", seen="confirmed", by=bob)

    assert stored(run) == "active"


def test_what_is_archived_rests(desk, bob, root):
    run = run_in("finished")
    run.archived_at = "2026-01-01T00:00:00Z"
    run.save()

    with pytest.raises(Refusal, match="Take it out of the archive first"):
        actions.move(implementation=run, to="active", seen="finished", by=bob)

    assert not says(desk.get(run.get_absolute_url()), "menu-status")


def test_a_simple_step_is_taken_from_the_menu(desk, bob, root):
    run = run_in("confirmed")
    address = url("implementation_status", pk=run.pk, to="active")
    assert says(desk.get(run.get_absolute_url()), f'action="{address}"', 'value="confirmed"')

    page = desk.post(address, {"seen": "confirmed"}, follow=True)

    assert says(page, "The status of “Wound care” is “Active” now.")
    assert says(page, "Status changed · Bob Baumann", "<bdi>Confirmed</bdi> → <bdi>Active</bdi>")


def test_the_menu_shows_only_steps_that_lead_on(desk, root):
    page = desk.get(run_in("finished").get_absolute_url())

    assert says(page, "/status/active/")
    assert not says(page, "/status/confirmed/")
    assert not says(page, "/status/cancelled/")


def test_a_step_to_nowhere_has_no_page(desk, root):
    run = run_in("confirmed")
    assert desk.get(url("implementation_status", pk=run.pk, to="deleted")).status_code == 404


def test_a_step_that_is_not_permitted_gets_its_sentence(desk, root):
    run = run_in("cancelled")

    page = desk.post(
        url("implementation_status", pk=run.pk, to="active"), {"seen": "cancelled"}, follow=True
    )

    assert says(page, "What is “Cancelled” cannot become “Active”.")


def test_two_planners_on_the_same_page_are_not_told_the_same(desk, root):
    run = run_in("confirmed")
    late = {"seen": "provisional", "tell": "standard", "fees": "waive", "note": "Too few."}

    page = desk.post(url("implementation_status", pk=run.pk, to="cancelled"), late)

    assert says(page, "it is “Confirmed” now", "Nothing was changed.", "Too few.")
    assert stored(run) == "confirmed"


def test_who_reads_everything_changes_no_status(client, root):
    run, reader = run_in("confirmed"), make_person("Petra")
    give_role(reader, "principal", root)
    client.force_login(reader)

    assert not says(client.get(run.get_absolute_url()), "menu-status")
    assert client.get(url("implementation_status", pk=run.pk, to="active")).status_code == 404


def test_an_owner_of_the_product_finds_the_menu(client, charlie, root):
    run = run_in("confirmed")
    run.product.owners.add(charlie)
    client.force_login(charlie)

    assert says(client.get(run.get_absolute_url()), "menu-status")
