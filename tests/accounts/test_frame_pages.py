"""The frame around every page: who sees which room, what stands on pages for the lost."""

import re

import pytest
from django.urls import path
from django.views.defaults import server_error

from config.urls import urlpatterns as addresses
from tests import house

pytestmark = pytest.mark.django_db


def rooms(client) -> list[str]:
    page = client.get("/nowhere/").content.decode()
    bar = page[page.index('<ul class="kb-nav">') : page.index("</nav>")]
    return re.findall(r">([^<>]+)</a>", bar)


def test_visitor_has_the_catalog_only(client):
    assert rooms(client) == ["Catalog"]


@pytest.mark.parametrize(
    ("who", "theirs"),
    [
        ("alice", ["Catalog", "My bookings"]),
        ("bob", ["Catalog", "My bookings", "Course Planner"]),
        ("line_manager", ["Catalog", "My bookings", "Course Planner"]),
        ("admin", ["Catalog", "My bookings", "Course Planner", "Organisations"]),
    ],
)
def test_person_has_the_rooms_of_their_roles(client, request, who, theirs):
    client.force_login(request.getfixturevalue(who))
    assert rooms(client) == theirs


def test_line_manager_is_led_to_the_orders(client, line_manager):
    client.force_login(line_manager)
    assert 'href="/planner/orders/"' in client.get("/nowhere/").content.decode()


def test_room_one_is_in_is_marked(client):
    page = client.get("/catalog/").content.decode()
    assert '<a href="/catalog/" aria-current="page">' in page


def test_address_that_does_not_exist_is_answered_in_the_look_of_the_house(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "<h1>This page does not exist.</h1>" in page
    assert "?next=%2Fnowhere%2F" in page


def test_form_without_its_token_is_refused_with_the_way_out():
    from django.test import Client  # the fixture's client checks no tokens

    answer = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Please send the form again." in answer.content.decode()


def test_page_that_broke_needs_neither_person_nor_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Something broke on our side." in answer.content.decode()


def refuse(request):
    from django.core.exceptions import PermissionDenied  # a view of this test only

    raise PermissionDenied


urlpatterns = [*addresses, path("refused/", refuse)]


@pytest.mark.urls(__name__)
def test_page_that_is_not_allowed_says_so(client):
    answer = client.get("/refused/")
    assert answer.status_code == 403
    assert "You may not do this here." in answer.content.decode()


def test_frame_asks_the_database_little(client, django_assert_max_num_queries, bob):
    client.force_login(bob)
    client.get("/nowhere/")
    with django_assert_max_num_queries(6):
        client.get("/nowhere/")


def test_pages_allow_no_script_and_style_but_ours(client):
    policy = client.get("/nowhere/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "object-src 'none'" in policy


@pytest.mark.parametrize("page", house.templates(), ids=house.told)
def test_template_brings_no_script_or_style_of_its_own(page):
    """What a search engine reads is no script, though it stands between the same tags."""
    source = page.read_text().replace('<script type="application/ld+json">', "")
    inline = re.findall(r"<script(?![^>]*\bsrc=)|\son\w+=\"|javascript:|\sstyle=\"", source)
    assert inline == []
    if "emails" not in page.parts:
        assert "<style" not in source


def test_every_picture_and_file_of_a_page_is_ours(client):
    page = client.get("/nowhere/").content.decode()
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
