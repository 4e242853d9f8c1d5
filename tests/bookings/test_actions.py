"""The verbs: the good case, every refusal by its sentence, and all or nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts import history
from accounts.models import BillingAddress, Message
from accounts.refusal import Conflict, Refusal
from bookings import actions
from bookings.models import BookingOrder, OrderAddress, Participation
from catalog.models import AccessCode, LearningResource
from tests.cast import book, enter_by_hand, make_address, make_code, make_offer, make_resource


def refused(offer, person, sentence, **answers):
    """Booking is refused with this sentence, and nothing is left behind."""
    before = BookingOrder.objects.count(), Participation.objects.count(), Message.objects.count()
    seats = LearningResource.objects.get(pk=offer.resource_id).seats_taken
    with pytest.raises(Refusal, match=sentence) as refusal:
        book(offer, person, **answers)
    after = BookingOrder.objects.count(), Participation.objects.count(), Message.objects.count()
    assert after == before
    assert LearningResource.objects.get(pk=offer.resource_id).seats_taken == seats
    return refusal.value


def test_booking_freely_gives_access_at_once_and_is_done(alice):
    offer = make_offer(method="free")

    order = book(offer, alice)

    assert (order.state, order.participation.status) == ("done", "active")
    assert LearningResource.objects.get(pk=offer.resource_id).seats_taken == 1


def test_an_invoice_is_open_and_gives_access_at_once(alice):
    order = book(make_offer(method="invoice"), alice, po_number="4500-1", comment="Danke")

    assert (order.state, order.participation.status) == ("open", "active")
    assert (order.po_number, order.comment) == ("4500-1", "Danke")


def test_an_invoice_over_nothing_is_done_and_needs_no_address(alice):
    offer = make_offer(method="invoice", price=0, cancellation_fee=None, free_until_days=None)

    order = book(offer, alice, address=None)

    assert order.state == "done"
    assert not OrderAddress.objects.filter(order=order).exists()


def test_with_confirmation_access_is_pending_and_takes_a_seat(alice):
    offer = make_offer(method="free", confirmation=True, confirmation_days=5)

    order = book(offer, alice)

    waiting = order.participation
    assert (waiting.status, waiting.confirm_by) == ("pending", "staff")
    assert waiting.confirm_until - order.created_at == timedelta(days=5)
    assert LearningResource.objects.get(pk=offer.resource_id).seats_taken == 1


def test_the_promise_is_frozen(alice):
    offer = make_offer(method="invoice")
    order = book(offer, alice)
    resource, center = offer.resource, offer.cost_center

    resource.title = "Renamed"
    resource.save()
    center.name = center.account = "Changed"
    center.save()
    offer.price, offer.cancellation_fee, offer.label = 1, 1, "O-99"
    offer.save()

    order = BookingOrder.objects.get(pk=order.pk)
    assert order.resource_title == "Wound care"
    assert (order.cost_center_name, order.cost_center_account) == ("Weiterbildung", "3200")
    assert (order.price, order.fee_agreed) == (Decimal("490.00"), Decimal("120.00"))
    assert order.offer_label != "O-99"


def test_the_address_is_frozen_with_the_numbers_accounting_needs(alice, care):
    care.customer_number = "400200"
    care.save()
    address = make_address(organisation=care)
    order = book(make_offer(method="invoice"), alice, address=address)

    address.city = "Basel"
    address.save()

    frozen = OrderAddress.objects.get(order=order)
    assert (frozen.city, frozen.zip, frozen.country) == ("Zürich", "0312", "CH")
    assert (frozen.source, frozen.organisation_identifier) == ("organisation", "bza-pflege")
    assert (frozen.customer_number, frozen.organisation_customer_number) == ("400777", "400200")


def test_a_typed_organisation_address_becomes_a_proposal_owned_by_nobody(alice):
    typed = BillingAddress(
        identifier="Neu", name_line_1="Neu AG", address_line_1="Weg", city="Chur", country="CH"
    )

    order = book(make_offer(method="invoice"), alice, address=typed)

    assert order.address.source == "proposal"
    proposal = order.address.billing_address
    assert (proposal.person, proposal.organisation) == (None, None)


def test_a_typed_personal_address_is_kept_with_the_person(alice):
    typed = BillingAddress(
        person=alice,
        identifier="Daheim",
        name_line_1="Alice",
        address_line_1="Weg",
        city="Chur",
        country="CH",
    )

    order = book(make_offer(method="invoice"), alice, address=typed)

    assert order.address.source == "personal"
    assert alice.billing_addresses.get().identifier == "Daheim"


@pytest.mark.parametrize("change", [{"is_active": False}, {"person": None}])
def test_an_address_that_is_no_longer_usable_is_refused(alice, change):
    address = make_address(person=alice)
    BillingAddress.objects.filter(pk=address.pk).update(**change)

    refusal = refused(
        make_offer(method="invoice"), alice, "cannot be used any more", address=address
    )

    assert refusal.field == "address"


def test_another_person_s_or_organisation_s_address_is_refused(alice, charlie, elsewhere):
    offer = make_offer(method="invoice")
    for address in (make_address(person=charlie), make_address(organisation=elsewhere)):
        refused(offer, alice, "cannot be used any more", address=address)


def test_the_address_of_an_organisation_above_is_fine(alice, root):
    order = book(make_offer(method="invoice"), alice, address=make_address(organisation=root))

    assert order.address.organisation_name == "Bildungszentrum Aare"


def test_the_second_click_leads_to_the_order_that_exists(alice):
    offer = make_offer(method="free")
    order = book(offer, alice)

    refusal = refused(offer, alice, f"You are already booked: {order.number}")

    assert refusal.order == order


def test_who_was_entered_by_hand_cannot_book_as_well(alice):
    offer = make_offer(method="free")
    enter_by_hand(offer.resource, alice)

    assert refused(offer, alice, "already take part").order is None


def test_a_full_course_is_refused(alice, charlie):
    offer = make_offer(make_resource(max_participants=1), method="free")
    book(offer, charlie)

    refused(offer, alice, "fully booked")


def test_a_maximum_lowered_below_the_booked_keeps_all_and_takes_no_more(alice, charlie, bob):
    resource = make_resource(max_participants=2)
    offer = make_offer(resource, method="free")
    book(offer, alice)
    book(offer, charlie)

    LearningResource.objects.filter(pk=resource.pk).update(max_participants=1)

    refused(offer, bob, "fully booked")
    assert Participation.objects.live().filter(resource=resource).count() == 2


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"valid_until": -HOUR}, "has ended"),
        ({"valid_from": HOUR}, "opens on"),
    ],
)
def test_an_offer_outside_its_period_is_refused(alice, terms, sentence):
    now = timezone.now()
    offer = make_offer(method="free", **{name: now + by for name, by in terms.items()})

    refused(offer, alice, sentence)


@pytest.mark.parametrize("status", ["preparation", "active", "finished", "cancelled"])
def test_an_implementation_in_the_wrong_status_is_refused(alice, status):
    refused(make_offer(make_resource(status=status), method="free"), alice, "cannot be booked")


def test_an_offer_may_name_states_of_its_own(alice):
    offer = make_offer(make_resource(status="active"), method="free", statuses=["active"])

    assert book(offer, alice).state == "done"


def test_an_unpublished_deleted_or_foreign_offer_is_refused(alice, elsewhere):
    unpublished = make_offer(method="free", external=False, internal=False)
    deleted = make_offer(method="free", deleted_at=timezone.now())
    foreign = make_offer(method="free", external=False, organisations=(elsewhere,))

    for offer in (unpublished, deleted, foreign):
        refused(offer, alice, "no longer there")


def test_a_price_changed_between_page_and_click_asks_again(alice):
    """F24: the sum shown is the sum charged."""
    offer = make_offer(method="invoice")
    seen = offer.terms_seen
    offer.price = Decimal("590.00")
    offer.save()

    refusal = refused(offer, alice, "have changed", seen=seen)

    assert isinstance(refusal, actions.TermsChanged)


@pytest.mark.parametrize(
    "change", [{"cancellation_fee": 200}, {"free_until_days": 30}, {"cancellable": False}]
)
def test_changed_cancellation_terms_ask_again_too(alice, change):
    offer = make_offer(method="invoice")
    seen = offer.terms_seen
    for name, value in change.items():
        setattr(offer, name, value)
    offer.save()

    refused(offer, alice, "have changed", seen=seen)


@pytest.mark.parametrize("typed", ["AARE-2026", " aare-2026 ", "Aare-2026"])
def test_the_right_code_opens_and_is_counted(alice, typed):
    offer = make_offer(method="code")

    book(offer, alice, code=typed)

    assert offer.codes.get().uses == 1


@pytest.mark.parametrize("typed", ["AARE-2027", "", "x" * 64, "AARE 2026", "АARE-2026"])
def test_a_wrong_code_books_nothing(alice, typed):
    offer = make_offer(method="code")

    assert refused(offer, alice, "Wrong access code", code=typed).field == "code"
    assert offer.codes.get().uses == 0


def test_the_code_of_another_offer_does_not_open_this_one(alice):
    make_offer(method="code", code="OTHER-1")

    refused(make_offer(method="code"), alice, "Wrong access code", code="OTHER-1")


def test_an_expired_or_used_up_code_does_not_open(alice):
    offer = make_offer(method="code")
    make_code(offer, "OLD-1", expires_at=timezone.now() - HOUR)
    make_code(offer, "USED-1", usage_limit=1, uses=1)

    refused(offer, alice, "Wrong access code", code="OLD-1")
    refused(offer, alice, "Wrong access code", code="USED-1")


def test_a_code_is_not_used_up_by_a_booking_that_fails(alice, charlie):
    offer = make_offer(make_resource(max_participants=1), method="code")
    book(offer, charlie)

    refused(offer, alice, "fully booked")

    assert AccessCode.objects.get(offer=offer).uses == 1


def test_booking_writes_history_and_one_receipt(alice):
    order = book(make_offer(method="free"), alice)

    [event] = history.of(order)
    assert (event.verb, event.by, event.after) == ("booked", alice, "done")
    assert Message.objects.get().key == f"booked:{order.number}"


def test_no_receipt_where_the_offer_sends_none(alice):
    book(make_offer(method="free", receipt=False), alice)

    assert not Message.objects.exists()


def test_a_crash_after_the_order_leaves_nothing(alice, monkeypatch):
    """F21: order, address, seat, history and mail are one transaction."""

    def crash(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(actions.booking, "_grant", crash)
    offer = make_offer(method="invoice")
    with pytest.raises(ZeroDivisionError):
        book(offer, alice)

    assert not BookingOrder.objects.exists()
    assert not OrderAddress.objects.exists()
    assert not Message.objects.exists()
    assert LearningResource.objects.get(pk=offer.resource_id).seats_taken == 0


def test_booking_takes_at_most_twenty_statements(alice, django_assert_max_num_queries):
    for method in ("free", "code", "invoice"):
        offer = make_offer(method=method)
        answers = {"address": make_address(person=alice)} if method == "invoice" else {}
        with django_assert_max_num_queries(20):
            book(offer, alice, **answers)


def pending(alice, **terms):
    return book(make_offer(method="invoice", confirmation=True, **terms), alice)


def test_confirming_makes_access_active_and_tells_the_person(alice, bob):
    order = pending(alice)

    actions.confirm(participation=order.participation, by=bob)

    order.participation.refresh_from_db()
    assert order.participation.status == "active"
    assert Message.objects.filter(key=f"confirmed:{order.number}").exists()
    assert history.of(order).last().by == bob


def test_confirming_twice_is_a_conflict(alice, bob):
    order = pending(alice)
    actions.confirm(participation=order.participation, by=bob)

    with pytest.raises(Conflict):
        actions.confirm(participation=order.participation, by=bob)


def test_declining_cancels_the_order_without_fee_and_frees_the_seat(alice, bob):
    order = pending(alice)

    actions.decline(participation=order.participation, by=bob, note="No places for this ward.")

    order.refresh_from_db()
    assert (order.status, order.cancellation_fee) == ("cancelled", None)
    assert Participation.objects.get(order=order).status == "declined"
    assert LearningResource.objects.get(pk=order.resource_id).seats_taken == 0
    assert history.of(order).last().note == "No places for this ward."


def test_declining_what_is_confirmed_is_a_conflict_and_changes_nothing(alice, bob):
    order = pending(alice)
    actions.confirm(participation=order.participation, by=bob)

    with pytest.raises(Conflict):
        actions.decline(participation=order.participation, by=bob)

    order.refresh_from_db()
    assert order.state == "open"
    assert LearningResource.objects.get(pk=order.resource_id).seats_taken == 1


def test_an_invoice_is_set_as_paid_and_open_again(alice, bob):
    order = book(make_offer(method="invoice"), alice)

    actions.mark_paid(order=order, by=bob)
    order.refresh_from_db()
    assert (order.status, order.paid_at is not None) == ("paid", True)

    actions.mark_open(order=order, by=bob)
    order.refresh_from_db()
    assert (order.status, order.paid_at) == ("open", None)
    assert [event.verb for event in history.of(order)] == ["booked", "marked paid", "marked open"]


def test_only_what_is_settled_by_hand_is_set_as_paid(alice, bob):
    order = book(make_offer(method="free"), alice)

    with pytest.raises(Refusal, match="Only invoices"):
        actions.mark_paid(order=order, by=bob)


def test_what_nobody_confirmed_in_time_frees_its_seat_for_the_next(alice, charlie):
    resource = make_resource(max_participants=1)
    offer = make_offer(resource, method="free", confirmation=True, confirmation_days=1)
    lapsed = book(offer, alice)
    Participation.objects.update(confirm_until=timezone.now() - HOUR)

    book(offer, charlie)

    lapsed.refresh_from_db()
    assert lapsed.status == "cancelled"
    assert lapsed.participation.__class__.objects.get(order=lapsed).status == "expired"
    assert LearningResource.objects.get(pk=resource.pk).seats_taken == 1


def test_expiring_is_done_once(alice):
    offer = make_offer(method="free", confirmation=True, confirmation_days=1)
    book(offer, alice)
    Participation.objects.update(confirm_until=timezone.now() - HOUR)

    assert actions.expire_lapsed(resource_id=offer.resource_id) == 1
    assert actions.expire_lapsed(resource_id=offer.resource_id) == 0


@pytest.mark.parametrize(("days_left", "fee"), [(15, 0), (14, 0), (13, 120), (0, 120), (-3, 120)])
def test_the_fee_is_due_when_fewer_days_are_left_than_agreed(alice, days_left, fee):
    order = book(make_offer(method="invoice"), alice)
    begin = order.begin_at_booking

    assert order.fee_due(on=begin - timedelta(days=days_left), begin_now=begin) == fee


def test_a_begin_moved_counts_only_in_favour_of_the_person(alice):
    order = book(make_offer(method="invoice"), alice)
    begin = order.begin_at_booking
    today = begin - timedelta(days=14)

    assert order.fee_due(on=today, begin_now=begin - timedelta(days=7)) == 0
    assert order.fee_due(on=today + timedelta(days=5), begin_now=begin + timedelta(days=7)) == 0


def test_a_fee_without_days_is_always_due_and_none_where_none_was_agreed(alice, charlie):
    always = book(make_offer(method="invoice", free_until_days=None), alice)
    never = book(
        make_offer(method="invoice", cancellation_fee=None, free_until_days=None), charlie
    )

    assert always.fee_due(on=timezone.localdate(), begin_now=None) == 120
    assert never.fee_due(on=timezone.localdate(), begin_now=None) == 0
