"""The catalog as a page: search, filters, cards, paging."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Setting
from catalog.models import LearningResource
from tests.cast import book, make_offer, make_resource, make_subject
from tests.catalog.pages import shown, words

pytestmark = pytest.mark.django_db
INDEX = "/catalog/"


def titles(response) -> list[str]:
    assert response.status_code == 200
    return re.findall(r'stretched-link" href="[^"]*">([^<]*)<', response.content.decode())


def chips(response) -> list[str]:
    found = re.findall(r'kb-chip"[^>]*>(.*?)<svg', response.content.decode(), re.DOTALL)
    return [words(chip) for chip in found]


def test_the_addresses_are_those_outside_programs_know(root):
    assert reverse("catalog:index") == INDEX
    resource = make_resource("Für Ärzte")
    assert resource.get_absolute_url() == f"/catalog/fur-arzte-{resource.pk}/"


def test_visitor_and_member_see_each_what_is_for_them(client, alice, care):
    make_offer(make_resource("For all"))
    make_offer(make_resource("For Pflege"), external=False, organisations=(care,))

    assert titles(client.get(INDEX)) == ["For all"]
    client.force_login(alice)
    assert titles(client.get(INDEX)) == ["For all", "For Pflege"]


def test_cards_stand_by_priority_then_begin_then_title(client):
    first = {"begin": date(2027, 3, 1)}
    for title, fields in [
        ("Zebra", first),
        ("Äpfel", first),
        ("Any time", {"begin": None, "end": None}),
        ("Later", {"begin": date(2027, 4, 1)}),
        ("On top", {"begin": date(2027, 5, 1), "priority": 1000}),
    ]:
        make_offer(make_resource(title, **fields))

    assert titles(client.get(INDEX)) == ["On top", "Äpfel", "Zebra", "Later", "Any time"]


def test_card_tells_date_price_place_and_seats(client):
    make_offer(
        make_resource(
            begin=date(2027, 1, 12),
            end=date(2027, 3, 16),
            location="Olten",
            language="Deutsch",
            format="classroom",
            teaser="Clean, cover, document.",
            max_participants=20,
            seats_taken=17,
        ),
        method="invoice",
        price=1290,
    )
    told = shown(client.get(INDEX))
    for text in (
        "12 Jan", "2027, Tue", "until 16 March 2027", "Olten", "Deutsch · Classroom",
        "Clean, cover, document.", "CHF 1,290", "3 seats left",
    ):  # fmt: skip
        assert text in told


def test_card_without_a_begin_says_any_time_and_how_much_work(client):
    make_offer(make_resource(kind="course", begin=None, end=None, workload="2 hours"))
    told = shown(client.get(INDEX))
    assert "Any time" in told
    assert "2 hours" in told


@pytest.mark.parametrize(
    ("maximum", "taken", "text"),
    [
        (30, 4, "26 free seats"),
        (30, 25, "5 seats left"),
        (30, 29, "1 seat left"),
        (30, 30, "Fully booked"),
        (10, 12, "Fully booked"),
    ],
)
def test_card_tells_the_number_of_free_seats_where_there_is_a_maximum(
    client, maximum, taken, text
):
    make_offer(make_resource(max_participants=maximum, seats_taken=taken))
    assert text in shown(client.get(INDEX))


def test_card_tells_nothing_of_seats_where_there_is_no_maximum(client):
    make_offer(make_resource(seats_taken=400))
    assert "kb-seats" not in client.get(INDEX).content.decode()


def test_few_seats_are_what_the_setting_says(client):
    make_offer(make_resource(max_participants=8))
    assert "8 free seats" in shown(client.get(INDEX))
    Setting.objects.create(pk=1, few_seats=8)
    assert "8 seats left" in shown(client.get(INDEX))


def test_card_says_booked_to_whoever_is_in_and_to_nobody_else(client, alice, charlie):
    offer = make_offer(make_resource(max_participants=2))
    book(offer, alice)

    client.force_login(alice)
    assert "Booked" in shown(client.get(INDEX))
    client.force_login(charlie)
    assert "Booked" not in shown(client.get(INDEX))
    assert "1 seat left" in shown(client.get(INDEX))


def test_card_says_pending_to_whoever_waits_for_the_confirmation(client, alice):
    book(make_offer(make_resource(max_participants=2), confirmation=True), alice)
    client.force_login(alice)
    told = shown(client.get(INDEX))
    assert "Pending" in told
    assert "Booked" not in told


def test_texts_of_planners_are_escaped(client):
    make_offer(make_resource("<script>alert(1)</script>", teaser="<b>bold</b>", location="<i>"))
    page = client.get(INDEX).content.decode()
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert "<i>" not in page


# Search and filters


def test_search_keeps_the_filters_and_filters_keep_the_search(client):
    page = client.get(INDEX, {"q": "wound", "type": "free"}).content.decode()
    search, facets = page.split('id="filters"')
    assert '<input type="hidden" name="type" value="free">' in search
    assert '<input type="hidden" name="q" value="wound">' in facets


def test_search_finds_by_the_beginning_of_every_word(client):
    make_offer(make_resource("Büroorganisation"))
    make_offer(make_resource("Wound care"))
    assert titles(client.get(INDEX, {"q": "buero"})) == ["Büroorganisation"]
    assert titles(client.get(INDEX, {"q": "wo ca"})) == ["Wound care"]


def test_filter_by_offer_type_takes_any_of_those_chosen(client):
    for method in ("free", "code", "invoice"):
        make_offer(make_resource(method), method=method)

    assert titles(client.get(INDEX, {"type": ["code"]})) == ["code"]
    assert titles(client.get(INDEX, {"type": ["code", "free"]})) == ["code", "free"]


def test_filter_by_offer_type_counts_only_offers_the_reader_may_see(client, alice, care):
    resource = make_resource()
    make_offer(resource, method="invoice")
    make_offer(resource, method="free", external=False, organisations=(care,))
    make_offer(resource, method="code", valid_until=timezone.now() - timedelta(days=1))

    assert titles(client.get(INDEX, {"type": "free"})) == []
    assert titles(client.get(INDEX, {"type": "code"})) == []
    client.force_login(alice)
    assert titles(client.get(INDEX, {"type": "free"})) == ["Wound care"]


def test_filter_by_subject_means_all_below_it(client):
    law = make_subject("Law", "Recht")
    labour = make_subject("Labour law", "Arbeitsrecht", law)
    make_offer(make_resource("Contracts", subjects=(law,)))
    make_offer(make_resource("Dismissal", subjects=(labour,)))
    make_offer(make_resource("Knitting"))

    assert titles(client.get(INDEX, {"subject": law.pk})) == ["Contracts", "Dismissal"]
    assert titles(client.get(INDEX, {"subject": labour.pk})) == ["Dismissal"]


def test_filter_shows_only_what_has_free_seats(client):
    make_offer(make_resource("Full", max_participants=1, seats_taken=1))
    make_offer(make_resource("Open", max_participants=1))
    assert titles(client.get(INDEX, {"seats": "free"})) == ["Open"]


def test_filters_hold_together(client):
    law = make_subject("Law")
    make_offer(make_resource("Right", subjects=(law,)), method="code")
    make_offer(make_resource("Right too", subjects=(law,)), method="free")
    make_offer(make_resource("Right not"), method="code")
    asked = {"q": "right", "type": "code", "subject": law.pk, "seats": "free"}
    assert titles(client.get(INDEX, asked)) == ["Right"]


def test_chosen_filters_are_told_and_each_can_be_taken_away(client):
    response = client.get(INDEX, {"q": "wound", "type": ["free", "code"], "seats": "free"})
    assert chips(response) == [
        "Remove search: wound",
        "Remove filter: Seats: Only with free seats",
        "Remove filter: Offer type: Freely available",
        "Remove filter: Offer type: Access code",
    ]
    page = response.content.decode()
    assert 'href="?q=wound&amp;type=code&amp;seats=free"' in page
    assert 'href="?type=free&amp;type=code&amp;seats=free"' in page


def test_chosen_boxes_are_ticked(client):
    page = client.get(INDEX, {"type": "code"}).content.decode()
    boxes = re.findall(r'<input class="form-check-input"[^>]*>', page)
    assert [box for box in boxes if "checked" in box] == [box for box in boxes if '"code"' in box]


@pytest.mark.parametrize(
    "query",
    [
        "?type=shells",
        "?type=shells&type=free",
        "?subject=999999",
        "?subject=law&subject=",
        "?subject=%00",
        "?seats=all",
        "?colour=red&page=3&sort=-password",
        "?type=free&type=free&type=free",
        "?cursor=after.broken",
        "?cursor=%00",
        "?cursor=before." + "A" * 2000,
        "?q=+++",
    ],
)
def test_unknown_names_and_values_are_harmless(client, query):
    make_offer()
    response = client.get(INDEX + query)
    assert titles(response) == ["Wound care"]
    assert len(chips(response)) <= 1


def test_ten_thousand_percent_signs_find_nothing_and_do_no_harm(client):
    make_offer()
    response = client.get(INDEX, {"q": "%" * 10_000})
    assert titles(response) == []
    assert "Nothing found" in shown(response)
    assert chips(response) == ["Remove search: " + "%" * 29 + "…"]
    assert f'value="{"%" * 200}"' in response.content.decode()


def test_nothing_is_changed_by_looking(client):
    assert client.post(INDEX).status_code == 405


# Nothing to show


def test_nothing_found_says_so_and_offers_to_widen(client):
    make_offer()
    told = shown(client.get(INDEX, {"q": "knitting"}))
    assert "0 results" in told
    assert "Nothing found" in told
    assert "Show everything" in told


def test_empty_catalog_asks_visitors_to_sign_in(client, charlie, care):
    make_offer(external=False, organisations=(care,))
    assert "Sign in to see what your organisation offers" in shown(client.get(INDEX))

    client.force_login(charlie)
    told = shown(client.get(INDEX))
    assert "No course is published for you at the moment" in told
    assert "Wound care" not in told


# Paging


@pytest.fixture
def fifty(root):
    for number in range(50):
        make_offer(make_resource(f"Course {number:02}"))


def turn(client, response, label: str):
    page = response.content.decode()
    found = re.search(rf'href="(\?[^"]*)"[^>]*aria-label="{label}"', page)
    return client.get(INDEX + found[1].replace("&amp;", "&")) if found else None


def test_pages_are_turned_forth_and_back(client, fifty):
    first = client.get(INDEX)
    assert "50 results" in shown(first)
    second = turn(client, first, "Next page")
    third = turn(client, second, "Next page")
    assert [len(titles(page)) for page in (first, second, third)] == [24, 24, 2]
    every = [title for page in (first, second, third) for title in titles(page)]
    assert every == [f"Course {number:02}" for number in range(50)]

    assert titles(turn(client, third, "Previous page")) == titles(second)
    assert titles(turn(client, third, "First page")) == titles(first)
    assert len(titles(turn(client, first, "Last page"))) == 24
    assert turn(client, first, "Previous page") is None
    assert turn(client, third, "Next page") is None


def test_turning_a_page_keeps_search_and_filters(client, fifty):
    second = turn(client, client.get(INDEX, {"q": "course", "type": "free"}), "Next page")
    assert chips(second) == [
        "Remove search: course",
        "Remove filter: Offer type: Freely available",
    ]
    assert len(titles(second)) == 24


def test_a_page_begins_where_the_last_one_ended_also_if_a_course_came_before(client, fifty):
    first = client.get(INDEX)
    make_offer(make_resource("Course 00a"))
    assert titles(turn(client, first, "Next page"))[0] == "Course 24"


# Cost


@pytest.mark.parametrize("number", [1, 50])
def test_visitors_page_costs_the_same_at_every_size(client, django_assert_num_queries, number):
    law = make_subject("Law")
    for place in range(number):
        resource = make_resource(f"Course {place}", subjects=(law,), max_participants=3)
        make_offer(resource)
        make_offer(resource, method="invoice")

    with django_assert_num_queries(5):
        client.get(INDEX)
    with django_assert_num_queries(5):
        client.get(INDEX, {"q": "cou", "type": "free", "subject": law.pk, "seats": "free"})


@pytest.mark.parametrize("number", [1, 50])
def test_members_page_costs_the_same_at_every_size(
    client, alice, care, django_assert_num_queries, number
):
    for place in range(number):
        resource = make_resource(f"Course {place}", max_participants=3)
        book(make_offer(resource, external=False, organisations=(care,)), alice)
    client.force_login(alice)

    with django_assert_num_queries(11):
        response = client.get(INDEX)
    assert "Booked" in shown(response)
    assert LearningResource.objects.count() == number
