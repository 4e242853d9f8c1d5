"""The catalog as a list: columns, chooser, sorting, workbook, and what is remembered."""

import io
import re
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Setting
from catalog.tables import SORTS, Catalog
from tests.cast import book, make_offer, make_resource, make_subject
from tests.catalog.pages import shown, words

pytestmark = pytest.mark.django_db
INDEX = "/catalog/"
LIST = {"layout": "list"}


def head(response: HttpResponse) -> list[str]:
    cells = re.findall(r"<th [^>]*>(.*?)</th>", response.content.decode(), re.DOTALL)
    return [words(cell) for cell in cells]


def rows(response: HttpResponse) -> list[list[str]]:
    assert response.status_code == 200
    found = re.findall(r'<tr role="row">(.*?)</tr>', response.content.decode(), re.DOTALL)[1:]
    cells = r'<td role="cell"[^>]*>(.*?)</td>'
    return [[words(cell) for cell in re.findall(cells, row, re.DOTALL)] for row in found]


def cell(response: HttpResponse, label: str, row: int = 0) -> str:
    return dict(zip(head(response), rows(response)[row], strict=True))[label]


def titles(response: HttpResponse) -> list[str]:
    return re.findall(
        r'<td[^>]*class="title"[^>]*><a href="[^"]*">([^<]*)<', response.content.decode()
    )


def sheet(response: HttpResponse) -> list[list[object]]:
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def choose(client, *columns: str) -> None:
    order = [column.name for column in Catalog.columns]
    client.post("/catalog/columns/", {"columns": columns, "order": order, "apply": "1"})


@pytest.fixture
def rich(root):
    law = make_subject("Law", "Recht")
    return make_resource(
        "Contracts",
        subjects=(law, make_subject("Work", "Arbeit")),
        reference="LAW-1",
        authors="Anna Bär, Beat Frei",
        language="Deutsch",
        format="hybrid",
        workload="2 days",
        certification="CAS",
        location="Olten, Haus Aare",
        begin=date(2027, 1, 12),
        end=date(2027, 3, 16),
        max_participants=20,
        seats_taken=17,
    )


# What is shown


def test_cards_are_what_one_sees_first(client, rich):
    make_offer(rich)
    page = client.get(INDEX).content.decode()
    assert "kb-cards" in page
    assert "<table" not in page


def test_list_begins_with_the_columns_of_the_original(client, rich):
    make_offer(rich, method="invoice", price=1290)
    response = client.get(INDEX, LIST)
    told = dict(zip(head(response), rows(response)[0], strict=True))
    assert told == {
        "Begin": "Tue 12 Jan 2027",
        "End": "16 Mar 2027",
        "Title": "Contracts Deutsch · Hybrid",
        "Type": "Implementation",
        "Place": "Olten, Haus Aare",
        "Certification": "CAS",
        "Availability": "3 seats left",
        "Offers": "CHF 1,290",
    }
    assert titles(response) == ["Contracts"]
    assert f'href="{rich.get_absolute_url()}"' in response.content.decode()


def test_hidden_columns_can_be_shown(client, rich):
    make_offer(rich)
    choose(client, "reference", "authors", "language", "workload", "format", "subjects", "seats")
    response = client.get(INDEX, LIST)
    told = dict(zip(head(response), rows(response)[0], strict=True))
    assert told == {
        "Title": "Contracts Deutsch · Hybrid",
        "Reference": "LAW-1",
        "Author": "Anna Bär, Beat Frei",
        "Main language": "Deutsch",
        "Workload": "2 days",
        "Format": "Hybrid",
        "Subjects": "Law, Work",
        "Free seats": "3",
    }


def test_subjects_are_named_in_the_readers_language(client, rich):
    make_offer(rich)
    choose(client, "subjects")
    client.cookies["django_language"] = "de"
    assert "Arbeit, Recht" in shown(client.get(INDEX, LIST))


@pytest.mark.parametrize(
    ("maximum", "taken", "text"),
    [
        (20, 17, "3 seats left"),
        (20, 19, "1 seat left"),
        (20, 4, "16 free seats"),
        (20, 20, "Fully booked"),
        (5, 20, "Fully booked"),
        (None, 400, ""),
    ],
)
def test_availability_is_told_as_on_the_cards(client, maximum, taken, text):
    make_offer(make_resource(max_participants=maximum, seats_taken=taken))
    response = client.get(INDEX, LIST)
    assert cell(response, "Availability") == text
    assert text in shown(client.get(INDEX))


def test_few_seats_are_what_the_setting_says(client):
    Setting.objects.create(pk=1, few_seats=8)
    make_offer(make_resource(max_participants=8))
    assert cell(client.get(INDEX, LIST), "Availability") == "8 seats left"


def test_whoever_is_in_reads_that_instead_of_seats(client, alice, charlie):
    book(make_offer(make_resource("A", max_participants=9)), alice)
    book(make_offer(make_resource("B", max_participants=9), confirmation=True), alice)
    client.force_login(alice)
    response = client.get(INDEX, LIST)
    assert [cell(response, "Availability", row) for row in (0, 1)] == ["Booked", "Pending"]

    client.force_login(charlie)
    assert "Booked" not in shown(client.get(INDEX, LIST))


def test_offers_are_told_in_few_words_and_only_those_for_the_reader(client, alice, care):
    resource = make_resource()
    make_offer(resource, method="invoice", price=490)
    make_offer(resource, method="invoice", price=120, external=False, organisations=(care,))
    assert cell(client.get(INDEX, LIST), "Offers") == "CHF 490"
    client.force_login(alice)
    assert cell(client.get(INDEX, LIST), "Offers") == "from CHF 120"


@pytest.mark.parametrize(
    ("offers", "text"),
    [
        ([("invoice", 490, 0), ("invoice", 120, 3)], "CHF 490"),
        ([("invoice", 490, 3), ("invoice", 120, 3)], "from CHF 120"),
        ([("invoice", 490, 0), ("code", 0, 0)], "Several offers"),
        ([("invoice", 490, 0), ("code", 0, 3)], "CHF 490"),
        ([("code", 0, 0)], "With access code"),
        ([("invoice", 0, 0)], "Free of charge"),
        ([("invoice", "1290.50", 0)], "CHF 1,290.50"),
    ],
)
def test_cards_and_list_tell_the_same_price(client, offers, text):
    resource = make_resource()
    for method, price, days in offers:
        begin = timezone.now() + timedelta(days=days, minutes=-1)
        make_offer(resource, method=method, price=price, valid_from=begin)
    assert cell(client.get(INDEX, LIST), "Offers") == text
    card = client.get(INDEX).content.decode()
    assert words(re.search(r'<span class="kb-price">(.*?)</span>', card)[1]) == text


def test_nothing_found_says_so_in_a_list_too(client):
    make_offer(make_resource())
    assert "Nothing found" in shown(client.get(INDEX, LIST | {"q": "knitting"}))


# Sorting


@pytest.fixture
def four(root):
    """As they are recommended: D by its priority, then by begin; the last has no date."""
    for title, begin, end, priority in [
        ("B", date(2027, 3, 1), date(2027, 3, 2), 0),
        ("A", date(2027, 2, 1), date(2027, 9, 1), 0),
        ("C", None, None, 0),
        ("D", date(2027, 5, 1), date(2027, 5, 2), 9),
    ]:
        make_offer(make_resource(title, begin=begin, end=end, priority=priority))


SORTED = {
    "priority": "DABC",
    "begin": "ABDC",
    "-begin": "DBAC",
    "end": "BDAC",
    "-end": "ADBC",
    "title": "ABCD",
    "-title": "DCBA",
    "-id": "DCAB",
    "id": "BACD",
    "nonsense": "DABC",
    "-priority": "DABC",
    "place": "DABC",
}


@pytest.mark.parametrize("sort", SORTED)
def test_cards_and_list_stand_in_the_same_order(client, four, sort):
    cards = re.findall(
        r'stretched-link" href="[^"]*">([^<]*)<',
        client.get(INDEX, {"sort": sort}).content.decode(),
    )
    listed = titles(client.get(INDEX, LIST | {"sort": sort}))
    assert "".join(cards) == "".join(listed) == SORTED[sort]


def test_every_way_to_sort_is_a_link_that_keeps_the_rest(client, four):
    page = client.get(INDEX, {"q": "a", "seats": "free", "sort": "title"}).content.decode()
    for key in SORTS:
        assert f'href="?q=a&amp;seats=free&amp;sort={key}"' in page
    assert re.search(r'sort=title" aria-current="true"', page)


@pytest.mark.parametrize("sort", ["begin", "-begin", "end", "-end", "title", "-id", "priority"])
def test_pages_of_every_sort_follow_each_other_without_loss(client, monkeypatch, four, sort):
    monkeypatch.setattr(Catalog, "page_size", 1)
    monkeypatch.setattr("catalog.listing.CARDS_PER_PAGE", 1)
    for layout in ("list", "cards"):
        seen, address = "", f"?layout={layout}&sort={sort}"
        while address:
            page = client.get(INDEX + address).content.decode()
            seen += re.search(rf'href="{INDEX}[a-d]-\d+/">([A-D])<', page)[1]
            link = re.search(r'href="([^"]*)"[^>]*rel="next"', page)
            address = link[1].replace("&amp;", "&") if link else ""
        assert seen == SORTED[sort]


def test_a_cursor_of_another_sort_shows_the_first_page(client, monkeypatch, four):
    monkeypatch.setattr(Catalog, "page_size", 1)
    page = client.get(INDEX, LIST | {"sort": "begin"}).content.decode()
    cursor = re.search(r"cursor=(after[^&\"]*)", page)[1].replace("%3A", ":")
    assert titles(client.get(INDEX, LIST | {"sort": "begin", "cursor": cursor})) == ["B"]
    assert titles(client.get(INDEX, LIST | {"sort": "title", "cursor": cursor})) == ["A"]


# What is remembered, and what stands in the address


def switch(client, layout: str, query: str = ""):
    return client.post("/catalog/layout/", {"layout": layout, "query": query})


@pytest.mark.parametrize("who", ["alice", None])
def test_the_chosen_layout_is_remembered_and_written_into_the_address(client, request, who):
    if who:
        client.force_login(request.getfixturevalue(who))
    make_offer(make_resource())
    answer = switch(client, "list", "q=wound&seats=free&sort=title")
    assert answer["Location"] == "/catalog/?q=wound&seats=free&sort=title&layout=list"

    again = client.get(INDEX, {"q": "wound"})
    assert again["Location"] == "/catalog/?q=wound&layout=list"
    assert "<table" in client.get(again["Location"]).content.decode()
    assert switch(client, "cards")["Location"] == "/catalog/?layout=cards"
    assert "kb-cards" in client.get(INDEX).content.decode()


def test_a_shared_address_shows_the_same_to_somebody_with_other_likings(client, alice, rich):
    make_offer(rich)
    client.force_login(alice)
    switch(client, "list")
    assert "kb-cards" in client.get(INDEX, {"layout": "cards"}).content.decode()
    assert client.get(INDEX)["Location"] == "/catalog/?layout=list"


def test_unknown_layouts_are_cards(client, rich):
    make_offer(rich)
    assert "kb-cards" in client.get(INDEX, {"layout": "carousel"}).content.decode()
    assert switch(client, "carousel")["Location"] == "/catalog/?layout=cards"


def test_filters_and_search_keep_layout_and_sort(client, rich):
    make_offer(rich)
    page = client.get(INDEX, LIST | {"sort": "title", "q": "con"}).content.decode()
    hidden = r'<input type="hidden" name="(\w+)" value="([^"]*)">'
    facets = page[page.index('id="filters"') : page.index("</fieldset>")]
    assert re.findall(hidden, facets) == [("layout", "list"), ("sort", "title"), ("q", "con")]
    assert 'href="/catalog/?sort=title&amp;layout=list">Reset all' in page


def test_chosen_columns_are_remembered_in_their_order_and_can_be_reset(client, alice, rich):
    make_offer(rich)
    client.force_login(alice)
    switch(client, "list")
    answer = client.post(
        "/catalog/columns/",
        {
            "columns": ["offers"],
            "order": ["offers", "title"],
            "query": "layout=list",
            "sort": "end",
        },
    )
    assert answer["Location"] == "/catalog/?layout=list"
    assert client.get(answer["Location"])["Location"] == "/catalog/?layout=list&sort=end"
    assert head(client.get(INDEX, LIST | {"sort": "end"})) == ["Offers", "Title"]

    client.post("/catalog/columns/", {"reset": "1"})
    assert len(head(client.get(INDEX, LIST | {"sort": "end"}))) == 8
    assert client.get(INDEX)["Location"] == "/catalog/?layout=list"


@pytest.mark.parametrize("path", ["/catalog/layout/", "/catalog/columns/"])
def test_what_is_remembered_is_posted(client, path):
    assert client.get(path).status_code == 405


# Views under a name


def keep_view(client, address: str, name: str):
    """As its form posts it, made by the page at this address."""
    page = client.get(INDEX + address).content.decode()
    form = page[page.index('<form class="kb-views-new"') :]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    posted = {key: value.replace("&amp;", "&") for key, value in fields}
    return client.post("/views/", posted | {"name": name})


def test_a_member_keeps_a_view_with_its_layout_filters_and_sort(client, alice, rich):
    make_offer(rich)
    client.force_login(alice)
    choose(client, "offers", "place")
    keep_view(client, "?layout=list&place=Olten&sort=title", "Near home")
    client.post("/catalog/columns/", {"reset": "1"})

    page = client.get(INDEX).content.decode()
    href = re.search(r'href="(\?[^"]*view=\d+)"[^>]*>Near home<', page)[1].replace("&amp;", "&")
    opened = client.get(INDEX + href, follow=True)
    assert opened.redirect_chain == [(f"/catalog/{href}&sort=title", 302)]
    assert head(opened) == ["Title", "Place", "Offers"]
    assert "Near home" in shown(opened)


def test_looking_at_a_view_as_cards_leaves_it_as_it_was_kept(client, alice, rich):
    make_offer(rich)
    client.force_login(alice)
    choose(client, "offers")
    keep_view(client, "?layout=list&sort=title", "Prices")
    page = client.get(INDEX).content.decode()
    view = re.search(r"view=(\d+)", page)[1]
    client.post("/catalog/columns/", {"reset": "1"})

    answer = switch(client, "cards", f"layout=list&view={view}")
    assert answer["Location"] == f"/catalog/?layout=cards&view={view}"
    assert head(client.get(INDEX, LIST | {"view": view, "sort": "title"})) == ["Title", "Offers"]
    assert "kb-cards" in client.get(INDEX).content.decode()


def test_visitors_keep_no_views(client, rich):
    make_offer(rich)
    assert "kb-views" not in client.get(INDEX).content.decode()


# The workbook


def test_workbook_holds_the_visible_columns_and_all_rows_of_the_filter(client, rich):
    make_offer(rich, method="invoice", price=1290)
    for number in range(30):
        make_offer(make_resource(f"Contracts {number:02}", begin=None, end=None))
    make_offer(make_resource("Knitting"))
    choose(client, "begin", "availability", "offers", "kind")

    response = client.get("/catalog/export.xlsx", LIST | {"q": "contracts", "sort": "title"})
    first, *others = sheet(response)
    assert first == ["Begin", "Title", "Type", "Availability", "Offers"]
    assert [value.date() if n == 0 else value for n, value in enumerate(others[0])] == [
        date(2027, 1, 12), "Contracts", "Implementation", "3 seats left", "CHF\xa01,290",
    ]  # fmt: skip
    assert len(others) == 31
    assert others[1] == [None, "Contracts 00", "Implementation", None, "Freely available"]
    assert re.search(r'filename="Catalog \d{4}-\d\d-\d\d\.xlsx"', response["Content-Disposition"])


def test_workbook_of_all_columns_speaks_the_readers_language(client, rich):
    make_offer(rich)
    client.cookies["django_language"] = "de"
    first, row = sheet(client.get("/catalog/export.xlsx", LIST | {"columns": "all"}))
    told = dict(zip(first, row, strict=True))
    assert len(first) == len(Catalog.columns)
    assert "Arbeit, Recht" in told.values()
    assert "noch 3 Plätze" in told.values()
    assert "Frei verfügbar" in told.values()


def test_workbook_tells_by_whom_and_by_which_filter(client, rich):
    make_offer(rich)
    response = client.get(
        "/catalog/export.xlsx", {"q": "con", "place": "Olten", "from": "2027-01-01"}
    )
    about = load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets[-1]
    told = dict(about.iter_rows(values_only=True))
    assert told["Search"] == "con"
    assert told["Place"] == "Olten"
    assert told["Period"] == "from 1 Jan 2027"
    assert told["By whom"] == "a visitor"


def test_workbook_has_nothing_that_is_not_for_the_reader(client, alice, care):
    make_offer(make_resource("Secret"), external=False, organisations=(care,))
    assert len(sheet(client.get("/catalog/export.xlsx"))) == 1
    client.force_login(alice)
    assert len(sheet(client.get("/catalog/export.xlsx"))) == 2


# Cost


@pytest.mark.parametrize("number", [1, 50])
def test_list_costs_the_same_at_every_size(client, alice, care, django_assert_num_queries, number):
    law = make_subject("Law")
    for place in range(number):
        resource = make_resource(f"Course {place}", subjects=(law,), max_participants=3)
        book(make_offer(resource, external=False, organisations=(care,)), alice)
    client.force_login(alice)
    choose(client, *(column.name for column in Catalog.columns))

    with django_assert_num_queries(10):
        response = client.get(INDEX, LIST)
    assert cell(response, "Availability") == "Booked"
    with django_assert_num_queries(12):
        client.get(INDEX, {"place": "Olten", "author": "Anna", "language": "Deutsch"})
