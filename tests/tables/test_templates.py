"""The page of a list: roles for phones, sort for screen readers, nothing lost by a form."""

import re
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from catalog.models import LearningResource
from tables.choice import Choice
from tables.columns import Column
from tables.filters import applied
from tables.table import Table
from tests.cast import make_resource
from tests.tables.lists import Resources, TabbedResources, resources


class Filter:
    """What django-filter hands to a template, as far as a list reads it."""

    class Form(forms.Form):
        status = forms.MultipleChoiceField(
            label="Status",
            required=False,
            choices=[("confirmed", "Confirmed"), ("published", "Published")],
            widget=forms.CheckboxSelectMultiple,
        )
        place = forms.CharField(label="Place", required=False)

    def __init__(self, table: Table) -> None:
        self.form = self.Form(table.query)


def render(table: Table, template: str = "tables/list.html", **context: Any) -> str:
    request = RequestFactory().get("/list/")
    given = {"table": table, "columns_url": "/list/columns/", "export_url": "/list/export.xlsx"}
    return render_to_string(template, given | context, request)


@pytest.fixture
def wound_care(db) -> LearningResource:
    return make_resource("Wound <care>", kind="course", max_participants=12)


def test_cells_have_roles_and_labels_for_the_layout_as_cards(wound_care):
    page = render(resources())
    assert (
        '<td role="cell" class="title" data-label="Title"><b>Wound &lt;care&gt;</b></td>' in page
    )
    assert re.search(r'<td role="cell" class="num" data-label="Seats">\s*12\s*</td>', page)


def test_empty_cell_is_marked_and_stays_empty(wound_care):
    LearningResource.objects.update(max_participants=None)
    cell = re.search(r'<td[^>]*data-label="Seats">(.*?)</td>', render(resources()), re.DOTALL)
    assert 'class="num none"' in cell[0]
    assert not cell[1].strip()


def test_sorted_column_says_so(wound_care):
    page = render(resources("sort=-begin"))
    assert page.count("aria-sort=") == 1
    assert re.search(r'aria-sort="descending"><a href="\?sort=begin">Begin<svg', page)


def test_column_dresses_its_cell_with_its_template(wound_care):
    class Dressed(Resources):
        columns = (
            Column("title", "Title", "title", sort="title", template="components/seats.html"),
        )

    assert "<b>Wound" not in render(resources(kind=Dressed))


def test_search_and_filters_keep_each_other(wound_care):
    table = resources("q=wound&status=published&status=draft&sort=-begin&cursor=last")
    page = render(table, filter=Filter(table))
    search, filters = re.findall(r'<form class="kb-(?:search|filters).*?</form>', page, re.DOTALL)
    assert search.count('name="status"') == 2
    assert 'name="sort" value="-begin"' in search
    assert 'name="q" value="wound"' in filters
    assert "cursor" not in search + filters
    assert re.search(r'value="published" id="id_status_1" checked', filters)


def test_workbook_links_keep_filter_and_sort_but_not_the_page(wound_care):
    page = render(resources("q=wound&sort=-begin&cursor=last&chooser=up-begin"))
    assert 'href="/list/export.xlsx?q=wound&amp;sort=-begin"' in page
    assert 'href="/list/export.xlsx?q=wound&amp;sort=-begin&amp;columns=all"' in page


def test_chooser_posts_the_whole_arrangement(wound_care):
    page = render(resources("q=wound", choice=Choice(("begin", "title"))))
    chooser = re.search(r"<details[^>]*kb-chooser.*?</details>", page, re.DOTALL)[0]
    order = re.findall(r'name="order" value="(\w+)"', chooser)
    assert order[:2] == ["begin", "title"]
    assert len(order) == 6
    assert 'name="query" value="q=wound"' in chooser
    assert 'aria-label="Move Title up"' in chooser
    assert "csrfmiddlewaretoken" in chooser
    assert "2 of 6 visible" in chooser
    assert " open>" not in chooser.split("<summary")[0]


def test_chooser_opens_with_the_keyboard_where_it_was(wound_care):
    page = render(resources("chooser=down-status"))
    assert re.search(r'kb-chooser" id="columns" open>', page)
    assert page.count("autofocus") == 1
    assert re.search(r'name="down" value="status"[^>]* autofocus', page)


def test_enter_in_the_chooser_applies_instead_of_moving(wound_care):
    chooser = render(resources()).split("kb-chooser")[1]
    assert re.search(r'<button[^>]*name="(\w+)"', chooser)[1] == "apply"


def test_tabs_show_counts_and_the_current_one(wound_care):
    page = render(resources("preset=large", kind=TabbedResources))
    assert re.search(
        r'<a href="\?preset=large" aria-current="page">Large <span class="kb-count">1</span>', page
    )


def test_pager_says_how_many_and_where_to(db):
    for number in range(27):
        make_resource(f"R{number:02}", kind="course")
    page = render(resources())
    assert "25 of 27" in page
    assert 'aria-label="Next page"' in page
    assert 'aria-label="Previous page"' not in page


def test_nothing_found_names_the_filter_and_offers_to_widen_it(wound_care):
    table = resources("q=zebra<&status=confirmed&sort=-begin", kind=TabbedResources)
    table.rows_shown = table.rows_shown.none()
    page = render(table, applied=applied(Filter(table).form, table.links))
    assert "Nothing found" in page
    assert "“zebra&lt;”" in page
    assert "The list is filtered by: Status: Confirmed." in page
    assert 'href="?sort=-begin">Show all rows' in page


def test_nothing_found_names_the_tab(wound_care):
    table = resources("preset=small", kind=TabbedResources)
    assert "The tab “Small” is chosen." in render(table)


def test_way_back_to_all_rows_keeps_only_the_sort():
    assert resources("q=a&preset=x&sort=-begin").links.all_rows == "?sort=-begin"
    assert resources("q=a").links.all_rows == "?"


def test_list_without_anything_yet_says_so(db):
    page = render(resources())
    assert "There are no resources yet." in page
    assert "Nothing found" not in page
    assert "Show all rows" not in page


def test_list_without_anything_yet_may_bring_its_own_words(db):
    assert "kb-pager" in render(resources(), nothing="tables/pager.html")


def test_applied_filters_are_named_and_removable(db):
    table = resources("status=confirmed&status=published&place=Olten&q=a&cursor=z")
    found = applied(Filter(table).form, table.links)
    assert [(one.label, one.value) for one in found] == [
        ("Status", "Confirmed"), ("Status", "Published"), ("Place", "Olten"),
    ]  # fmt: skip
    assert found[0].href == "?status=published&place=Olten&q=a"
    page = render(table, applied=found)
    assert "Remove filter:" in page


def test_filter_value_that_is_not_on_offer_is_shown_as_text(db):
    table = resources("status=<script>")
    assert "<script>" not in render(table, applied=applied(Filter(table).form, table.links))


def test_page_renders_in_german(wound_care):
    with translation.override("de"):
        assert "kb-table" in render(resources(kind=TabbedResources))
