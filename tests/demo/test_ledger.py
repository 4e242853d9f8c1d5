"""What the ledger writes could have come about step by step."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts import history
from bookings import states
from bookings.models import BookingOrder, OrderAddress, Participation
from catalog.models import AccessCode
from demo.entries import OUTCOMES, TAKES_A_SEAT, Entry
from demo.ledger import count_uses, write
from tests.cast import make_address, make_offer, make_organisation, make_resource

pytestmark = pytest.mark.django_db


def reachable(table: dict[str, set[str]], start: str) -> set[str]:
    found = {start}
    while further := {to for state in found for to in table[state]} - found:
        found |= further
    return found


def ago(days: int):
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def offer():
    return make_offer(make_resource(max_participants=9), method="invoice")


def written(entry: Entry, staff=None) -> BookingOrder:
    [order] = write([entry], staff=staff)
    return BookingOrder.objects.get(pk=order.pk)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_can_be_reached_by_permitted_steps(outcome):
    money, access = OUTCOMES[outcome]
    assert money in reachable(states.ORDER, "open") | {"done"}
    assert access in reachable(states.ACCESS, "pending")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_can_be_written(outcome, alice, offer):
    offer.confirmation = True
    order = written(Entry(alice, offer, ago(3), outcome, ended_at=ago(1)))
    assert order.state in {OUTCOMES[outcome][0], "done"}


@pytest.mark.parametrize("outcome", sorted(TAKES_A_SEAT))
def test_what_takes_a_seat_is_live(outcome, alice, offer):
    offer.confirmation = True
    written(Entry(alice, offer, ago(3), outcome, ended_at=ago(1)))
    assert Participation.objects.live().get().person == alice


def test_nothing_is_open_where_nothing_is_billed(alice):
    free = make_offer(method="free")
    assert written(Entry(alice, free, ago(2), "written_off")).status == "done"


def test_the_terms_of_the_offer_are_frozen(alice, offer):
    order = written(Entry(alice, offer, ago(2), "open"))
    assert (order.price, order.price_original) == (Decimal("490.00"), Decimal("490.00"))
    assert (order.fee_agreed, order.free_until_days) == (Decimal("120.00"), 14)
    assert (order.cost_center_name, order.cost_center_account) == ("Weiterbildung", "3200")
    assert order.resource_title == offer.resource.title
    assert not order.is_adjusted


def test_an_adjusted_price_stands_beside_the_original(alice, offer):
    order = written(Entry(alice, offer, ago(2), "open", price=Decimal(400)))
    assert order.is_adjusted
    assert order.price_original == Decimal("490.00")


def test_cancelling_early_costs_nothing(alice, offer):
    order = written(Entry(alice, offer, ago(9), "cancelled", ended_at=ago(8)))
    assert order.status == "cancelled"
    assert order.cancellation_fee is None


def test_cancelling_late_costs_what_the_terms_say(alice):
    soon = make_resource(begin=timezone.localdate() + timedelta(days=3))
    offer = make_offer(soon, method="invoice")
    order = written(Entry(alice, offer, ago(9), "cancelled", ended_at=ago(1)))
    assert order.status == "cancelled_fee"
    assert order.cancellation_fee == Decimal("120.00")
    assert not order.is_adjusted


def test_a_fee_may_have_been_lowered(alice):
    soon = make_resource(begin=timezone.localdate() + timedelta(days=3))
    offer = make_offer(soon, method="invoice")
    entry = Entry(alice, offer, ago(9), "cancelled", ended_at=ago(1), fee=Decimal(50))
    order = written(entry)
    assert (order.cancellation_fee, order.cancellation_fee_original) == (50, 120)
    assert order.is_adjusted


def test_whoever_is_declined_pays_no_fee(alice):
    soon = make_resource(begin=timezone.localdate() + timedelta(days=3))
    offer = make_offer(soon, method="invoice", confirmation=True)
    order = written(Entry(alice, offer, ago(9), "declined", ended_at=ago(1)))
    assert order.status == "cancelled"
    assert order.participation.status == "declined"


def test_the_address_is_copied_with_its_owner(alice, offer):
    owner = make_organisation("ost", "Spital Ost", customer_number="9")
    entry = Entry(alice, offer, ago(2), "open", address=make_address(organisation=owner))
    frozen = written(entry).address
    assert frozen.source == OrderAddress.Source.ORGANISATION
    assert (frozen.organisation_name, frozen.organisation_customer_number) == ("Spital Ost", "9")
    assert frozen.country == "CH"


@pytest.mark.parametrize(("owned", "source"), [(True, "personal"), (False, "proposal")])
def test_an_address_without_organisation_is_personal_or_proposed(owned, source, alice, offer):
    address = make_address(person=alice if owned else None)
    assert written(Entry(alice, offer, ago(2), "open", address=address)).address.source == source


def test_who_waits_is_waited_for_until_a_day(alice, offer):
    offer.confirmation, offer.confirmation_days = True, 10
    waiting = written(Entry(alice, offer, ago(2), "waiting")).participation
    assert (waiting.status, waiting.confirm_by) == ("pending", "staff")
    assert waiting.confirm_until == waiting.created_at + timedelta(days=10)


def test_who_was_confirmed_has_a_decision_in_the_history(alice, bob, offer):
    offer.confirmation = True
    order = written(Entry(alice, offer, ago(2), "open"), staff=bob)
    assert order.participation.decided_at > order.created_at
    assert [line.verb for line in history.of(order)] == ["booked", "confirmed"]
    assert history.of(order).last().by == bob


@pytest.mark.parametrize(
    ("outcome", "verbs"),
    [
        ("open", ["booked"]),
        ("paid", ["booked", "marked paid"]),
        ("declined", ["booked", "declined"]),
        ("expired", ["booked", "expired"]),
    ],
)
def test_the_history_tells_what_happened(outcome, verbs, alice, bob, offer):
    order = written(Entry(alice, offer, ago(2), outcome, ended_at=ago(1)), staff=bob)
    assert [line.verb for line in history.of(order)] == verbs


def test_numbers_follow_each_other(alice, bob, offer):
    entries = [Entry(alice, offer, ago(3), "open"), Entry(bob, offer, ago(2), "open")]
    first, second = write(entries, staff=None)
    assert second.pk == first.pk + 1
    assert first.number < second.number


def test_uses_of_a_code_are_counted_from_the_orders(alice, bob):
    offer, unused = make_offer(method="code"), make_offer(method="code")
    write([Entry(one, offer, ago(2), "done") for one in (alice, bob)], staff=None)
    count_uses()
    assert AccessCode.objects.get(offer=offer).uses == 2
    assert AccessCode.objects.get(offer=unused).uses == 0
