"""Booking through the pages: what is shown, what one click does, and what is refused how."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import BillingAddress
from bookings.models import BookingOrder, OrderAddress, Participation
from catalog.models import AccessCode, LearningResource, Offer
from tests.cast import (
    book,
    enter_by_hand,
    make_address,
    make_code,
    make_offer,
    make_resource,
)

HOUR = timedelta(hours=1)
TYPED = {
    "name_line_1": "Stiftung Lindenhof",
    "name_line_2": "Wohngruppe Süd",
    "address_line_1": "Rosenbergstrasse",
    "house_number": "114",
    "zip": "9400",
    "city": "Rorschach",
    "country": "CH",
}


def address_of(offer: Offer) -> str:
    return reverse("bookings:book", kwargs={"slug": offer.resource.slug, "offer": offer.pk})


def group(name: str, **fields: str) -> dict[str, str]:
    """A typed address as the form posts it."""
    return {f"{name}_{key}": value for key, value in (TYPED | fields).items()}


@pytest.fixture
def post(client, alice):
    """Alice's click on the page of an offer."""
    client.force_login(alice)

    def click(offer, **answers):
        return client.post(address_of(offer), {"seen": offer.terms_seen} | answers)

    return click


@pytest.fixture
def invoice(alice, care):
    """An offer on invoice, and an address of Alice's organisation to choose."""
    make_address(organisation=care, name_line_1="Spital Thurmatt AG", customer_number="")
    return make_offer(make_resource("Projektführung"), method="invoice")


def nothing_was_booked() -> bool:
    """No order, no seat, no address beside those on file."""
    return not (
        BookingOrder.objects.exists()
        or Participation.objects.exists()
        or LearningResource.objects.filter(seats_taken__gt=0).exists()
        or BillingAddress.objects.filter(person=None, organisation=None).exists()
    )


def says(page, *sentences: str) -> bool:
    text = page.content.decode()
    return all(sentence in text for sentence in sentences)


def refused_in_the_form(page, *sentences: str) -> bool:
    return page.status_code == 200 and says(page, "<title>Error: ", 'role="alert"', *sentences)


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
    signed_in = client.post(
        answer["Location"],
        {"login": alice.email, "password": "correct horse battery", "next": address_of(offer)},
    )
    assert signed_in["Location"] == address_of(offer) or "confirm" in signed_in["Location"]


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


def test_booking_stays_within_twenty_statements(alice, invoice, django_assert_max_num_queries):
    address = make_address(person=alice)
    with django_assert_max_num_queries(20):
        book(invoice, alice, address=address, po_number="1", comment="2")


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

    assert client.get(address_of(offer)).status_code == 200
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


# Access codes


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("wrong", "Wrong access code. Nothing has been booked."),
        ("", "Enter the access code."),
        ("   ", "Enter the access code."),
        ("x" * 65, "At most 64 characters fit here, and these are 65."),
        ("x" * 100_000, "At most 64 characters fit here"),
        ("AARE\n2026", "This is one line"),
        ("AARE-2026\x00", "Null characters are not allowed."),
    ],
)
def test_a_wrong_code_opens_nothing(post, code, sentence):
    page = post(make_offer(method="code"), code=code)

    assert refused_in_the_form(page, sentence, 'href="#id_code"', "is-invalid")
    assert nothing_was_booked()
    assert AccessCode.objects.get().uses == 0


@pytest.mark.parametrize("code", ["AARE-2026", "aare-2026", "  Aare-2026 "])
def test_the_right_code_opens_the_offer_however_it_is_typed(post, code):
    post(make_offer(method="code"), code=code)

    assert BookingOrder.objects.get().status == "done"
    assert AccessCode.objects.get().uses == 1


def test_codes_of_other_offers_expired_or_used_up_open_nothing(post):
    offer = make_offer(method="code")
    make_code(make_offer(method="free"), "OTHER")
    make_code(offer, "EXPIRED", expires_at=timezone.now() - HOUR)
    make_code(offer, "USED", usage_limit=2, uses=2)

    for code in ("OTHER", "EXPIRED", "USED"):
        assert refused_in_the_form(post(offer, code=code), "Wrong access code.")
    assert nothing_was_booked()


def test_a_code_in_the_address_is_not_read(client, alice):
    offer = make_offer(method="code")
    client.force_login(alice)

    page = client.get(address_of(offer), {"code": "AARE-2026"})

    assert not says(page, 'value="AARE-2026"')
    assert nothing_was_booked()


# Who receives the invoice


def chosen_address(page) -> str:
    return page.context["form"].chosen


def test_the_first_address_of_the_organisation_is_preselected(client, alice, root, invoice):
    own = make_address(person=alice, identifier="A")
    client.force_login(alice)

    page = client.get(address_of(invoice))
    assert chosen_address(page) == str(BillingAddress.objects.exclude(organisation=None).get().pk)

    BillingAddress.objects.exclude(organisation=None).delete()
    assert chosen_address(client.get(address_of(invoice))) == str(own.pk)

    own.delete()
    assert chosen_address(client.get(address_of(invoice))) == "other"


def test_addresses_on_offer_are_those_of_ones_organisations_all_above_and_ones_own(
    client, alice, charlie, root, tech, elsewhere, invoice
):
    make_address(organisation=root, name_line_1="Above")
    make_address(person=alice, name_line_1="Mine")
    make_address(organisation=tech, name_line_1="Beside")
    make_address(organisation=elsewhere, name_line_1="Elsewhere")
    make_address(person=charlie, name_line_1="Charlie’s")
    make_address(name_line_1="Proposal")
    make_address(person=alice, name_line_1="Inactive", is_active=False)
    client.force_login(alice)

    page = client.get(address_of(invoice))

    assert says(page, "Spital Thurmatt AG", "Above", "Mine")
    for name in ("Beside", "Elsewhere", "Charlie", "Proposal", "Inactive"):
        assert not says(page, name)


def test_an_address_on_file_is_frozen_into_the_order(post, invoice):
    post(invoice, address=str(BillingAddress.objects.get().pk), po_number="0012", comment="Bitte")

    order = BookingOrder.objects.get()
    assert (order.status, order.po_number, order.comment) == ("open", "0012", "Bitte")
    assert (order.address.source, order.address.organisation_identifier) == (
        "organisation",
        "bza-pflege",
    )


def test_another_organisation_s_address_becomes_a_proposal(post, invoice):
    post(invoice, address="other", **group("other"), **group("own", name_line_1="", country="??"))

    frozen = OrderAddress.objects.get()
    assert (frozen.source, frozen.identifier) == ("proposal", "Stiftung Lindenhof, Rorschach")
    assert (frozen.street, frozen.zip, frozen.country) == ("Rosenbergstrasse 114", "9400", "CH")
    kept = frozen.billing_address
    assert (kept.person, kept.organisation, kept.is_active) == (None, None, True)


def test_a_new_personal_address_is_kept_with_the_person(client, post, alice, invoice):
    post(invoice, address="own", **group("own", name_line_1="Alice Ämmerli 🎓"))

    kept = alice.billing_addresses.get()
    assert kept.name_line_1 == "Alice Ämmerli 🎓"
    assert OrderAddress.objects.get().source == "personal"
    again = make_offer(method="invoice")
    assert says(client.get(address_of(again)), "Alice Ämmerli 🎓")


@pytest.mark.parametrize("whose", ["charlie", "elsewhere", "inactive", "none"])
def test_an_address_that_is_not_one_s_own_is_refused(
    post, alice, charlie, elsewhere, invoice, whose
):
    pk = {
        "charlie": lambda: make_address(person=charlie).pk,
        "elsewhere": lambda: make_address(organisation=elsewhere).pk,
        "inactive": lambda: make_address(person=alice, is_active=False).pk,
        "none": lambda: "999999999999999999999999",
    }[whose]()

    page = post(invoice, address=str(pk))

    assert refused_in_the_form(page, "This billing address cannot be used any more.")
    assert nothing_was_booked()


def test_no_choice_of_address_is_refused(post, invoice):
    assert refused_in_the_form(post(invoice), "Choose who receives the invoice.")
    assert nothing_was_booked()


@pytest.mark.parametrize("field", ["name_line_1", "address_line_1", "city", "country"])
@pytest.mark.parametrize("kind", ["other", "own"])
def test_a_typed_address_needs_what_a_letter_needs(post, alice, invoice, kind, field):
    page = post(invoice, address=kind, po_number="4500-1", **group(kind, **{field: ""}))

    assert refused_in_the_form(page, "Nothing has been booked yet.", f'href="#id_{kind}_{field}"')
    assert says(page, 'value="4500-1"', 'value="Wohngruppe Süd"')
    assert nothing_was_booked()
    assert not alice.billing_addresses.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("address_line_1", "x" * 10_000, "At most 255 characters fit here, and these are 10000."),
        ("name_line_1", "Spital\nBcc: x@example.org", "This is one line"),
        ("name_line_2", "a\x07b", "This is one line"),
        ("city", "Z\u2028rich", "This is one line"),
        ("house_number", "1" * 17, "At most 16 characters"),
        ("zip", "94O1", "A ZIP of this country has 4 digits."),
        ("zip", "９４００", "A ZIP of this country has 4 digits."),
        ("country", "Schweiz", "Choose a country of the list."),
        ("country", "XX", "Choose a country of the list."),
    ],
)
def test_what_does_not_fit_an_address_is_said_at_its_field(post, invoice, field, value, sentence):
    page = post(invoice, address="other", **group("other", **{field: value}))

    assert refused_in_the_form(page, sentence, f'id="id_other_{field}_error"')
    assert nothing_was_booked()


def test_only_the_chosen_address_is_looked_at_and_the_other_is_not_lost(post, invoice):
    wrong = group("own", name_line_1="Lost\x07?", zip="x" * 99, country="XX")

    page = post(invoice, address="other", **group("other", city=""), **wrong)

    assert refused_in_the_form(page, 'value="Lost\x07?"')
    assert not says(page, 'id="id_own_zip_error"')


def test_a_country_is_offered_under_its_name_the_neighbours_first(client, alice, invoice):
    alice.language = "de"
    alice.save()
    client.force_login(alice)

    choices = (
        client.get(address_of(invoice)).context["form"].fields["other_country"].widget.choices
    )

    assert [code for code, _name in choices][:3] == ["CH", "DE", "AT"]
    assert dict(choices)["CH"] == "Schweiz"


# P.O. number and comment


def test_a_po_number_of_a_hundred_characters_fits_and_one_more_does_not(post, invoice):
    address = str(BillingAddress.objects.get().pk)

    page = post(invoice, address=address, po_number="9" * 101, comment="Kept")
    assert refused_in_the_form(page, "At most 100 characters fit here, and these are 101.", "Kept")
    assert nothing_was_booked()

    post(invoice, address=address, po_number="9" * 100)
    assert BookingOrder.objects.get().po_number == "9" * 100


def test_a_comment_is_bounded_and_a_line_break_counts_once(post, invoice):
    address = str(BillingAddress.objects.get().pk)

    page = post(invoice, address=address, comment="x" * 2001)
    assert refused_in_the_form(page, "At most 2000 characters fit here, and these are 2001.")
    assert refused_in_the_form(post(invoice, address=address, comment="a\x07b"), "Leave out")
    assert nothing_was_booked()

    post(invoice, address=address, comment="\r\n".join(["x" * 99] * 20))
    assert BookingOrder.objects.get().comment.count("\n") == 19


@pytest.mark.parametrize("text", ["=1+1", "0012", "1E5", "\u202eabc", "{{ 7 }}", "<b>x</b>"])
def test_text_is_kept_as_it_was_typed_and_shown_as_text(client, post, invoice, text):
    address = str(BillingAddress.objects.get().pk)

    booked = post(invoice, address=address, po_number=text)["Location"]

    assert BookingOrder.objects.get().po_number == text
    assert not says(client.get(booked), "<b>x</b>")


# An invoice over nothing


def test_an_invoice_over_nothing_asks_no_address_and_is_done(client, post, alice):
    free = {"price": 0, "cancellation_fee": None, "free_until_days": None}
    offer = make_offer(method="invoice", **free)

    page = client.get(address_of(offer))
    assert not says(page, "Who receives the invoice?")
    assert not says(page, "Order for a fee")

    post(offer, po_number="7")
    order = BookingOrder.objects.get()
    assert (order.status, order.po_number) == ("done", "7")
    assert not OrderAddress.objects.exists()
