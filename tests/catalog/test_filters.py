"""By what the catalog is filtered: every filter, what its options count, and odd questions."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone, translation

from catalog.filters import ResourceFilter
from catalog.models import LearningResource
from tests.cast import make_offer, make_resource, make_subject
from tests.catalog.pages import shown

pytestmark = pytest.mark.django_db
INDEX = "/catalog/"


def asked(person=None, words="", **query) -> ResourceFilter:
    person = person or AnonymousUser()
    listed = LearningResource.objects.listed_for(person)
    given = QueryDict(urlencode(query, doseq=True))
    return ResourceFilter(given, listed, person=person, words=words)


def found(person=None, words="", **query) -> list[str]:
    rows = asked(person, words, **query).rows
    return sorted(rows.values_list("title", flat=True))


def options(name: str, person=None, words="", **query) -> dict[str, str]:
    """Label and number of each option, in the order in which they are drawn."""
    with translation.override("en"):
        groups = {group.name: group for group in asked(person, words, **query).groups}
    drawn = [*groups[name].options, *groups[name].more] if name in groups else []
    return {option.label: str(option.count) for option in drawn}


@pytest.fixture
def shelf(root):
    law = make_subject("Law", "Recht")
    labour = make_subject("Labour law", "Arbeitsrecht", law)
    make_subject("Knitting", "Stricken")
    for title, subjects, method, fields in [
        (
            "Contracts",
            (law, labour),
            "invoice",
            {
                "authors": "Anna Bär, Beat Frei",
                "location": "Olten, Haus Aare",
                "language": "Deutsch, English",
                "format": "classroom",
                "begin": date(2027, 1, 12),
                "end": date(2027, 3, 16),
            },
        ),
        (
            "Dismissal",
            (labour,),
            "code",
            {
                "authors": "Beat Frei",
                "location": "Olten, Bifang",
                "language": "Deutsch",
                "format": "virtual",
                "begin": date(2027, 5, 1),
                "end": None,
                "max_participants": 1,
                "seats_taken": 1,
            },
        ),
        (
            "Hygiene",
            (),
            "free",
            {
                "kind": "course",
                "location": "Online",
                "language": "Français",
                "format": "self_paced",
                "begin": None,
                "end": None,
            },
        ),
    ]:
        make_offer(make_resource(title, subjects=subjects, **fields), method=method)


# Every filter


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"type": "code"}, ["Dismissal"]),
        ({"type": ["code", "free"]}, ["Dismissal", "Hygiene"]),
        ({"author": "Beat Frei"}, ["Contracts", "Dismissal"]),
        ({"author": "Anna Bär"}, ["Contracts"]),
        ({"format": "classroom"}, ["Contracts"]),
        ({"format": ["classroom", "self_paced"]}, ["Contracts", "Hygiene"]),
        ({"place": "Olten"}, ["Contracts", "Dismissal"]),
        ({"place": ["Online", "Olten"]}, ["Contracts", "Dismissal", "Hygiene"]),
        ({"language": "English"}, ["Contracts"]),
        ({"language": ["English", "Français"]}, ["Contracts", "Hygiene"]),
        ({"kind": "course"}, ["Hygiene"]),
        ({"kind": "implementation"}, ["Contracts", "Dismissal"]),
        ({"seats": "free"}, ["Contracts", "Hygiene"]),
        ({"place": "Olten", "format": "virtual"}, ["Dismissal"]),
        ({"place": "Olten", "author": "Anna Bär", "language": "Deutsch"}, ["Contracts"]),
        ({"place": "Online", "author": "Anna Bär"}, []),
    ],
)
def test_a_filter_leaves_what_was_asked_for(shelf, query, titles):
    assert found(**query) == titles
    assert asked(**query).total.number == len(titles)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"from": "2027-01-12"}, ["Contracts", "Dismissal", "Hygiene"]),
        ({"from": "2027-01-13"}, ["Dismissal", "Hygiene"]),
        ({"from": "2027-05-02"}, ["Hygiene"]),
        ({"until": "2027-03-15"}, ["Hygiene"]),
        ({"until": "2027-03-16"}, ["Contracts", "Hygiene"]),
        ({"until": "2027-05-01"}, ["Contracts", "Dismissal", "Hygiene"]),
        ({"from": "2027-01-01", "until": "2027-04-01"}, ["Contracts", "Hygiene"]),
        ({"from": "01.04.2027", "until": "31.12.2027"}, ["Dismissal", "Hygiene"]),
        ({"from": "2027-05-01", "until": "2027-05-01"}, ["Dismissal", "Hygiene"]),
    ],
)
def test_a_period_leaves_what_lies_within_it_and_what_can_be_done_at_any_time(
    shelf, query, titles
):
    assert found(**query) == titles


def test_what_only_has_an_end_can_be_begun_until_then(root):
    make_offer(make_resource("Ends", begin=None, end=date(2027, 6, 30)))
    assert found(**{"from": "2027-06-30"}) == ["Ends"]
    assert found(**{"from": "2027-07-01"}) == []
    assert found(until="2027-01-01") == ["Ends"]


def test_a_subject_means_all_below_it_and_counts_each_course_once(shelf):
    labelled = options("subject")
    assert labelled == {"Law": "2", "Labour law": "2"}
    law = asked().groups[2].options[0].value
    assert found(subject=law) == ["Contracts", "Dismissal"]


def test_subjects_stand_as_a_tree_in_the_readers_language(shelf, client):
    client.cookies["django_language"] = "de"
    told = shown(client.get(INDEX))
    assert told.index("Recht 2") < told.index("Arbeitsrecht 2")
    depths = [option.depth for option in asked().groups[2].options]
    assert depths == [0, 1]


# What the options count


def test_each_option_says_how_many_it_would_leave(shelf):
    assert options("type") == {"Freely available": "1", "Access code": "1", "Invoice": "1"}
    assert options("place") == {"Olten": "2", "Online": "1"}
    assert options("language") == {"Deutsch": "2", "English": "1", "Français": "1"}
    assert options("author") == {"Beat Frei": "2", "Anna Bär": "1"}
    assert options("format") == {"Classroom": "1", "Virtual": "1", "Self-paced": "1"}
    assert options("kind") == {"Course": "1", "Implementation": "2"}
    assert options("seats") == {"Only with free seats": "2"}


def test_options_count_within_the_search(shelf):
    assert options("place", words="contr") == {"Olten": "1"}
    assert options("format", words="contr") == {"Classroom": "1"}


def test_options_count_within_all_other_filters_and_not_their_own(shelf):
    assert options("language", place="Olten") == {"Deutsch": "2", "English": "1"}
    assert options("place", place="Olten") == {"Olten": "2", "Online": "1"}
    assert options("type", **{"from": "2027-02-01"}) == {
        "Freely available": "1",
        "Access code": "1",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("place", "Olten"),
        ("language", "Deutsch"),
        ("author", "Beat Frei"),
        ("kind", "course"),
        ("format", "virtual"),
        ("type", "invoice"),
        ("seats", "free"),
    ],
)
def test_every_number_is_what_one_finds_after_ticking(shelf, name, value):
    for group in asked(**{name: value}).groups:
        if group.name == name:
            continue
        for option in group.options:
            narrowed = found(**{name: value, group.name: option.value})
            assert len(narrowed) == option.count.number, option.label


def test_what_would_find_nothing_is_not_offered_unless_it_is_chosen(shelf):
    assert options("author", words="hygiene") == {}
    assert options("author", words="hygiene", author="Anna Bär") == {"Anna Bär": "0"}


def test_offer_types_count_only_offers_the_reader_may_see(root, alice, care):
    resource = make_resource()
    make_offer(resource, method="invoice")
    make_offer(resource, method="free", external=False, organisations=(care,))
    make_offer(resource, method="code", valid_until=timezone.now() - timedelta(days=1))
    assert options("type") == {"Invoice": "1"}
    assert options("type", alice) == {"Freely available": "1", "Invoice": "1"}


def test_nothing_of_what_is_not_for_the_reader_is_an_option(root, alice, care):
    hidden = make_resource("Secret", authors="Carla Secret", location="Bunker")
    make_offer(hidden, external=False, organisations=(care,))
    make_offer(make_resource("Open", authors="Anna Bär", location="Olten"))
    assert options("author") == {"Anna Bär": "1"}
    assert options("place", place="Bunker") == {"Olten": "1"}
    assert found(place="Bunker") == ["Open"]
    assert found(alice, place="Bunker") == ["Secret"]


def test_the_frequent_stand_first_and_the_rest_is_folded_away(client):
    for number in range(12):
        for times in range(2 if number == 11 else 1):
            make_offer(make_resource(f"{number} {times}", location=f"Town {number:02}"))
    places = next(group for group in asked().groups if group.name == "place")
    assert [option.label for option in places.options[:2]] == ["Town 11", "Town 00"]
    assert (len(places.options), len(places.more)) == (8, 4)
    assert "4 more" in shown(client.get(INDEX))

    chosen = next(group for group in asked(place="Town 10").groups if group.name == "place")
    assert (chosen.options[0].label, chosen.options[0].is_chosen) == ("Town 10", True)


def test_numbers_are_on_the_page(client, shelf):
    page = client.get(INDEX, {"place": "Olten"}).content.decode()
    box = r'name="place" value="Olten" id="id_place_0" aria-describedby="(\w+)" checked>'
    counted = re.search(box, page)[1]
    assert f'<label for="id_place_0">Olten</label><span class="kb-count" id="{counted}">2<' in page


# Bad input


@pytest.mark.parametrize(
    "query",
    [
        {"place": "Atlantis"},
        {"place": ""},
        {"place": "olten"},
        {"place": "Olten, Haus Aare"},
        {"author": "%"},
        {"author": "Beat"},
        {"language": ["Klingon", "Deutsch\0", "\ud800".encode("utf-8", "replace").decode()]},
        {"author": "x" * 5000},
        {"format": "shell", "kind": "thing"},
        {"subject": "999999"},
        {"seats": "none"},
        {"colour": "red"},
    ],
)
def test_unknown_values_count_as_not_chosen(shelf, query):
    assert found(**query) == ["Contracts", "Dismissal", "Hygiene"]


def test_of_known_and_unknown_values_the_known_count(shelf):
    assert found(place=["Atlantis", "Online"]) == ["Hygiene"]


def test_no_more_options_are_looked_for_than_anybody_ticks(shelf):
    assert found(place=[*(f"Town {number}" for number in range(500)), "Olten"]) == [
        "Contracts",
        "Dismissal",
        "Hygiene",
    ]


def test_a_period_that_ends_before_it_begins_is_said_and_left_out(client, shelf):
    query = {"from": "2027-05-01", "until": "2027-01-01", "place": "Olten"}
    response = client.get(INDEX, query)
    told = shown(response)
    assert "The period ends before it begins, so it was left out. Choose a later day." in told
    assert "2 results" in told
    page = response.content.decode()
    for name, value in (("from", "2027-05-01"), ("until", "2027-01-01")):
        assert re.search(rf'<input type="date" name="{name}" value="{value}"', page)
    assert 'aria-describedby="id_until_error"' in page
    assert "Remove filter: Period" not in told


@pytest.mark.parametrize("typed", ["tomorrow", "31.13.2027", "2027-02-30", "%" * 10_000, "1e9"])
def test_what_is_no_day_is_said_and_stays_as_it_was_typed(client, shelf, typed):
    response = client.get(INDEX, {"until": typed, "from": "2027-05-01"})
    told = shown(response)
    assert f"“{typed[:40]}” is no day. Write it as 31.12.2027." in told
    assert "2 results" in told
    assert f'type="text" name="until" value="{typed}"' in response.content.decode()


def test_a_period_is_told_as_a_filter_and_can_be_taken_away(client, shelf):
    page = client.get(INDEX, {"from": "01.05.2027", "q": "dis"}).content.decode()
    assert re.search(
        r'href="\?q=dis"><span[^>]*>Remove filter: Period: </span>from 1 May 2027<', page
    )
    assert 'type="date" name="from" value="2027-05-01"' in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_time_are_days(shelf, day):
    assert "Hygiene" in found(**{"from": day}) + found(until=day)


# Cost


@pytest.mark.parametrize("number", [1, 30])
def test_all_filters_together_cost_two_statements_more_than_none(
    client, django_assert_num_queries, number
):
    law = make_subject("Law")
    fields = {"location": "Olten", "language": "Deutsch", "format": "hybrid"}
    for place in range(number):
        resource = make_resource(f"Course {place}", subjects=(law,), authors="Anna", **fields)
        make_offer(resource)
    everything = {
        "q": "cou", "type": "free", "subject": law.pk, "seats": "free", "place": "Olten",
        "language": "Deutsch", "format": "hybrid", "kind": "implementation", "author": "Anna",
        "from": "2020-01-01", "until": "2099-01-01",
    }  # fmt: skip
    with django_assert_num_queries(6):
        response = client.get(INDEX, everything)
    assert f"{number} result" in shown(response)
