"""The workbook of a list as a download or a file: what one sees, whole or not at all."""

import datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.db.models import CharField, Func, Value
from django.utils import timezone, translation

from catalog.models import LearningResource
from tables.choice import Choice
from tables.columns import DATETIME, Column
from tables.download import XLSX, safe_filename, workbook, workbook_response, write_workbook
from tables.table import Table
from tests.cast import make_order, make_resource
from tests.tables.lists import Resources, TabbedResources, allowed, cells, read, resources


@pytest.fixture
def three(db):
    begin = datetime.date(2027, 1, 12)
    make_resource("=Äpfel", max_participants=20, reference="0012", begin=begin, kind="course")
    make_resource("Birnen", max_participants=5, begin=None, end=None, kind="course")
    make_resource("Zebra", max_participants=None, begin=begin, kind="course")


def sheet(table: Table, **options) -> list[list]:
    return cells(read(workbook(table, by="Bob", **options)))


def test_workbook_has_the_visible_columns_in_their_order(three):
    rows = sheet(resources("sort=-title", choice=Choice(("seats", "title", "begin"))))
    assert rows == [
        ["Seats", "Title", "Begin"],
        [None, "Zebra", datetime.datetime.fromisoformat("2027-01-12")],
        [5, "Birnen", None],
        [20, "=Äpfel", datetime.datetime.fromisoformat("2027-01-12")],
    ]


def test_workbook_agrees_with_the_page(three):
    table = resources("preset=large", kind=TabbedResources)
    titles = [row.data["title"] for row in table.rows]
    assert [row[0] for row in sheet(table)[1:]] == titles == ["=Äpfel"]


def test_workbook_with_all_columns_keeps_to_the_rights(three):
    assert sheet(resources("columns=all"))[0] == [
        "Title", "Status", "Begin", "Seats", "School", "Signature",
    ]  # fmt: skip
    rows = sheet(resources("columns=all", may=allowed))
    assert rows[0][1] == "Reference"
    assert rows[1][1] == "0012"


def test_workbook_ignores_the_page_one_is_on(three):
    assert len(sheet(resources("cursor=last", choice=Choice(page_size=25)))) == 4


def test_workbook_reads_one_column_as_well(three):
    class One(Resources):
        columns = (Column("title", "Title", "title", sort="title_folded"),)

    assert sheet(resources(kind=One)) == [["Title"], ["=Äpfel"], ["Birnen"], ["Zebra"]]


def test_workbook_may_show_a_path_twice(three):
    class Twice(Resources):
        columns = (*Resources.columns, Column("name", "Name", "title"))

    assert {row[0] == row[-1] for row in sheet(resources(kind=Twice))[1:]} == {True}


def test_workbook_is_one_statement(three, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        sheet(resources("columns=all"))


def test_workbook_asks_nothing_before_its_first_bytes(three, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert next(workbook(resources(), by="Bob"))


@time_machine.travel("2026-11-21T11:00:00Z", tick=False)
def test_about_says_what_when_by_whom_and_which_filter(three):
    filters = [("Status", "Open"), ("Search", "=1+1"), ("Place", "")]
    content = read(workbook(resources(), by="Bob", filters=filters))
    assert cells(content, 1) == [
        ["What", "Resources"],
        ["When", datetime.datetime.fromisoformat("2026-11-21T12:00:00")],
        ["By whom", "Bob"],
        ["Status", "Open"],
        ["Search", "=1+1"],
        ["Sorted by", "Title, ascending"],
        ["Columns", "chosen columns"],
        ["Rows", 3],
    ]
    assert content.properties.description == "Status: Open; Search: =1+1"


def test_about_says_so_where_there_is_no_filter(three):
    assert ["Filter", "none"] in cells(read(workbook(resources("columns=all"), by="Bob")), 1)


def test_language_and_zone_are_those_of_the_request(three, alice):
    order = make_order(alice)
    moment = datetime.datetime(2026, 12, 31, 23, 30, tzinfo=datetime.UTC)
    alice.booking_orders.update(created_at=moment)

    class Orders(Table):
        name = "orders"
        columns = (
            Column("number", "Number", "number", sort="number"),
            Column("created", translation.gettext_lazy("Name"), "created_at", DATETIME),
        )
        default_sort = "number"

    with translation.override("de"), timezone.override("America/New_York"):
        content = workbook(Orders(alice.booking_orders.all()), by=alice)
    with translation.override("en"), timezone.override("UTC"):
        rows = cells(read(content))
    assert rows[0][1] == "Name"
    assert rows[1] == [order.number, datetime.datetime.fromisoformat("2026-12-31T18:30")]


def test_response_is_a_download_nobody_keeps(three):
    response = workbook_response(resources(), by="Bob", filename="Orders 2026")
    assert response.streaming
    assert response["Content-Type"] == XLSX
    assert response["Content-Disposition"] == 'attachment; filename="Orders 2026.xlsx"'
    assert response["Cache-Control"] == "private, no-store"
    assert len(cells(read(response))) == 4


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ('a"b\\c', "a b c"),
        ("a\r\nSet-Cookie: x=1", "a Set-Cookie x=1"),
        ("../../etc/passwd", "etc passwd"),
        ("C:\\temp\\x.xlsx", "C temp x"),
        ("invoice\u202excod.exe", "invoice xcod.exe"),
        ("Buchungsaufträge", "Buchungsaufträge"),
        ("  .hidden. ", "hidden"),
        ("x" * 300, "x" * 100),
        ("\u200b", "export"),
        ("", "export"),
        ("half \ud83d", "half"),
        ("con|<>?*", "con"),
    ],
)
def test_filename_is_only_a_name(name, safe):
    assert safe_filename(name) == safe


def test_filename_with_umlauts_is_encoded(three):
    response = workbook_response(resources(), by="Bob", filename="Aufträge")
    encoded = "attachment; filename*=utf-8''Auftr%C3%A4ge.xlsx"
    assert response["Content-Disposition"] == encoded


def test_file_is_written_whole(three, tmp_path):
    path = tmp_path / "orders.xlsx"
    write_workbook(workbook(resources(), by="Bob"), path)
    assert len(cells(read([path.read_bytes()]))) == 4
    assert list(tmp_path.iterdir()) == [path]


def broken_off():
    yield b"PK"
    raise OSError("disk full")


def test_file_that_breaks_off_leaves_the_old_one(tmp_path: Path):
    path = tmp_path / "orders.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="disk full"):
        write_workbook(broken_off(), path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_failing_statement_fails_the_download(three):
    class Broken(Resources):
        columns = (Column("title", "Title", "titel", sort="title_folded"),)

    with pytest.raises(Exception, match="titel"):
        b"".join(workbook(resources(kind=Broken), by="Bob"))


@pytest.mark.django_db(transaction=True)
def test_download_left_in_the_middle_ends_its_transaction():
    for number in range(450):
        make_resource(f"R{number}", kind="course")
    content = workbook(resources(), by="Bob")
    for _chunk in range(6):
        next(content)
    content.close()
    assert not connection.in_atomic_block
    LearningResource.objects.update(teaser="still writable")


def setting(name: str) -> Column:
    """A column that reads how the database was set while the row was read."""
    value = Func(Value(name), function="current_setting", output_field=CharField())
    return Column(name, name, value)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_download_reads_in_a_transaction_that_cannot_write_or_last():
    make_resource("One", kind="course")

    class Settings(Resources):
        columns = (
            *Resources.columns[:1],
            setting("transaction_read_only"),
            setting("statement_timeout"),
        )

    assert sheet(resources(kind=Settings))[1] == ["One", "on", "2min"]
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("off",)
