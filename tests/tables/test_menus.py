"""The menu of a row: what the list declares, where the row has it, and nothing else."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from catalog.models import LearningResource
from tables.entries import Entry, at, below, having, posted
from tests.cast import make_resource
from tests.tables.lists import Resources, resources


def _is_large(row, page) -> bool:
    return row["max_participants"] > page["large"]


class Kept(Resources):
    extras = ("title", "reference", "max_participants")
    menu = (
        Entry("Edit <b>", "pencil", below()),
        Entry("Archive", "archive", posted("archive/", key="title"), _is_large, posts=True),
        Entry("Small", "circle", posted("size/"), posts=True, sends=("size", "s&m")),
        Entry("Bookings", "receipt", at("courseplanner:orders", pk="pk"), _is_large),
        Entry("Refer", "pencil", below("refer/"), having("title", "reference")),
    )


def menus(*, query: str = "", kind: type = Kept, **given) -> list[str]:
    request = RequestFactory().get("/list/")
    context = {"table": resources(query, kind=kind), "list_url": "/list/", "menu": True}
    page = render_to_string("tables/table.html", context | {"large": 10} | given, request)
    return re.findall(r'<td role="cell" class="more">(.*?)</td>', page, re.DOTALL)


@pytest.fixture
def both(db):
    """A large one and a small one, in the order of the list."""
    large = make_resource("A <large>", kind="course", max_participants=12)
    return large, make_resource("B", kind="course", max_participants=3)


def test_a_menu_is_named_after_its_row(both):
    first, second = menus()
    assert 'aria-label="Actions for A &lt;large&gt;"' in first
    assert 'aria-label="Actions for B"' in second


def test_a_list_may_call_its_rows_by_more_than_one_column(both):
    class Called(Kept):
        called = "{title} ({max_participants})"

    assert 'aria-label="Actions for B (3)"' in menus(kind=Called)[1]


def test_an_entry_leads_to_the_row_and_back_to_the_list_as_it_is(both):
    large, _small = both
    assert f'<a href="/list/{large.pk}/?sort=title&amp;q=a">' in menus(query="sort=title&q=a")[0]
    assert f'<a href="/list/{large.pk}/">' in menus()[0]


def test_labels_and_addresses_are_escaped(both):
    first = menus()[0]
    assert "Edit &lt;b&gt;</a>" in first
    assert 'action="/list/A &lt;large&gt;/archive/"' in first
    assert '<button name="size" value="s&amp;m">' in first


def test_a_row_has_only_what_its_condition_and_the_page_allow(both):
    first, second = menus()
    assert "Archive" in first
    assert "Bookings" in first
    assert "Archive" not in second
    assert "Bookings" not in second
    assert all("Archive" not in menu for menu in menus(large=50))


def test_a_row_may_have_to_hold_something_under_every_key(both):
    LearningResource.objects.filter(title="B").update(reference="B-1")
    first, second = menus()
    assert "Refer" not in first
    assert "Refer" in second


def test_what_changes_something_at_once_is_a_form_that_hands_on_the_list(both):
    form = re.search(r"<form.*?</form>", menus(query="q=a&cursor=last")[0], re.DOTALL)[0]
    assert 'method="post"' in form
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{20,}"', form)
    assert '<input type="hidden" name="query" value="q=a">' in form


def test_a_menu_without_entries_is_not_drawn(both):
    class Bare(Kept):
        menu = Kept.menu[1:2]

    first, second = menus(kind=Bare)
    assert "<button" in first
    assert second == ""


def test_a_list_that_is_not_given_its_menu_has_no_column_for_it(both):
    assert menus(menu=False) == []
