"""The info page: facts, timetable, offers, and the way to the booking."""

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.models import LearningResource
from courseplanner.models import Session
from tests.cast import book, enter_by_hand, make_offer, make_resource, make_subject
from tests.catalog.pages import shown

pytestmark = pytest.mark.django_db


def radios(response) -> list[str]:
    return re.findall(r'<input class="form-check-input" type="radio"[^>]*>', str(response.content))


def add_sessions(resource, number: int) -> None:
    Session.objects.bulk_create(
        Session(
            implementation=resource.implementation,
            date=resource.begin + timedelta(days=7 * week),
            start=time(13, 30),
            end=time(17),
            topic=f"Part {week}",
            place="Saal 3",
        )
        for week in reversed(range(number))
    )


@pytest.fixture
def resource(root) -> LearningResource:
    return make_resource(
        reference="WC-1",
        teaser="Clean, cover, document.",
        subjects=(make_subject("Care", "Pflege"),),
        begin=date(2027, 1, 12),
        end=date(2027, 3, 16),
        location="Olten, Haus Aare",
        authors="Dr. Annegret Fröhlich",
        language="Deutsch",
        format="classroom",
        workload="32 lessons",
        certification="Course certificate",
        description="First paragraph.\nSecond line.\n\nSecond paragraph.",
        objectives="clean a wound",
        requirements="A licence.",
        max_participants=20,
        seats_taken=17,
    )


@pytest.fixture
def url(resource) -> str:
    return resource.get_absolute_url()


def test_page_tells_the_facts(client, resource, url):
    make_offer(resource)
    add_sessions(resource, 1)
    told = shown(client.get(url))
    for text in (
        "Tuesday, 12 January 2027 , 13:30", "Tuesday, 16 March 2027", "Olten, Haus Aare",
        "3 seats left of 20", "Dr. Annegret Fröhlich", "Deutsch, Classroom", "32 lessons",
        "Course certificate", "WC-1", "Clean, cover, document.", "clean a wound", "A licence.",
    ):  # fmt: skip
        assert text in told


def test_texts_keep_their_paragraphs_and_are_escaped(client, resource, url):
    make_offer(resource, description="<u>offer</u>")
    LearningResource.objects.update(requirements="<script>alert(1)</script>\n\n<b>")
    page = client.get(url).content.decode()
    assert "<p>First paragraph.<br>Second line.</p>" in page
    assert "<p>Second paragraph.</p>" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<u>offer" not in page


def test_page_of_a_bare_course_has_no_empty_facts(client):
    offer = make_offer(make_resource(kind="course", begin=None, end=None))
    page = client.get(offer.resource.get_absolute_url()).content.decode()
    assert "<dt>" not in page
    assert "What it is about" not in page
    assert "kb-events" not in page


def test_timetable_stands_in_order(client, resource, url):
    make_offer(resource)
    add_sessions(resource, 3)
    told = shown(client.get(url))
    assert "3 dates" in told
    assert told.index("Part 0") < told.index("Part 1") < told.index("Part 2")
    assert "Tue 12 Jan 2027 13:30 – 17:00 Part 0 Saal 3" in told


def test_timetable_names_teachers_where_they_are_others_than_the_courses(client, resource, url):
    make_offer(resource)
    add_sessions(resource, 2)
    first, second = Session.objects.all()
    Session.objects.filter(pk=first.pk).update(teachers=resource.authors)
    Session.objects.filter(pk=second.pk).update(teachers="Sükrü Yıldırım")
    told = shown(client.get(url))
    assert told.count("Dr. Annegret Fröhlich") == 1
    assert "Part 1 Sükrü Yıldırım" in told


def test_offers_are_choices_with_price_description_and_terms(client, resource, url):
    make_offer(resource, method="invoice", price=1290, description="For partner hospitals.")
    make_offer(resource, method="code")
    response = client.get(url)
    told = shown(response)
    assert len(radios(response)) == 2
    for text in (
        "Choose an offer", "Invoice", "CHF 1,290.00", "For partner hospitals.", "Access code",
        "Cancellable free of charge until 29 December 2026", "14 days before the begin",
        "CHF 120.00 cancellation fee after that",
    ):  # fmt: skip
        assert text in told


def test_the_only_offer_is_chosen_already(client, resource, url):
    make_offer(resource)
    [radio] = radios(client.get(url))
    assert "checked" in radio


def test_closed_offers_are_shown_and_cannot_be_chosen(client, resource, url):
    make_offer(resource, valid_from=timezone.now() + timedelta(days=2))
    make_offer(resource, valid_until=timezone.now() - timedelta(days=2))
    response = client.get(url)
    assert all("disabled" in radio for radio in radios(response))
    told = shown(response)
    assert "Opens on" in told
    assert "Ended on" in told
    assert "Cannot be booked at the moment" in told
    assert "Find another course" in told


def test_full_course_says_so_and_points_elsewhere(client, resource, url):
    make_offer(resource)
    LearningResource.objects.update(seats_taken=20)
    told = shown(client.get(url))
    assert "Fully booked of 20" in told
    assert "Find another course" in told


def test_visitor_sees_external_offers_and_member_internal_ones_too(
    client, resource, url, alice, charlie, care
):
    make_offer(resource, method="invoice", description="For everybody.")
    make_offer(resource, external=False, organisations=(care,), description="For Pflege.")

    assert "For Pflege." not in shown(client.get(url))
    client.force_login(charlie)
    assert "For Pflege." not in shown(client.get(url))
    client.force_login(alice)
    told = shown(client.get(url))
    assert "For Pflege." in told
    assert "For everybody." in told


def test_what_one_may_not_see_is_not_found(client, resource, url, alice, charlie, care):
    make_offer(resource, external=False, organisations=(care,))
    assert client.get(url).status_code == 404
    client.force_login(charlie)
    assert client.get(url).status_code == 404
    client.force_login(alice)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    "slug",
    ["nothing", "0", "-1", "wound-care-999999", "1" * 30, "wound-care-" + "9" * 19, "9" * 5000],
)
def test_unknown_slugs_are_not_found(client, slug):
    assert client.get(f"/catalog/{slug}/").status_code == 404


def test_old_slug_leads_to_the_present_one(client, resource, url):
    make_offer(resource)
    LearningResource.objects.update(title="Wound care for beginners")
    response = client.get(url)
    assert response.status_code == 301
    assert response["Location"] == f"/catalog/wound-care-for-beginners-{resource.pk}/"
    assert response["Cache-Control"] == "no-cache"
    assert client.get(response["Location"]).status_code == 200


def test_old_slug_tells_nothing_to_whoever_may_not_see_the_page(client, resource, url, charlie):
    make_offer(resource, external=False)
    LearningResource.objects.update(title="Secret new title")
    client.force_login(charlie)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("title", ["中文课程", "!!!", "Ünïcödé"])
def test_every_title_has_an_address(client, root, title):
    offer = make_offer(make_resource(title))
    assert title in shown(client.get(offer.resource.get_absolute_url()))


# Already in


def test_whoever_is_in_sees_number_and_state_instead_of_the_offers(client, resource, url, alice):
    order = book(make_offer(resource, method="invoice"), alice)
    client.force_login(alice)
    response = client.get(url)
    told = shown(response)
    assert "You are booked" in told
    assert "Active" in told
    assert order.number in told
    assert f'href="{order.get_absolute_url()}"' in response.content.decode()
    assert radios(response) == []
    assert "kb-buybar" not in response.content.decode()


def test_whoever_waits_sees_that_the_booking_is_pending(client, resource, url, alice):
    book(make_offer(resource, confirmation=True), alice)
    client.force_login(alice)
    told = shown(client.get(url))
    assert "Your booking is pending" in told
    assert "You are booked" not in told


def test_whoever_was_entered_by_hand_sees_no_number(client, resource, url, alice):
    enter_by_hand(resource, alice)
    client.force_login(alice)
    told = shown(client.get(url))
    assert "entered for you" in told
    assert "Booking number" not in told


def test_the_course_is_linked_for_whoever_is_in(client, resource, url, alice, charlie):
    book(make_offer(resource), alice)
    LearningResource.objects.update(course_url="https://lms.example.org/1")
    client.force_login(alice)
    assert "https://lms.example.org/1" in client.get(url).content.decode()
    client.force_login(charlie)
    assert "https://lms.example.org/1" not in client.get(url).content.decode()


def test_another_persons_booking_is_not_shown(client, resource, url, alice, charlie):
    order = book(make_offer(resource), alice)
    client.force_login(charlie)
    told = shown(client.get(url))
    assert order.number not in told
    assert "Choose an offer" in told


def test_pages_of_members_are_kept_by_no_cache(client, resource, url, alice):
    make_offer(resource)
    assert "Cookie" in client.get(url)["Vary"]
    client.force_login(alice)
    assert "no-store" in client.get(url)["Cache-Control"]


# On to the booking


def booking_url(offer) -> str:
    return reverse("bookings:book", kwargs={"slug": offer.resource.slug, "offer": offer.pk})


def test_choosing_leads_to_the_booking(client, resource, url, alice):
    offer = make_offer(resource)
    client.force_login(alice)
    response = client.get(f"{url}book/", {"offer": offer.pk})
    assert response.status_code == 302
    assert response["Location"] == booking_url(offer) == f"{url}book/{offer.pk}/"


def test_visitor_signs_in_or_registers_on_the_way(client, resource, url):
    offer = make_offer(resource)
    assert "Sign in or register" in shown(client.get(url))
    response = client.get(f"{url}book/", {"offer": offer.pk})
    assert response["Location"] == f"/accounts/login/?next={booking_url(offer)}"


@pytest.mark.parametrize("chosen", ["", "x", "-1", "999999", "9" * 40, "\x00"])
def test_choosing_nothing_known_leads_back_with_a_word(client, resource, url, chosen):
    make_offer(resource)
    response = client.get(f"{url}book/", {"offer": chosen}, follow=True)
    assert response.redirect_chain == [(url, 302)]
    assert "choose an offer first" in shown(response)


def test_an_offer_of_another_course_or_not_for_me_cannot_be_chosen(
    client, resource, url, alice, tech
):
    make_offer(resource)
    elsewhere = make_offer(make_resource("Elsewhere"))
    foreign = make_offer(resource, external=False, organisations=(tech,))
    client.force_login(alice)
    for offer in (elsewhere, foreign):
        assert client.get(f"{url}book/", {"offer": offer.pk})["Location"] == url


def test_choosing_in_a_course_one_may_not_see_is_not_found(client, resource, url, charlie):
    offer = make_offer(resource, external=False)
    client.force_login(charlie)
    assert client.get(f"{url}book/", {"offer": offer.pk}).status_code == 404


# Cost


@pytest.mark.parametrize("number", [1, 3])
def test_visitors_info_page_costs_the_same_at_every_size(
    client, resource, url, django_assert_num_queries, number
):
    for _ in range(number):
        make_offer(resource, method="invoice")
    add_sessions(resource, number)
    with django_assert_num_queries(5):
        client.get(url)


@pytest.mark.parametrize("number", [1, 3])
def test_members_info_page_costs_the_same_at_every_size(
    client, resource, url, alice, care, django_assert_num_queries, number
):
    offers = [make_offer(resource, external=False, organisations=(care,)) for _ in range(number)]
    add_sessions(resource, number)
    book(offers[0], alice)
    client.force_login(alice)
    with django_assert_num_queries(10):
        client.get(url)
