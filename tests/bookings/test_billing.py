"""The verb that bills an order at another address, and the copy it leaves in the order."""

import pytest

from accounts import history
from accounts.editing import ChangedMeanwhile, fingerprint
from accounts.models import BillingAddress
from accounts.refusal import Refusal
from bookings import billing
from bookings.billing import change_billing_address
from bookings.models import BookingOrder, OrderAddress
from tests.cast import book, make_address, make_offer, make_order, make_resource

TEXT = {
    "identifier": "THU",
    "name_line_1": "Spital Thurmatt AG",
    "address_line_1": "Rosenbergstrasse",
    "zip": "9000",
    "city": "St. Gallen",
    "country": "CH",
}


@pytest.fixture
def order(alice) -> BookingOrder:
    return book(make_offer(method="invoice"), alice, address=BillingAddress(**TEXT))


@pytest.fixture
def proposal(order) -> BillingAddress:
    return order.address.billing_address


def change(order: BookingOrder, address: BillingAddress, by, seen: str = "") -> OrderAddress:
    said = OrderAddress.objects.get(order=order)
    seen = seen or fingerprint(said)
    change_billing_address(order=order, address=address, seen=seen, by=by)
    return OrderAddress.objects.get(order=order)


def test_the_order_gets_the_text_anew(order, bob, care):
    known = make_address(organisation=care, po_box="Postfach", region="BE")

    said = change(order, known, bob)

    for name in OrderAddress.TEXT_FIELDS:
        assert getattr(said, name) == str(getattr(known, name))
    assert (said.billing_address, said.source) == (known, "organisation")
    assert (said.organisation_identifier, said.organisation_name) == ("bza-pflege", "Pflege")


def test_later_changes_of_the_address_do_not_reach_the_order(order, bob, care):
    known = make_address(organisation=care)
    change(order, known, bob)

    BillingAddress.objects.filter(pk=known.pk).update(city="Olten")

    assert OrderAddress.objects.get().city == "Zürich"


def test_nothing_else_of_the_order_changes(order, bob, alice):
    before = BookingOrder.objects.filter(pk=order.pk).values().get()

    change(order, make_address(person=alice), bob)

    assert BookingOrder.objects.filter(pk=order.pk).values().get() == before


def test_the_proposal_goes_with_its_last_order(order, bob, care, charlie, proposal):
    other = book(make_offer(make_resource("Law"), method="invoice"), charlie)
    OrderAddress.objects.filter(order=other).update(billing_address=proposal, source="proposal")
    change(order, make_address(organisation=care), bob)
    assert BillingAddress.objects.filter(pk=proposal.pk).exists()

    change(other, make_address(person=charlie), bob)

    assert not BillingAddress.objects.filter(pk=proposal.pk).exists()


def test_addresses_of_somebody_stay_when_an_order_leaves_them(alice, bob, care):
    mine, theirs = make_address(person=alice), make_address(organisation=care)
    order = book(make_offer(method="invoice"), alice, address=mine)

    change(order, theirs, bob)
    change(order, mine, bob)

    assert BillingAddress.objects.count() == 2


def test_an_order_whose_address_nobody_keeps_any_more_can_be_changed(order, bob, care, proposal):
    OrderAddress.objects.update(billing_address=None)
    proposal.delete()

    assert change(order, make_address(organisation=care), bob).city == "Zürich"


def test_a_new_address_is_stored_with_its_history(order, bob, care):
    said = change(order, BillingAddress(organisation=care, **TEXT), bob)

    stored = said.billing_address
    assert stored.organisation == care
    assert [event.verb for event in history.of(stored)] == ["created"]


def test_the_history_names_the_person_the_old_and_the_new(order, bob, care):
    change(order, make_address(organisation=care), bob)

    event = history.of(order).last()
    assert (event.verb, event.by) == ("billing address changed", bob)
    assert event.before == "Spital Thurmatt AG, Rosenbergstrasse, 9000, St. Gallen, CH"
    assert event.after == "Spital Aare AG, Länggasse 12a, 0312, Zürich, CH, 400777"


def test_the_end_of_a_proposal_stands_in_its_history(order, bob, care, proposal):
    change(order, make_address(organisation=care), bob)

    assert [event.verb for event in history.of(proposal)] == ["created", "deleted"]


def test_what_was_seen_must_still_be_true(order, bob, admin, care, alice):
    seen = fingerprint(order.address)
    first = make_address(organisation=care)
    change(order, first, admin, seen)

    with pytest.raises(ChangedMeanwhile):
        change(order, make_address(person=alice), bob, seen)

    assert OrderAddress.objects.get().billing_address == first


@pytest.mark.parametrize("state", ["paid", "cancelled", "written_off", "error", "done"])
def test_only_open_orders_change_their_address(order, bob, care, state):
    times = {
        "paid": {"paid_at": order.created_at},
        "cancelled": {"cancelled_at": order.created_at},
    }
    BookingOrder.objects.update(state=state, **times.get(state, {}))

    with pytest.raises(Refusal, match=order.number):
        change(order, BillingAddress(organisation=care, **TEXT), bob)

    assert OrderAddress.objects.get().source == "proposal"
    assert BillingAddress.objects.count() == 1


def test_only_what_is_settled_by_hand_changes_its_address(alice):
    free = make_order(alice, method="free")

    assert "Only invoices" in billing.why_fixed(free)


def test_a_stored_address_must_be_one_the_person_may_choose(
    order, bob, care, tech, elsewhere, charlie
):
    care_inactive = make_address(organisation=care, is_active=False)
    gone = make_address(organisation=care)
    gone_pk, _ = gone.pk, BillingAddress.objects.filter(pk=gone.pk).delete()
    gone.pk = gone_pk
    others = [make_address(organisation=tech), make_address(organisation=elsewhere)]
    for address in [*others, make_address(person=charlie), make_address(), care_inactive, gone]:
        with pytest.raises(Refusal, match="cannot be billed at this address any more"):
            change(order, address, bob)

    assert OrderAddress.objects.get().source == "proposal"


def test_a_new_address_goes_to_an_organisation_of_the_person_only(
    order, bob, care, elsewhere, charlie
):
    care.is_active = False
    number = BillingAddress.objects.count()
    owners = [{"organisation": care}, {"organisation": elsewhere}, {"person": charlie}, {}]
    for owner in owners:
        with pytest.raises(Refusal, match="Choose another one"):
            change(order, BillingAddress(**owner, **TEXT), bob)

    assert BillingAddress.objects.count() == number


def test_the_address_of_an_inactive_organisation_is_refused(order, bob, care):
    known = make_address(organisation=care)
    care.is_active = False
    care.save()

    with pytest.raises(Refusal):
        change(order, known, bob)


def test_a_line_of_the_history_is_never_too_long():
    address = BillingAddress(**TEXT | {"name_line_1": "🏥" * 255, "city": "x" * 255})

    assert len(billing.in_one_line(address)) == 255
