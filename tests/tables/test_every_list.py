"""Every list, column by column: page, chooser, card and workbook say the same in two languages."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts import formats
from accounts.models import CostCenter
from bookings.models import Capture, Payment, PaypalSetting, UnassignedMoney
from tables.columns import DATE, DATETIME, MONEY, NUMBER, Column
from tables.table import Table
from tests.cast import book, make_address, make_offer, make_order, make_resource
from tests.tables.lists import cells, read

ORGANISATION = "/organisations/{organisation}"
LISTS = {
    "my bookings": ("alice", "/bookings/"),
    "my addresses": ("alice", "/bookings/addresses/"),
    "addresses of my organisations": ("alice", "/bookings/addresses/?preset=organisations"),
    "my pending memberships": ("alice", "/bookings/pending/"),
    "products": ("bob", "/planner/products/"),
    "implementations": ("bob", "/planner/"),
    "booking orders": ("bob", "/planner/orders/"),
    "booking orders of a manager": ("line_manager", "/planner/orders/"),
    "orders of an implementation": ("bob", "/planner/implementations/{run}/orders/"),
    "members": ("bob", "/planner/implementations/{run}/members/"),
    "pending members": ("bob", "/planner/implementations/{waits}/members/pending/"),
    "history of members": ("bob", "/planner/implementations/{run}/members/history/"),
    "cost centers": ("admin", "/cost-centers/"),
    "addresses of an organisation": ("admin", f"{ORGANISATION}/addresses/"),
    "catalog": ("alice", "/catalog/?layout=list"),
    "members and roles": ("admin", f"{ORGANISATION}/members/"),
    "payments": ("admin", "/payments/"),
    "unassigned money": ("admin", "/payments/unassigned/"),
}
# An icon that says its words, two lines, "Here" for the organisation one looks at.
SAID_OTHERWISE = {"comment", "address", "from"}
_TAGS = re.compile(r"<[^>]+>")
_HEAD = re.compile(r'<th role="columnheader"[^>]*>(.*?)</th>', re.DOTALL)
_CELL = re.compile(r'<td role="cell"[^>]*data-label="([^"]*)"[^>]*>(.*?)</td>', re.DOTALL)
_ITEM = re.compile(r'name="columns" value="[^"]*"[^>]*>\s*<label[^>]*>(.*?)</label>', re.DOTALL)


def text(html: str) -> str:
    """What is read, without tags and with single spaces."""
    return " ".join(unescape(_TAGS.sub(" ", html)).replace("\xa0", " ").split())


@pytest.fixture
def world(alice, bob, care, line_manager, admin):
    """A row, and nothing empty, for everybody in every list."""
    for number in range(2):
        make_address(person=alice, identifier=f"HOME-{number}", zip="01234", po_box="Postfach 7")
        make_address(organisation=care, identifier=f"CARE-{number}", region="Aargau")
    CostCenter.objects.create(identifier="KST-0012", name="Pflege & Betreuung", account="3200.40")
    run = make_resource("Wundversorgung", max_participants=12, reference="0012", location="Olten")
    offer = make_offer(run, method="invoice", price=Decimal("1290.00"))
    order = book(offer, alice, po_number="1E5", comment="=Bitte, vegetarisch")
    type(order).objects.filter(pk=order.pk).update(price=Decimal("1190.50"))
    waiting = make_order(alice, confirmation=True)
    waiting.participation.confirm_by = "person"
    waiting.participation.confirm_until = timezone.now() + timezone.timedelta(days=3)
    waiting.participation.save()
    waits = waiting.resource.implementation.pk
    paid_twice(alice, admin)
    return {"run": run.implementation.pk, "waits": waits, "organisation": care.pk}


def paid_twice(person, owner) -> None:
    """A payment, and money on the desk."""
    PaypalSetting.objects.create(pk=1, enabled=True)
    order = make_order(person, method="paypal", price=Decimal("50.00"))
    payment = Payment.objects.create(
        order=order, number=order.number, amount=order.price, currency="CHF",
        environment="sandbox", checkout_id="5O190127TN364715T", state="declined",
        payer_email="payer@example.org", issue="INSTRUMENT_DECLINED",
    )  # fmt: skip
    capture = Capture.objects.create(
        capture_id="3C679366HH908993F", payment=payment, custom_id=order.number, amount=50,
        currency="CHF", environment="sandbox", status="COMPLETED", received_at=timezone.now(),
    )  # fmt: skip
    UnassignedMoney.objects.create(capture=capture, amount=50, why="twice", owner=owner)


@pytest.fixture
def opened(client, request, world) -> Callable[[str], tuple[str, str]]:
    """Signs the person of a list in; gives its path and its query."""

    def opened(name: str, language: str = "en") -> tuple[str, str]:
        who, address = LISTS[name]
        person = request.getfixturevalue(who)
        person.language = language
        person.save()
        client.force_login(person)
        path, _mark, query = address.format(**world).partition("?")
        return path, query

    return opened


def show_everything(client, path: str, query: str) -> Table:
    """Ticks every column the chooser offers; the list as it is then."""
    page = client.get(f"{path}?{query}")
    names = [item.column.name for item in page.context["table"].chooser.items]
    client.post(
        of(page, path, "columns_url", "columns/"),
        {"order": names, "columns": names, "query": query},
    )
    return client.get(f"{path}?{query}")


def of(page, path: str, name: str, usual: str) -> str:
    """Where a list says that its chooser posts or its workbook is."""
    return page.context.get(name) or f"{path}{usual}"


def exported(client, page, query: str):
    path = page.request["PATH_INFO"]
    return client.get(f"{of(page, path, 'export_url', 'export.xlsx')}?{query}")


def header_of_workbook(client, page, query: str) -> list[list[object]]:
    answer = exported(client, page, query)
    return cells(read(answer.streaming_content))


def without_currencies(table: Table) -> list[Column]:
    """What the workbook adds beside amounts, the page says with each amount."""
    shown = {column.name for column in table.visible}
    return [column for column in table.workbook_columns if column.name in shown]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", LISTS)
def test_labels_and_their_order_are_the_same_everywhere(client, opened, name, language):
    path, query = opened(name, language)
    page = show_everything(client, path, query)
    html, table = page.content.decode(), page.context["table"]
    with translation.override(language):
        labels = [str(column.label) for column in table.visible]
        written = [str(column.label) for column in table.workbook_columns]
        in_file = [str(column.label) for column in table.visible if not column.page_only]
        common = [str(column.label) for column in without_currencies(table)]

    heads = [text(head) for head in _HEAD.findall(html)]
    row = [unescape(label) for label, _cell in _CELL.findall(html)][: len(labels)]
    always = {"en": " (always)", "de": " (immer)"}[language]
    chooser = [text(item).removesuffix(always) for item in _ITEM.findall(html)]

    assert [head for head in heads if head in labels] == labels
    assert chooser == labels
    assert row == labels
    assert header_of_workbook(client, page, query)[0] == written
    assert common == in_file


def said_of(value: object, column: Column, language: str) -> str:
    """A value of the workbook as the page would write it."""
    with translation.override(language):
        if column.kind == MONEY:
            return formats.number(Decimal(str(value)), decimals=2)
        if isinstance(value, datetime):
            return formats.date(value.date())
        if isinstance(value, date):
            return formats.date(value)
        return str(value).replace("\xa0", " ")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", LISTS)
def test_values_are_the_same_on_page_and_in_workbook(client, opened, name, language):
    path, query = opened(name, language)
    page = show_everything(client, path, query)
    table = page.context["table"]
    width = len(table.visible)
    found = [text(cell) for _label, cell in _CELL.findall(page.content.decode())]
    rows = header_of_workbook(client, page, query)[1:]

    assert len(rows) == len(table.rows) > 0
    shown = [column.name for column in table.visible]
    written = [column.name for column in table.workbook_columns]
    for number, row in enumerate(rows):
        on_page = dict(zip(shown, found[number * width :][:width], strict=True))
        in_workbook = dict(zip(written, row, strict=True))
        for column in without_currencies(table):
            value, cell = in_workbook[column.name], on_page[column.name]
            if column.name in SAID_OTHERWISE:
                continue
            assert (value is None) == (cell == ""), column.name
            if value is not None:
                assert said_of(value, column, language) in cell, column.name


@pytest.mark.parametrize("name", LISTS)
def test_types_in_the_workbook_are_those_of_the_columns(client, opened, name):
    path, query = opened(name)
    page = show_everything(client, path, query)
    answer = exported(client, page, query)
    sheet = read(answer.streaming_content).worksheets[0]

    for place, column in enumerate(page.context["table"].workbook_columns, start=1):
        kinds = {sheet.cell(row, place).data_type for row in range(2, sheet.max_row + 1)}
        empty = {sheet.cell(row, place).value for row in range(2, sheet.max_row + 1)} == {None}
        expected = {DATE: {"d"}, DATETIME: {"d"}, MONEY: {"n"}, NUMBER: {"n"}}
        assert empty or kinds - {"n"} <= expected.get(column.kind, {"s"}), column.name


@pytest.mark.parametrize("name", LISTS)
def test_accounting_stays_with_those_who_may_see_it(client, opened, name):
    path, query = opened(name)
    page = show_everything(client, path, query)
    secret = {"cost_center", "account"} if "manager" in name else set()
    offered = {item.column.name for item in page.context["table"].chooser.items}

    assert not offered & secret
    head = header_of_workbook(client, page, f"{query}&columns=all")[0]
    assert not secret or not {"Cost center", "Account", "P.O. number"} & set(head)


@pytest.mark.parametrize("name", LISTS)
def test_every_sort_gives_every_row_once(client, opened, name):
    path, query = opened(name)
    table = client.get(f"{path}?{query}").context["table"]
    rows = sorted(row.data["pk"] for row in table.rows)

    names = [column.name for column in table.permitted if column.sort]
    for sort in (*names, *(f"-{name}" for name in names)):
        there = client.get(f"{path}?{query}&sort={sort}").context["table"]
        assert there.sort == sort
        assert sorted(row.data["pk"] for row in there.rows) == rows


@pytest.mark.parametrize("name", LISTS)
def test_pages_keep_to_twelve_statements(client, opened, name):
    path, query = opened(name)
    client.get(f"{path}?{query}")
    with CaptureQueriesContext(connection) as seen:
        client.get(f"{path}?{query}")

    assert len(seen) <= 12, [one["sql"][:90] for one in seen]


@pytest.mark.parametrize("name", LISTS)
def test_lists_survive_what_nobody_would_type(client, opened, name):
    path, query = opened(name)
    for asked in ("q=" + "%25" * 10_000, "cursor=" + "x" * 5000, "sort=--", "preset=%00",
                  "q=%00", "q=%F0%9F%8E%93", "page_size=1000000000", "columns=all",
                  "status=%00&method=%ff", "chooser=up-", "view=x"):  # fmt: skip
        assert client.get(f"{path}?{query}&{asked}").status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_every_list_keeps_views_and_prints_without_its_tools(client, opened, name):
    path, query = opened(name)
    html = client.get(f"{path}?{query}").content.decode()

    assert "kb-views-new" in html
    assert html.index('class="kb-toolbar"') < html.index("kb-views-new")
