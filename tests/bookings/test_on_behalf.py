"""A manager books for somebody of their people, and for nobody else."""

import pytest
from django.urls import reverse

from accounts.models import Message
from bookings.models import BookingOrder
from tests.bookings.pages import address_of, nothing_was_booked, says
from tests.cast import book, make_address, make_offer, make_person, make_resource


@pytest.fixture
def offer(care):
    return make_offer(make_resource("Wound care"), method="free", organisations=(care,))


@pytest.fixture
def desk(client, line_manager):
    client.force_login(line_manager)
    return client


def people(offer) -> str:
    return reverse("bookings:book_for", kwargs={"slug": offer.resource.slug, "offer": offer.pk})


def test_the_way_leads_from_the_course_over_the_people(desk, offer, alice, charlie):
    page = desk.get(offer.resource.get_absolute_url())
    assert says(page, "Book for somebody else…")

    choose = reverse("catalog:choose", kwargs={"slug": offer.resource.slug})
    page = desk.get(choose, {"offer": offer.pk, "for": "other"}, follow=True)

    assert says(page, "alice@example.org", f"?for={alice.pk}")
    assert not says(page, "charlie@example.org")


def test_people_are_found_by_the_beginning_of_their_names(desk, offer, care, alice):
    make_person("Zora", "user", care)
    page = desk.get(people(offer), {"q": "zor"})
    assert says(page, "zora@example.org")
    assert not says(page, "alice@example.org")


def test_the_person_is_booked_and_told(desk, offer, alice, line_manager):
    url = f"{address_of(offer)}?for={alice.pk}"
    assert says(desk.get(url), "You book for Alice")

    page = desk.post(url, {"seen": offer.terms_seen}, follow=True)

    order = BookingOrder.objects.get()
    assert (order.person, order.booked_by) == (alice, line_manager)
    assert page.redirect_chain == [(f"/planner/orders/{order.number}/", 302)]
    mail = Message.objects.get(event="added")
    assert (mail.person, mail.context["booked_by"]) == (alice, str(line_manager))


def test_what_waits_for_confirmation_says_so(desk, alice, care):
    offer = make_offer(method="free", organisations=(care,), confirmation=True)
    desk.post(f"{address_of(offer)}?for={alice.pk}", {"seen": offer.terms_seen})
    assert Message.objects.get().event == "added_pending"


def test_private_addresses_stay_private(desk, alice, care):
    own = make_address(person=alice, name_line_1="Alice at home")
    shared = make_address(organisation=care, name_line_1="Spital Thurmatt AG")
    offer = make_offer(method="invoice", organisations=(care,))
    url = f"{address_of(offer)}?for={alice.pk}"

    page = desk.get(url)
    assert says(page, "Spital Thurmatt AG")
    assert not says(page, "Alice at home")
    assert not says(page, "New personal address")

    desk.post(url, {"seen": offer.terms_seen, "address": own.pk})
    assert not BookingOrder.objects.exists()
    desk.post(url, {"seen": offer.terms_seen, "address": shared.pk})
    assert BookingOrder.objects.get().address.billing_address == shared


def test_who_is_in_already_is_named(desk, offer, alice):
    book(offer, alice)
    page = desk.get(f"{address_of(offer)}?for={alice.pk}", follow=True)
    assert says(page, "Alice Ämmerli already takes part in this course. Nothing was booked.")


@pytest.mark.parametrize("wanted", ["charlie", "999999", "x", "-1", "1" * 40])
def test_nobody_elses_people_are_booked(desk, offer, request, wanted):
    pk = request.getfixturevalue(wanted).pk if wanted == "charlie" else wanted
    url = f"{address_of(offer)}?for={pk}"
    assert desk.get(url).status_code == 404
    assert desk.post(url, {"seen": offer.terms_seen}).status_code == 404
    assert nothing_was_booked()


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "admin"])
def test_who_manages_nobody_books_for_nobody(client, offer, request, care, who):
    other = make_person("Zora", "user", care)
    client.force_login(request.getfixturevalue(who))
    assert client.get(people(offer)).status_code == 404
    assert client.get(f"{address_of(offer)}?for={other.pk}").status_code == 404
    assert not says(client.get(offer.resource.get_absolute_url()), "somebody else")


def test_a_visitor_is_asked_to_sign_in(client, offer):
    assert client.get(people(offer)).status_code == 302
