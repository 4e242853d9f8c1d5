"""Booking through the pages: what is shown, what one click does, and what is refused how."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import BillingAddress
from bookings.models import BookingOrder, Participation
from catalog.models import AccessCode, LearningResource, Offer
from tests.bookings.pages import (
    address_of,
    group,
    nothing_was_booked,
    refused_in_the_form,
    says,
)
from tests.cast import book, enter_by_hand, make_address, make_offer, make_resource

HOUR = timedelta(hours=1)


# What the page shows


def test_the_page_says_what_is_booked_for_how_much_and_on_which_terms(client, alice, invoice):
    client.force_login(alice)

    page = client.get(address_of(invoice))

    assert says(page, "Booking on invoice", "Projektführung", "490.00", "Order for a fee")
    assert says(page, "Cancellable free of charge until", "CHF\xa0120.00 cancellation fee")
    assert says(page, "The booking receipt goes to alice@example.org.", "Active at once")


def test_a_free_offer_asks_nothing_and_shows_no_price(client, alice):
    client.force_login(alice)

    page = client.get(address_of(make_offer(method="free")))

    assert says(page, "There is nothing to pay and nothing to fill in.")
    assert not says(page, "kb-total")


def test_confirmation_is_announced_before_the_click(client, alice):
    client.force_login(alice)

    page = client.get(address_of(make_offer(method="free", confirmation=True)))

    assert says(page, "Pending until it is confirmed")


def test_an_offer_without_receipt_promises_none(client, alice):
    client.force_login(alice)

    assert not says(client.get(address_of(make_offer(receipt=False))), "receipt")


# Who gets there


def test_a_visitor_signs_in_and_comes_back_to_exactly_here(client, alice):
    offer = make_offer(method="free")

    answer = client.get(address_of(offer))
    assert answer["Location"] == f"/accounts/login/?next={address_of(offer)}"

    alice.set_password("correct horse battery")
    alice.save()
    alice.emailaddress_set.create(email=alice.email, verified=True, primary=True)
    typed = {"login": alice.email, "password": "correct horse battery"}
    signed_in = client.post(answer["Location"], typed | {"next": address_of(offer)})

    assert signed_in["Location"] == address_of(offer)
    assert client.get(signed_in["Location"]).status_code == 200


def test_an_outsider_finds_no_offer_meant_for_others(client, charlie, care):
    offer = make_offer(method="free", external=False, organisations=(care,))
    client.force_login(charlie)

    assert client.get(address_of(offer)).status_code == 404
    refused = client.post(address_of(offer), {"seen": offer.terms_seen})
    assert refused.status_code == 404
    assert not says(refused, "Wound care")
    assert nothing_was_booked()


def test_a_member_of_a_department_below_may_book_what_is_released_above(post, root):
    offer = make_offer(method="free", external=False, organisations=(root,))

    assert post(offer).status_code == 302


@pytest.mark.parametrize("slug", ["wound-care", "wound-care-999999", "999999"])
def test_an_offer_is_only_found_at_its_own_course(client, alice, slug):
    offer = make_offer(method="free")
    client.force_login(alice)

    url = reverse("bookings:book", kwargs={"slug": slug, "offer": offer.pk})
    assert client.get(url).status_code == 404


def test_an_old_title_in_the_address_still_leads_there(client, alice):
    offer = make_offer(method="free")
    client.force_login(alice)

    old = {"slug": f"former-title-{offer.resource_id}", "offer": offer.pk}
    assert client.get(reverse("bookings:book", kwargs=old)).status_code == 200


# One click


def test_one_click_books_and_shows_the_number(client, post, alice):
    answer = post(make_offer(method="free"))

    order = BookingOrder.objects.get()
    assert (order.person, order.booked_by, order.status) == (alice, alice, "done")
    assert answer["Location"] == f"/bookings/{order.number}/booked/"
    assert says(client.get(answer["Location"]), order.number, "You are booked.")


def test_opening_the_page_books_nothing(client, alice):
    client.force_login(alice)
    for offer in (make_offer(method="free", auto_booking=True), make_offer(method="code")):
        client.get(address_of(offer))
        client.head(address_of(offer))

    assert nothing_was_booked()
    assert client.put(address_of(offer)).status_code == 405


def test_a_click_from_another_site_is_refused(alice):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    offer = make_offer(method="free")

    assert strict.post(address_of(offer), {"seen": offer.terms_seen}).status_code == 403
    assert nothing_was_booked()


@pytest.mark.parametrize("typed", [False, True])
def test_booking_stays_within_twenty_statements(client, alice, typed):
    """The whole click, from session to redirect; what begins and ends transactions apart."""
    offer = make_offer(make_resource(max_participants=5), method="invoice", confirmation=True)
    kept = make_address(person=alice)
    answers = group("own") | {"address": "own"} if typed else {"address": kept.pk}
    client.force_login(alice)

    with CaptureQueriesContext(connection) as asked:
        client.post(address_of(offer), {"seen": offer.terms_seen, **answers})

    assert BookingOrder.objects.exists()
    frame = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    assert sum(not one["sql"].startswith(frame) for one in asked) <= 20


def test_the_page_costs_the_same_with_one_address_and_with_many(
    client, alice, care, invoice, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(alice)
    with django_assert_max_num_queries(12) as few:
        client.get(address_of(invoice))
    for number in range(5):
        make_address(organisation=care, name_line_1=f"Haus {number}")
        make_address(person=alice)
    with django_assert_num_queries(len(few)):
        client.get(address_of(invoice))


# Somebody who is in already: F2


def test_the_second_click_leads_to_the_booking_that_exists(client, post):
    offer = make_offer(method="free")
    first = post(offer)

    second = post(offer)

    assert second["Location"] == first["Location"]
    number = BookingOrder.objects.get().number
    assert says(client.get(second["Location"]), f"You are already booked: {number}")


def test_going_back_or_a_second_tab_leads_there_too(client, post):
    offer, other = make_offer(method="free"), None
    other = make_offer(offer.resource, method="code")
    booked = post(offer)["Location"]

    assert client.get(address_of(offer))["Location"] == booked
    assert client.get(address_of(other))["Location"] == booked
    assert post(other, code="AARE-2026")["Location"] == booked
    assert BookingOrder.objects.count() == 1


def test_the_second_click_with_a_used_up_code_is_no_error(post):
    offer = make_offer(method="code")
    AccessCode.objects.update(usage_limit=1)
    first = post(offer, code="AARE-2026")

    assert post(offer, code="AARE-2026")["Location"] == first["Location"]
    assert AccessCode.objects.get().uses == 1


def test_who_was_entered_by_hand_is_told_so_on_the_info_page(client, post, alice):
    offer = make_offer(method="free")
    enter_by_hand(offer.resource, alice)

    answer = client.get(address_of(offer))

    assert answer["Location"] == offer.resource.get_absolute_url()
    assert says(client.get(answer["Location"]), "You already take part in this course.")
    assert not BookingOrder.objects.exists()


def test_after_a_declined_booking_one_can_book_again(post, alice):
    offer = make_offer(method="free")
    order = book(offer, alice)
    Participation.objects.filter(order=order).update(status="declined")
    LearningResource.objects.update(seats_taken=0)

    post(offer)

    assert BookingOrder.objects.count() == 2


# Refused before and after the form


@pytest.mark.parametrize(
    ("terms", "status", "sentence"),
    [
        ({"valid_until": -HOUR}, "confirmed", "This offer has ended. Nothing was booked."),
        ({"valid_from": HOUR}, "confirmed", "This offer opens on"),
        ({}, "finished", "This course cannot be booked at the moment."),
    ],
)
def test_what_cannot_be_booked_now_is_said_with_a_way_out(post, client, terms, status, sentence):
    terms = {name: timezone.now() + by for name, by in terms.items()}
    offer = make_offer(make_resource(status=status), method="free", **terms)

    page = client.get(address_of(offer))
    assert says(page, sentence, 'href="/catalog/"', "Find a course")
    assert not says(page, 'method="post" novalidate')
    assert refused_in_the_form(post(offer), sentence)
    assert nothing_was_booked()


def test_a_full_course_is_said_before_and_after_the_form(post, client, charlie):
    offer = make_offer(make_resource("Wound care", max_participants=1), method="free")
    book(offer, charlie)

    assert says(client.get(address_of(offer)), "is fully booked. Nothing was booked.")
    assert refused_in_the_form(post(offer), "is fully booked. Nothing was booked.")
    assert BookingOrder.objects.count() == 1


def test_a_seat_that_only_a_lapsed_hold_takes_can_be_booked(post, client, charlie):
    offer = make_offer(make_resource(max_participants=1), method="free", confirmation=True)
    held = book(offer, charlie)
    Participation.objects.filter(order=held).update(confirm_until=timezone.now() - HOUR)

    assert "form" in client.get(address_of(offer)).context
    post(offer)

    assert Participation.objects.live().get().order.person.first_name == "Alice"
    assert BookingOrder.objects.get(pk=held.pk).status == "cancelled"


@pytest.mark.parametrize(
    "change", [{"deleted_at": timezone.now()}, {"external": False, "internal": False}]
)
def test_an_offer_taken_away_meanwhile_is_said_and_books_nothing(post, change):
    offer = make_offer(method="free")
    Offer.objects.filter(pk=offer.pk).update(**change)

    page = post(offer)

    assert page.status_code == 404
    assert says(page, "This offer is no longer there. Nothing was booked.", "Find a course")
    assert nothing_was_booked()


# The price and the terms one saw: F24


def test_a_changed_price_asks_again_and_keeps_what_was_typed(post, invoice):
    seen = invoice.terms_seen
    Offer.objects.update(price=Decimal("520.00"))

    page = post(invoice, seen=seen, po_number="4500-1", **group("other"), address="other")

    assert refused_in_the_form(page, "It was CHF\xa0490.00 and is now CHF\xa0520.00.")
    assert says(page, "Was CHF\xa0490.00.", 'value="4500-1"', 'value="Stiftung Lindenhof"')
    assert says(page, 'value="520.00|CHF|yes|120.00|14"')
    assert nothing_was_booked()


def test_after_looking_at_the_new_price_the_same_click_books_it(post, invoice):
    Offer.objects.update(price=Decimal("520.00"))
    invoice.refresh_from_db()

    post(invoice, address=str(BillingAddress.objects.get().pk))

    assert BookingOrder.objects.get().price == Decimal("520.00")


def test_changed_cancellation_terms_ask_again(post, invoice):
    Offer.objects.update(cancellation_fee=Decimal("200.00"))
    address = str(BillingAddress.objects.get().pk)

    page = post(invoice, address=address)

    assert refused_in_the_form(page, "The cancellation terms have changed", "CHF\xa0200.00")
    assert nothing_was_booked()


def test_a_changed_price_is_said_beside_other_mistakes(post, invoice):
    Offer.objects.update(price=Decimal("520.00"))

    page = post(invoice, address="other", **group("other", city=""))

    assert refused_in_the_form(page, "Nothing has been booked yet.", "is now CHF\xa0520.00")
    assert nothing_was_booked()


@pytest.mark.parametrize(
    "seen", ["", "0.00|CHF|yes|120.00|14", "NaN|CHF|yes||", "1e99|CHF", "x", "1|<script>", "|||||"]
)
def test_forged_terms_book_nothing(post, invoice, seen):
    address = str(BillingAddress.objects.get().pk)

    page = post(invoice, address=address, seen=seen)

    assert refused_in_the_form(page, "Check the summary and book again")
    assert not says(page, "<script>1")
    assert nothing_was_booked()
