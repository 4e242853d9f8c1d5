"""Staff enter a person: the terms of the offer, one seat, one order, or nothing at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from accounts import history
from accounts.models import Message
from accounts.refusal import Refusal
from bookings import actions
from bookings.actions import Entry
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource
from tests.cast import make_address, make_offer, make_person, make_resource


def on(offer, **answers) -> Entry:
    return Entry(offer, {"seen": offer.terms_seen, **answers})


def enter(offer, person, by, **told) -> Participation:
    return actions.enter(resource=offer.resource, person=person, entry=on(offer), by=by, **told)


def test_an_offer_nobody_could_book_now_is_open_to_staff(alice, bob):
    ended = make_offer(valid_until=timezone.now() - timedelta(days=1), external=False)

    member = enter(ended, alice, bob)

    assert (member.status, member.order.offer, member.order.booked_by) == ("active", ended, bob)


def test_the_order_freezes_the_terms_of_the_offer(alice, bob):
    offer = make_offer(method="invoice")
    entry = on(offer, address=make_address(person=alice), po_number="77")

    member = actions.enter(resource=offer.resource, person=alice, entry=entry, by=bob, note="Ok")

    order = BookingOrder.objects.get()
    assert (order.price, order.fee_agreed, order.po_number) == (Decimal(490), Decimal(120), "77")
    assert (order.cost_center_name, order.state) == ("Weiterbildung", "open")
    line = history.of(order).get()
    assert (line.verb, line.by, line.note) == ("booked", bob, "Ok")
    assert member.added_by == bob


def test_an_invoice_without_an_address_enters_nobody(alice, bob):
    with pytest.raises(Refusal, match="billing address"):
        enter(make_offer(method="invoice"), alice, bob)

    assert not BookingOrder.objects.exists()
    assert LearningResource.objects.get().seats_taken == 0


@pytest.mark.parametrize("needs_order", [True, False])
def test_nobody_is_entered_in_what_was_cancelled(alice, bob, needs_order):
    """However the page was opened: somebody else may have cancelled it meanwhile."""
    resource = make_resource(status="cancelled")
    resource.implementation.needs_order = needs_order
    resource.implementation.save()
    entry = on(make_offer(resource)) if needs_order else Entry()

    with pytest.raises(Refusal, match="takes nobody any more"):
        actions.enter(resource=resource, person=alice, entry=entry, by=bob)

    assert not Participation.objects.exists()


def test_nobody_is_entered_twice(alice, bob):
    offer = make_offer()
    enter(offer, alice, bob)

    with pytest.raises(Refusal, match="Takes part already"):
        enter(offer, alice, bob)

    assert LearningResource.objects.get().seats_taken == 1


def test_a_full_course_refuses_and_leaves_nothing(alice, charlie, bob):
    offer = make_offer(make_resource(max_participants=1))
    enter(offer, charlie, bob)

    with pytest.raises(Refusal, match="fully booked"):
        enter(offer, alice, bob)

    assert BookingOrder.objects.count() == Message.objects.count() == 1


def refused(entry, person, by, resource, sentence):
    with pytest.raises(Refusal, match=sentence):
        actions.enter(resource=resource, person=person, entry=entry, by=by)
    assert not Participation.objects.exists()


def test_without_offer_nobody_is_entered_where_an_order_is_needed(alice, bob):
    refused(Entry(), alice, bob, make_resource(), "without a booking order")


def test_an_offer_of_another_course_enters_nobody(alice, bob):
    refused(on(make_offer()), alice, bob, make_resource("Other"), "no longer there")


def test_a_time_that_is_over_enters_nobody(alice, bob):
    offer = make_offer()
    over = Entry(offer, {"seen": offer.terms_seen}, "staff", timezone.now())

    refused(over, alice, bob, offer.resource, "over before it begins")


def test_terms_that_changed_meanwhile_enter_nobody(alice, bob):
    offer = make_offer(method="free")
    refused(Entry(offer, {"seen": "1|CHF|yes||"}), alice, bob, offer.resource, "have changed")


def test_who_left_the_house_is_not_entered(bob):
    gone = make_person("Gone", is_active=False)
    offer = make_offer()

    refused(on(offer), gone, bob, offer.resource, "no longer sign in")


def test_who_is_asked_says_yes_and_who_asked_is_told(alice, bob):
    offer = make_offer()
    entry = Entry(offer, {"seen": offer.terms_seen}, "person", timezone.now() + timedelta(days=2))
    member = actions.enter(resource=offer.resource, person=alice, entry=entry, by=bob, words=None)

    actions.accept(participation=member, by=alice)

    assert Participation.objects.get().status == "active"
    assert [mail.recipient for mail in Message.objects.all()] == [bob.email]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_given_once_to_planners_at_the_same_time(alice, charlie, bob, dora):
    offer = make_offer(make_resource(max_participants=1))

    def race(person) -> bool:
        try:
            enter(offer, person, bob)
        except Refusal:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as both:
        won = list(both.map(race, [alice, charlie]))

    assert sorted(won) == [False, True]
    assert BookingOrder.objects.count() == Participation.objects.live().count() == 1
    assert LearningResource.objects.get().seats_taken == 1
