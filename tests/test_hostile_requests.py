"""Whatever is asked of it, the house answers with a page or a refusal; it never crashes."""

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from bookings.models import BookingOrder
from tests.cast import book, make_address, make_offer, make_order, make_resource

LISTS = [
    "catalog:export",
    "catalog:index",
    "bookings:index",
    "bookings:export",
    "courseplanner:index",
    "courseplanner:index_export",
    "courseplanner:orders",
    "courseplanner:export",
    "courseplanner:accounting",
]
ODD = [
    {"sort": "person__password"},
    {"sort": "-price__lt"},
    {"sort": "-" * 5000},
    {"cursor": "after.x.y"},
    {"cursor": "\x00"},
    {"cursor": "last"},
    {"preset": "' OR 1=1 --"},
    {"q": "%" * 10_000},
    {"q": "_" * 10_000},
    {"q": "\x00"},
    {"q": "a" * 100_000},
    {"q": "\u202e{{7*7}}{% include %}"},
    {"q": "💥 ＝１ \u200b"},
    {"status": "nonsense"},
    {"status": ["open"] * 500},
    {"method": "nonsense", "offer": "-1", "subject": "9" * 40, "type": "x", "seats": "y"},
    {"subject": "-1"},
    {"subject": "١"},
    {"place": "%" * 10_000, "author": "\x00", "language": ["x"] * 500, "format": "y", "kind": "z"},
    {"from": "%" * 10_000, "until": "\x00", "layout": "carousel"},
    {"from": "2027-05-01", "until": "2027-01-01", "layout": "list"},
    {"columns": "person__password"},
    {"columns": "all", "page": "-1", "page_size": "1000000000"},
    {"chooser": "../../etc/passwd"},
]


@pytest.fixture
def everything(alice, bob, admin, root):
    """Something of everything, so that there would be something to leak."""
    resource = make_resource("Wundversorgung", max_participants=5)
    return book(make_offer(resource, method="invoice", confirmation=True), alice)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", ODD, ids=lambda query: str(query)[:40])
def test_a_list_takes_any_question(client, everything, admin, name, query):
    client.force_login(admin)

    answer = client.get(reverse(name), query)

    assert answer.status_code == 200
    if answer.streaming:
        assert b"".join(answer.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize(
    "raw", ["q=%ED%A0%80", "q=%FF%FE", "status=%00", "cursor=%C3%28", "%5B%5D"]
)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_broken_bytes(client, everything, admin, name, raw):
    client.force_login(admin)

    assert client.get(f"{reverse(name)}?{raw}").status_code == 200


@pytest.mark.parametrize("accept", ["xx-" * 2000, "de;q=NaN", "\u0000", "../../de", "*"])
def test_the_language_asked_for_is_one_of_ours(client, everything, accept):
    page = client.get("/catalog/", headers={"accept-language": accept})

    assert page.status_code == 200
    assert page["Content-Language"] in {"de", "en"}


# Other people's things


@pytest.mark.parametrize(
    "path",
    [
        "/bookings/{number}/",
        "/bookings/{number}/booked/",
        "/bookings/{number}x/",
        "/bookings/KB-2026-999999-9/",
        "/bookings/%00/",
        "/planner/orders/{number}/",
        "/planner/orders/{number}/confirm/",
        "/planner/implementations/{implementation}/",
        "/planner/implementations/99999999999999999999/",
        "/planner/implementations/{implementation}/orders/export.xlsx",
    ],
)
@pytest.mark.parametrize("who", ["charlie", "dora"])
def test_what_is_not_yours_does_not_exist(client, everything, request, who, path):
    client.force_login(request.getfixturevalue(who))
    implementation = everything.resource.implementation.pk

    url = path.format(number=everything.number, implementation=implementation)

    assert client.get(url, follow=True).status_code == 404


@pytest.mark.parametrize(
    ("who", "path"),
    [
        *product(["alice", "charlie", "dora"], ["confirm", "decline", "paid", "open"]),
        *product(["line_manager", "education_manager"], ["paid", "open"]),
    ],
)
def test_nobody_else_decides_by_posting(client, everything, request, who, path):
    client.force_login(request.getfixturevalue(who))

    answer = client.post(f"/planner/orders/{everything.number}/{path}/", {"note": "x"})

    assert answer.status_code == 404
    everything.refresh_from_db()
    assert (everything.state, everything.participation.status) == ("open", "pending")


@pytest.mark.parametrize("offer", ["0", "99999999999999999999", "999999"])
def test_an_offer_that_is_none_is_not_booked(client, everything, alice, offer):
    client.force_login(alice)
    slug = everything.resource.slug

    assert client.post(f"/catalog/{slug}/book/{offer}/", {"seen": ""}).status_code == 404


def test_an_offer_under_another_course_is_not_booked(client, alice):
    offer, other = make_offer(make_resource("A")), make_resource("B")
    client.force_login(alice)

    url = reverse("bookings:book", kwargs={"slug": other.slug, "offer": offer.pk})

    assert client.post(url, {"seen": offer.terms_seen}).status_code == 404
    assert not BookingOrder.objects.exists()


@pytest.mark.parametrize(
    "address", ["-1", "0", "٣", "1e3", "9" * 40, "\x00", "other\n", "own;own", "[]", "' OR 1=1"]
)
def test_an_address_that_is_none_is_refused_and_nothing_is_lost(client, alice, address):
    offer = make_offer(make_resource("A"), method="invoice")
    make_address(person=alice)
    client.force_login(alice)
    url = reverse("bookings:book", kwargs={"slug": offer.resource.slug, "offer": offer.pk})

    typed = {"seen": offer.terms_seen, "address": address, "po_number": "4500-1", "comment": "Hi"}
    page = client.post(url, typed)

    assert not BookingOrder.objects.exists()
    assert 'value="4500-1"' in page.content.decode()


# Ways of asking


POSTED = [
    "/language/",
    "/theme/",
    "/catalog/columns/",
    "/catalog/layout/",
    "/bookings/columns/",
    "/planner/orders/columns/",
    "/planner/implementations/columns/",
    "/planner/orders/{number}/paid/",
    "/planner/orders/{number}/open/",
]


@pytest.mark.parametrize("path", POSTED)
def test_what_changes_something_is_posted(client, everything, admin, path):
    client.force_login(admin)

    assert client.get(path.format(number=everything.number)).status_code == 405


@pytest.mark.parametrize("path", [*POSTED, "/planner/orders/{number}/confirm/"])
def test_what_changes_something_comes_from_our_own_page(everything, admin, path):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(admin)

    assert stranger.post(path.format(number=everything.number)).status_code == 403
    everything.refresh_from_db()
    assert everything.state == "open"


def test_no_one_books_for_you_from_another_page(alice):
    offer = make_offer(make_resource("A"))
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(alice)
    url = reverse("bookings:book", kwargs={"slug": offer.resource.slug, "offer": offer.pk})

    assert stranger.post(url, {"seen": offer.terms_seen}).status_code == 403
    assert not BookingOrder.objects.exists()


@pytest.mark.parametrize("name", LISTS)
def test_a_page_answers_head_as_it_answers_get(client, everything, admin, name):
    client.force_login(admin)

    assert client.head(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)", "\r\nX: y"],
)
def test_the_way_back_stays_in_the_house(client, everything, alice, target):
    client.force_login(alice)

    for path, answer in (("/theme/", {"theme": "dark"}), ("/language/", {"language": "de"})):
        back = client.post(path, {**answer, "next": target})["Location"]
        assert back.startswith("/")
        assert not back.startswith(("//", "/\\"))


@pytest.mark.parametrize("size", [2_000, 20_000])
def test_a_form_of_thousands_of_fields_is_refused(client, alice, size):
    offer = make_offer(make_resource("A"))
    client.force_login(alice)
    url = reverse("bookings:book", kwargs={"slug": offer.resource.slug, "offer": offer.pk})

    answer = client.post(url, {f"field{number}": "x" for number in range(size)})

    assert answer.status_code == 400
    assert not BookingOrder.objects.exists()


# Text of people


MARKUP = '<script>alert(1)</script>{{7*7}}{% include "x" %}"onload="x'


def test_text_of_people_is_shown_as_text_everywhere(client, alice, bob):
    alice.first_name = MARKUP[:150]
    alice.save()
    offer = make_offer(make_resource("A"), method="invoice")
    order = book(offer, alice, comment=MARKUP, po_number=MARKUP)
    order.resource_title = MARKUP
    order.save()

    for person, path in (
        (alice, "/bookings/"),
        (alice, f"/bookings/{order.number}/"),
        (bob, "/planner/orders/"),
        (bob, f"/planner/orders/{order.number}/"),
    ):
        client.force_login(person)
        page = client.get(path).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "{{7*7}}" in page


def test_a_line_break_in_a_name_opens_no_header(client, alice, bob):
    order = make_order(alice)
    order.resource.title = "A\r\nSet-Cookie: x=1"
    order.resource.save()
    client.force_login(bob)

    run = order.resource.implementation.pk
    answer = client.get(f"/planner/implementations/{run}/orders/export.xlsx")

    assert "\n" not in answer["Content-Disposition"]
    assert "Set-Cookie" not in dict(answer.items())
