"""Who may decide and add: owners on their products, nobody elsewhere, managers by orders."""

import pytest
from django.urls import reverse

from bookings.models import BookingOrder, Participation
from tests.cast import make_offer, make_person, make_resource
from tests.courseplanner.members.pages import booked, decide, statuses, url

VERBS = ("accept", "decline", "cancel", "remove")


@pytest.fixture
def owner(run):
    owner = make_person("Olga")
    run.implementation.product.owners.add(owner)
    return owner


def test_who_owns_the_product_decides_and_adds(client, run, owner, alice, charlie):
    client.force_login(owner)
    [member] = booked(run, [alice])

    decide(client, "accept", [member])
    client.post(url("members_add", run), {"add": charlie.pk})

    assert statuses(run) == ["active"]
    assert client.get(url("members_add", run)).context["chosen"] == [charlie]


@pytest.mark.parametrize("verb", VERBS)
def test_who_owns_another_product_changes_nothing(client, run, owner, alice, verb):
    other = make_resource("Not hers")
    members = booked(other, [alice])
    client.force_login(owner)

    assert decide(client, verb, members).status_code == 404
    assert statuses(other) == ["pending"]


@pytest.mark.parametrize("verb", VERBS)
def test_a_planner_elsewhere_changes_nothing(client, run, dora, alice, verb):
    members = booked(run, [alice])
    client.force_login(dora)

    assert decide(client, verb, members).status_code == 404
    assert statuses(run) == ["pending"]


def test_a_planner_elsewhere_adds_nobody(client, run, dora, alice):
    offer = make_offer(run)
    client.force_login(dora)

    for step in ("", "_terms", "_addresses", "_overview"):
        sent = {"add": alice.pk, "offer": offer.pk, "confirm_by": "standard", "tell": "none"}
        assert client.post(url(f"members_add{step}", run), sent).status_code == 404
    assert not Participation.objects.exists()


@pytest.mark.parametrize(("verb", "after"), [("confirm", "active"), ("decline", "declined")])
def test_a_manager_decides_about_their_own_people_from_the_orders(
    client, run, line_manager, alice, charlie, verb, after
):
    own, foreign = booked(run, [alice, charlie])
    client.force_login(line_manager)

    answers = [
        client.post(
            reverse(f"courseplanner:{verb}", kwargs={"number": order_of(member).number}),
            {"tell": "standard"},
        ).status_code
        for member in (own, foreign)
    ]

    assert answers == [302, 404]
    assert statuses(run) == [after, "pending"]


def test_a_manager_finds_no_members_of_an_implementation(client, run, line_manager, alice):
    members = booked(run, [alice])
    client.force_login(line_manager)

    assert client.get(url("members_pending", run)).status_code == 404
    assert decide(client, "accept", members).status_code == 404
    assert statuses(run) == ["pending"]


def order_of(member: Participation) -> BookingOrder:
    return BookingOrder.objects.get(pk=member.order_id)


def test_what_one_planner_began_to_add_another_does_not_see(client, run, bob, admin, alice):
    client.force_login(bob)
    client.post(url("members_add", run), {"add": alice.pk})
    client.force_login(admin)

    assert client.get(url("members_add", run)).context["chosen"] == []
