"""Amounts added up by currency while the rows pass, and workbooks of several lists."""

from decimal import Decimal

import pytest

from bookings.models import BookingOrder
from tables.columns import MONEY, NUMBER, TEXT, Column
from tables.download import workbook, workbook_of_several
from tables.sums import Sums
from tables.table import Table
from tables.workbook import List, SheetColumn, stream_lists
from tests.cast import make_order, make_resource
from tests.tables.books import ZURICH, about, book
from tests.tables.lists import cells, read, resources

AMOUNTS = [
    Column("price", "Price", "price", MONEY, currency="currency"),
    Column("fee", "Fee", "fee", MONEY, currency="currency"),
    Column("currency", "Currency", "currency"),
]


def sums(rows) -> list[tuple[str, Decimal]]:
    found = Sums(AMOUNTS)
    for _row in found.passing(rows):
        pass
    return found.lines()


class Prices(Table):
    name = "prices"
    title = "Prices"
    default_sort = "number"
    columns = (
        Column("number", "Number", "number", sort="number", locked=True),
        Column("price", "Price", "price", MONEY, currency="currency"),
    )


def test_each_currency_has_its_own_sum_in_each_column():
    rows = [
        (Decimal("10.10"), Decimal("1.00"), "CHF"),
        (Decimal("20.20"), None, "EUR"),
        (Decimal("0.20"), None, "CHF"),
    ]

    assert sums(rows) == [
        ("Total: Price, CHF", Decimal("10.30")),
        ("Total: Price, EUR", Decimal("20.20")),
        ("Total: Fee, CHF", Decimal("1.00")),
    ]


def test_ten_times_ten_centimes_are_one_franc():
    assert sums([(Decimal("0.10"), None, "CHF")] * 10) == [("Total: Price, CHF", Decimal("1.00"))]


def test_without_amounts_there_is_no_sum():
    assert sums([]) == []
    assert sums([(None, None, "CHF")]) == []


def test_nothing_is_kept_of_the_rows():
    found = Sums(AMOUNTS)
    for _row in found.passing((Decimal("0.01"), None, "CHF") for _ in range(100_000)):
        pass

    assert found.found == {("Total: Price", "CHF"): Decimal("1000.00")}


def test_rows_pass_as_they_came():
    rows = [(Decimal("1.00"), None, "CHF"), (None, None, "EUR")]

    assert list(Sums(AMOUNTS).passing(rows)) == rows


def test_about_ends_with_the_sums_as_amounts(alice):
    for price, currency in (("490.10", "CHF"), ("0.20", "CHF"), ("1234.55", "EUR")):
        make_order(alice, price=Decimal(price), currency=currency)
    last = read(workbook(Prices(BookingOrder.objects.all()), by="Bob")).worksheets[-1]
    found = {row[0].value: row[1] for row in last.iter_rows()}

    assert found["Rows"].value == 3
    assert found["Total: Price, CHF"].value == pytest.approx(490.30, abs=1e-9)
    assert found["Total: Price, EUR"].value == pytest.approx(1234.55, abs=1e-9)
    assert found["Total: Price, CHF"].number_format == "#,##0.00"
    assert found["Total: Price, CHF"].font.b is not True


def test_sum_is_not_rounded_by_the_database(alice):
    """SQLite would add these as floating numbers."""
    for price in ("0.10", "0.20", "9999999999.00"):
        make_order(alice, price=Decimal(price))
    table = Prices(BookingOrder.objects.all())
    found = Sums(table.workbook_columns)
    keys = [column.key for column in table.workbook_columns]
    list(found.passing([tuple(row[key] for key in keys) for row in table.workbook_rows()]))

    assert found.lines() == [("Total: Price, CHF", Decimal("9999999999.30"))]


def test_free_list_has_no_sums(alice):
    make_order(alice, method="free")
    last = cells(read(workbook(resources(), by="Bob")), -1)

    assert last[-1] == ["Rows", 1]


# Sheets


@pytest.mark.parametrize(("limit", "sheets"), [(10, 3), (7, 4), (25, 1), (24, 2), (1, 25)])
def test_full_sheet_continues_on_the_next_with_its_header(limit, sheets):
    found = read(book([NUMBER], range(25), rows_per_sheet=limit))
    lists = found.worksheets[:-1]

    assert len(lists) == sheets
    assert all(sheet["A1"].value == "number" for sheet in lists)
    assert all(sheet.max_row <= limit + 1 for sheet in lists)
    assert all(sheet.freeze_panes == "A2" for sheet in lists)
    values = [row[0].value for sheet in lists for row in sheet.iter_rows(min_row=2)]
    assert values == list(range(25))


def of(title: str, *rows: object) -> List:
    return List(title, [SheetColumn(f"{title} head", TEXT)], [(row,) for row in rows])


def several(*lists: List, **options):
    return read(stream_lists(lists, about(), zone=ZURICH, **options))


def test_several_lists_have_a_sheet_each():
    found = several(of("Bookings", "a", "b"), of("Mails"), of("Addresses", "=1+1"))

    assert found.sheetnames == ["Bookings", "Mails", "Addresses", "About"]
    assert cells(found, 0) == [["Bookings head"], ["a"], ["b"]]
    assert cells(found, 1) == [["Mails head"]]
    assert cells(found, 2) == [["Addresses head"], ["=1+1"]]
    assert found["Addresses"]["A2"].data_type == "s"
    assert cells(found, -1)[-3:] == [["Rows: Bookings", 2], ["Rows: Mails", 0],
                                     ["Rows: Addresses", 1]]  # fmt: skip


def test_each_of_several_lists_continues_by_itself():
    found = several(of("One", *"abc"), of("Two", *"de"), rows_per_sheet=2)

    assert found.sheetnames == ["One", "One (2)", "Two", "About"]
    assert cells(found, 1) == [["One head"], ["c"]]


def test_several_tables_make_one_workbook(alice):
    make_resource("Wound care")
    order = make_order(alice)
    tables = [Prices(BookingOrder.objects.all()), resources()]
    found = read(workbook_of_several(tables, title="Two things", by=alice))

    assert found.sheetnames == ["Prices", "Resources", "About"]
    assert cells(found, 0)[1][0] == order.number
    assert ["What", "Two things"] in cells(found, -1)
    assert ["By whom", "Alice Ämmerli"] in cells(found, -1)
