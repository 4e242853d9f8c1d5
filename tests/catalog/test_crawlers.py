"""What search engines may read, are told, and never get to see."""

import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import Setting
from catalog import choices
from catalog.crawlers import structured, views
from catalog.models import LearningResource
from tests.cast import book, make_offer, make_resource, make_subject

pytestmark = pytest.mark.django_db
ROBOTS = '<meta name="robots" content="noindex">'


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://kurse.example"


def may_be_indexed(response) -> bool:
    """Header and page agree."""
    by_header = "X-Robots-Tag" not in response
    if "text/html" in response["Content-Type"]:
        assert by_header is (ROBOTS not in response.content.decode())
    return by_header


def data(response) -> dict:
    block = r'<script type="application/ld\+json">(.*?)</script>'
    [found] = re.findall(block, response.content.decode(), re.DOTALL)
    assert not {"<", ">", "&"}.intersection(found)
    return json.loads(found)


def addresses(client) -> list[str]:
    response = client.get("/sitemap.xml")
    assert response["Content-Type"].startswith("application/xml")
    tree = ElementTree.fromstring(b"".join(response.streaming_content))
    return [entry.text for entry in tree.iter(f"{{{views.SITEMAP}}}loc")]


# Who may index what


def test_what_is_published_for_everybody_may_be_indexed(client):
    resource = make_resource()
    make_offer(resource)
    assert may_be_indexed(client.get("/catalog/"))
    assert may_be_indexed(client.get(resource.get_absolute_url()))


def test_searches_and_filters_are_not_indexed(client):
    make_offer(make_resource())
    assert not may_be_indexed(client.get("/catalog/?q=wound"))
    assert not may_be_indexed(client.get("/catalog/?cursor=last"))
    assert not may_be_indexed(client.get("/catalog/export.xlsx"))


def test_what_a_member_sees_is_not_indexed(client, alice):
    resource = make_resource()
    order = book(make_offer(resource), alice)
    client.force_login(alice)
    for path in ("/catalog/", resource.get_absolute_url(), "/bookings/", order.get_absolute_url()):
        assert not may_be_indexed(client.get(path))


def test_what_is_over_is_not_indexed(client):
    resource = make_resource()
    make_offer(resource, valid_until=timezone.now() - timedelta(days=1))
    assert not may_be_indexed(client.get(resource.get_absolute_url()))


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/catalog/none-1/"])
def test_the_rest_of_the_house_is_not_indexed(client, path):
    assert not may_be_indexed(client.get(path))


def test_a_page_names_its_one_address_whatever_follows_it(client):
    resource = make_resource()
    make_offer(resource)
    page = client.get(resource.get_absolute_url() + "?utm_source=x").content.decode()
    canonical = f'<link rel="canonical" href="https://kurse.example/catalog/{resource.slug}/">'
    assert canonical in page


# robots.txt and sitemap.xml


def test_robots_are_led_to_the_sitemap_and_away_from_searches(client):
    told = client.get("/robots.txt").content.decode()
    assert "Sitemap: https://kurse.example/sitemap.xml" in told
    assert "Disallow: /*?" in told


def test_sitemap_names_what_visitors_find_and_nothing_else(client, alice, care):
    public = make_resource("Öffentlich & frei")
    make_offer(public)
    make_offer(make_resource("Internal"), external=False, organisations=(care,))
    make_offer(make_resource("Planned", status="preparation"))
    make_offer(make_resource("Over"), valid_until=timezone.now() - timedelta(days=1))
    make_resource("Without offer")

    found = ["https://kurse.example/catalog/", f"https://kurse.example/catalog/{public.slug}/"]
    assert addresses(client) == found
    client.force_login(alice)
    assert addresses(client) == found


def test_sitemap_names_no_more_than_it_may_the_newest_first(client, monkeypatch):
    resources = [make_resource(f"Course {number}") for number in range(3)]
    for resource in resources:
        make_offer(resource)
    monkeypatch.setattr(views, "AT_MOST", 2)
    newest = [f"{one.pk}/" for one in resources[:0:-1]]
    assert [url.rpartition("-")[2] for url in addresses(client)[1:]] == newest


def test_sitemap_costs_one_statement(client, django_assert_num_queries):
    for number in range(5):
        make_offer(make_resource(f"Course {number}"))
    with django_assert_num_queries(1):
        assert len(addresses(client)) == 6


# Structured data


def test_a_course_is_told_as_data(client):
    Setting.objects.create(pk=1, operator_name="Bildungszentrum Aare")
    resource = make_resource(
        "Contracts",
        subjects=(make_subject("Law"),),
        reference="LAW-1",
        teaser="What is written.",
        objectives="Write.",
        requirements="Read.",
        certification="CAS",
        language="Deutsch, English",
        authors="Anna Bär, Beat Frei",
        format="classroom",
        location="Olten, Haus Aare",
        begin=date(2027, 1, 12),
        end=date(2027, 3, 16),
        max_participants=20,
        seats_taken=17,
    )
    make_offer(resource, method="invoice", price=1290)
    url = f"https://kurse.example/catalog/{resource.slug}/"

    told = data(client.get(resource.get_absolute_url()))
    [offer] = told.pop("offers")
    instance = told.pop("hasCourseInstance")
    assert told == {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": "Contracts",
        "description": "What is written.",
        "url": url,
        "courseCode": "LAW-1",
        "provider": {
            "@type": "Organization",
            "name": "Bildungszentrum Aare",
            "url": "https://kurse.example",
        },
        "inLanguage": ["Deutsch", "English"],
        "about": ["Law"],
        "teaches": "Write.",
        "coursePrerequisites": "Read.",
        "educationalCredentialAwarded": "CAS",
    }
    assert instance == {
        "@type": "CourseInstance",
        "courseMode": "Onsite",
        "startDate": "2027-01-12",
        "endDate": "2027-03-16",
        "location": {
            "@type": "Place",
            "name": "Olten, Haus Aare",
            "address": "Olten, Haus Aare",
        },
        "instructor": [
            {"@type": "Person", "name": "Anna Bär"},
            {"@type": "Person", "name": "Beat Frei"},
        ],
        "maximumAttendeeCapacity": 20,
        "remainingAttendeeCapacity": 3,
    }
    assert offer == {
        "@type": "Offer",
        "name": "Invoice",
        "url": url,
        "availability": "https://schema.org/InStock",
        "price": "1290.00",
        "priceCurrency": "CHF",
        "category": "Paid",
    }


def told_of(resource: LearningResource) -> dict:
    seen = LearningResource.objects.with_offers_for(AnonymousUser(), ended=True)
    offers = seen.get(pk=resource.pk).visible_offers
    ordered = choices.in_order(offers, timezone.now())
    return json.loads(structured.course(resource, ordered, "House"))


def test_an_online_course_takes_place_at_its_page_and_at_any_time(root):
    resource = make_resource(kind="course", begin=None, end=None, format="self_paced")
    instance = told_of(resource)["hasCourseInstance"]
    assert instance["courseMode"] == "Online"
    assert instance["location"]["@type"] == "VirtualLocation"
    assert "startDate" not in instance


@pytest.mark.parametrize(
    ("fields", "terms", "availability"),
    [
        ({}, {}, "InStock"),
        ({"max_participants": 1, "seats_taken": 1}, {}, "SoldOut"),
        ({}, {"valid_from": timezone.now() + timedelta(days=3)}, "PreOrder"),
    ],
)
def test_whether_an_offer_can_be_taken_is_told(root, fields, terms, availability):
    resource = make_resource(**fields)
    make_offer(resource, **terms)
    [offer] = told_of(resource)["offers"]
    assert offer["availability"] == f"https://schema.org/{availability}"


def test_what_has_ended_and_what_a_code_costs_is_not_told(root):
    resource = make_resource()
    make_offer(resource, method="invoice", valid_until=timezone.now() - timedelta(days=1))
    make_offer(resource, method="code")
    [offer] = told_of(resource)["offers"]
    assert offer["name"] == "Access code"
    assert "price" not in offer


def test_internal_offers_and_members_pages_tell_no_data(client, alice, care):
    resource = make_resource()
    make_offer(resource, method="invoice", price=490)
    make_offer(resource, method="invoice", price=99, external=False, organisations=(care,))
    assert [one["price"] for one in data(client.get(resource.get_absolute_url()))["offers"]] == [
        "490.00"
    ]
    client.force_login(alice)
    assert "ld+json" not in client.get(resource.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        '"quoted\\"',
        "a&amp;b \u2028 é",
    ],
)
def test_no_text_ends_the_data_block(client, text):
    resource = make_resource(text, teaser=text, location=text)
    make_offer(resource)
    response = client.get(resource.get_absolute_url())
    assert data(response)["name"] == text
    assert "<script>alert" not in response.content.decode()
