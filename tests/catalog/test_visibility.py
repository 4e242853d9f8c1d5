"""Who finds what in the catalog, and whose info page they may read."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from bookings import actions
from catalog.models import LearningResource, Offer, conditions
from tests.cast import book, enter_by_hand, make_offer, make_organisation, make_resource

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def listed(person) -> list[str]:
    return sorted(one.title for one in LearningResource.objects.listed_for(person))


def readable(person) -> list[str]:
    return sorted(one.title for one in LearningResource.objects.readable_by(person))


def test_visitor_sees_what_is_published_externally_and_nothing_else(care):
    make_offer(make_resource("For all"))
    make_offer(make_resource("For members"), external=False, organisations=(care,))

    assert listed(VISITOR) == ["For all"]


def test_member_sees_what_is_released_for_the_own_organisation_or_one_above(alice, root, care):
    make_offer(make_resource("For Pflege"), external=False, organisations=(care,))
    make_offer(make_resource("For all of Aare"), external=False, organisations=(root,))

    assert listed(alice) == ["For Pflege", "For all of Aare"]


def test_member_does_not_see_what_is_released_below_or_beside(alice, bob, care, tech):
    ward = make_organisation("bza-pflege-station", "Station", care)
    make_offer(make_resource("For the ward"), external=False, organisations=(ward,))
    make_offer(make_resource("For Technik"), external=False, organisations=(tech,))

    assert listed(alice) == []
    assert listed(bob) == []


def test_charlie_sees_nothing_although_something_is_there(alice, charlie, root):
    make_offer(external=False, organisations=(root,))

    assert listed(alice) == ["Wound care"]
    assert listed(charlie) == []
    assert readable(charlie) == []


def test_external_offers_are_for_members_elsewhere_too(charlie, care):
    make_offer(organisations=(care,))
    assert listed(charlie) == ["Wound care"]


def test_internal_offer_released_for_nobody_is_seen_by_nobody(alice):
    make_offer(external=False)
    assert listed(alice) == []


def test_resource_with_several_offers_is_listed_once(alice, root, care):
    resource = make_resource()
    make_offer(resource, organisations=(root, care))
    make_offer(resource, external=False, organisations=(root, care))

    assert listed(alice) == ["Wound care"]


def test_withdrawn_offer_is_not_seen():
    make_offer(deleted_at=timezone.now())
    assert listed(VISITOR) == []
    assert readable(VISITOR) == []


def test_offer_of_a_method_no_longer_installed_is_not_seen():
    make_offer(make_resource("Bookable"))
    make_offer(make_resource("Paid with shells"), method="shells")

    assert listed(VISITOR) == ["Bookable"]


def test_ended_offer_is_not_listed_but_its_page_can_still_be_read():
    make_offer(valid_until=timezone.now())

    assert listed(VISITOR) == []
    assert readable(VISITOR) == ["Wound care"]


def test_offer_that_opens_later_is_listed():
    make_offer(valid_from=timezone.now() + timedelta(days=3))
    assert listed(VISITOR) == ["Wound care"]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("course", ["published"]), ("implementation", ["confirmed", "provisional"])],
)
def test_only_bookable_states_are_listed(kind, shown):
    states = {
        "course": ["preparation", "review", "coachpublished", "published", "closed"],
        "implementation": [
            "preparation", "provisional", "confirmed", "active", "finished", "cancelled",
        ],
    }  # fmt: skip
    for status in states[kind]:
        make_offer(make_resource(status, kind=kind, status=status))

    assert listed(VISITOR) == shown
    assert readable(VISITOR) == shown


def test_an_offer_lists_its_course_in_the_states_it_names(care):
    running = make_resource("Running", status="active")
    make_offer(running, statuses=["confirmed", "active"])
    make_offer(make_resource("Not named", status="active"), statuses=["confirmed"])
    make_offer(make_resource("Called off", status="cancelled"), statuses=["cancelled"])
    for_members = make_resource("For members", status="active")
    make_offer(for_members, statuses=["active"], external=False, organisations=(care,))

    assert listed(VISITOR) == ["Running"]

    Offer.objects.filter(resource=running).update(valid_until=timezone.now())
    assert listed(VISITOR) == []


def test_whoever_once_got_in_can_still_read_the_page(alice, bob):
    offer = make_offer(external=False, organisations=(alice.roles.get().organisation,))
    order = book(offer, alice)
    LearningResource.objects.update(status="active")
    Offer.objects.update(deleted_at=timezone.now())

    assert readable(alice) == [order.resource_title]
    assert readable(bob) == []


def test_whoever_was_entered_by_hand_can_read_the_page(alice, charlie):
    enter_by_hand(make_resource(), alice)

    assert readable(alice) == ["Wound care"]
    assert readable(charlie) == readable(VISITOR) == []


def test_whoever_was_declined_can_still_read_what_it_was(alice, bob):
    order = book(make_offer(confirmation=True), alice)
    actions.decline(participation=order.participation, by=bob)
    Offer.objects.update(deleted_at=timezone.now())

    assert readable(alice) == ["Wound care"]


def test_free_seats_are_those_below_the_maximum():
    make_resource("No maximum", max_participants=None, seats_taken=900)
    make_resource("One left", max_participants=3, seats_taken=2)
    make_resource("Full", max_participants=3, seats_taken=3)
    make_resource("Lowered below", max_participants=2, seats_taken=3)

    free = LearningResource.objects.filter(conditions.with_free_seats()).order_by("title_folded")
    assert [one.title for one in free] == ["No maximum", "One left"]
    assert [one.seats_left for one in LearningResource.objects.order_by("title_folded")] == [
        0,
        0,
        None,
        1,
    ]


def test_offers_come_with_their_resources_in_one_query(django_assert_num_queries, alice, care):
    for number in range(3):
        resource = make_resource(f"Course {number}")
        make_offer(resource)
        make_offer(resource, external=False, organisations=(care,))
        make_offer(resource, external=False)
        make_offer(resource, valid_until=timezone.now() - timedelta(days=1))
    assert listed(alice) == ["Course 0", "Course 1", "Course 2"]  # reads who alice is

    with django_assert_num_queries(2):
        open_now = list(LearningResource.objects.with_offers_for(alice, ended=False))
    assert [len(one.visible_offers) for one in open_now] == [2, 2, 2]

    ever = LearningResource.objects.with_offers_for(alice, ended=True)
    assert [len(one.visible_offers) for one in ever] == [3, 3, 3]
