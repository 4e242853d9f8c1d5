"""What people typed comes out of every workbook as they typed it, through LibreOffice as well."""

import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from accounts.models import BillingAddress, CostCenter
from accounts.models.person import User
from bookings.models import BookingOrder, OrderAddress
from catalog.models import LearningResource
from courseplanner.models import Product
from tests.cast import book, make_address, make_offer, make_resource
from tests.tables.nasty import HOSTILE

# One line, as a field of a form would take it; short enough for every column of the database.
TYPED = [text.strip() for text in HOSTILE if not set(text) & set("\r\n\t") and len(text) <= 60]
FROZEN = (
    *("comment", "po_number", "cost_center_name", "cost_center_account"),
    *("offer_label", "resource_title"),
)
WORKBOOKS = {
    "/bookings/export.xlsx?columns=all": "alice",
    "/bookings/my-data.xlsx": "alice",
    "/bookings/addresses/export.xlsx?columns=all": "alice",
    "/planner/orders/export.xlsx?columns=all": "bob",
    "/planner/orders/accounting.xlsx": "bob",
    "/planner/implementations/export.xlsx?columns=all": "bob",
    "/cost-centers/export.xlsx?columns=all": "admin",
}


@pytest.fixture
def typed(alice, bob, admin, care) -> None:
    """Every text once in every field a person can type into and a workbook shows."""
    for number, text in enumerate(TYPED):
        run = make_resource(text)
        make_address(person=alice, identifier=f"{number:02} {text}"[:60], name_line_1=text)
        offer = make_offer(run, method="free")
        order = book(offer, alice)
        BookingOrder.objects.filter(pk=order.pk).update(**dict.fromkeys(FROZEN, text))
        LearningResource.objects.filter(pk=run.pk).update(reference=text, location=text)
        Product.objects.filter(implementations__resource=run).update(title=text, reference=text)
        CostCenter.objects.create(identifier=f"{number:02} {text}"[:64], name=text, account=text)
        lines = dict.fromkeys(("name_line_1", "address_line_1", "city"), text) | {"zip": text[:32]}
        OrderAddress.objects.create(order=order, country="CH", source="personal", **lines)


def fetch(client, request, address: str) -> bytes:
    client.force_login(request.getfixturevalue(WORKBOOKS[address]))
    return b"".join(client.get(address).streaming_content)


def texts(found: Workbook) -> list[str]:
    """Of the lists, which stand before About."""
    return [
        cell.value
        for sheet in found.worksheets[:-1]
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.data_type != "n" and cell.value is not None and not hasattr(cell.value, "year")
    ]


def formulas(found: Workbook) -> list[str]:
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in found.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type in {"f", "e"}
    ]


@pytest.fixture
def reopened(soffice, tmp_path) -> Callable[[dict[str, bytes]], dict[str, Workbook]]:
    """All of them opened by LibreOffice and saved again, in one go."""

    def reopened(files: dict[str, bytes]) -> dict[str, Workbook]:
        names = {address: f"{number}.xlsx" for number, address in enumerate(files)}
        for address, content in files.items():
            (tmp_path / names[address]).write_bytes(content)
        subprocess.run(_command(soffice, tmp_path, names.values()), check=True, timeout=180)
        return {at: load_workbook(tmp_path / "out" / name) for at, name in names.items()}

    return reopened


def _command(soffice: str, folder: Path, names) -> list[str]:
    return [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"),
            *(str(folder / name) for name in names)]  # fmt: skip


@pytest.mark.parametrize("address", WORKBOOKS)
def test_every_text_is_in_every_workbook_unchanged_and_text(client, request, typed, address):
    found = load_workbook(io.BytesIO(fetch(client, request, address)))
    values = texts(found)

    assert formulas(found) == []
    for text in TYPED:
        assert any(text in str(value) for value in values), text
    assert found.worksheets[0].max_row > 1


def test_every_text_survives_libreoffice_in_every_workbook(client, request, typed, reopened):
    files = {address: fetch(client, request, address) for address in WORKBOOKS}
    for address, found in reopened(files).items():
        before = sorted(texts(load_workbook(io.BytesIO(files[address]))))
        assert sorted(texts(found)) == before, address
        assert formulas(found) == [], address


def test_text_that_looks_like_a_number_stays_text_where_it_counts(client, request, typed):
    found = load_workbook(io.BytesIO(fetch(client, request, "/planner/orders/accounting.xlsx")))
    sheet = found.worksheets[0]
    head = {cell.value: cell.column for cell in sheet[1]}

    for label in ("ZIP", "PO number", "Account"):
        cells = [sheet.cell(row, head[label]) for row in range(2, sheet.max_row + 1)]
        kept = {cell.value for cell in cells}
        assert {"01234", "0012", "1E5", "3-4", "12345678901234567890", "TRUE"} <= kept
        assert {cell.data_type for cell in cells} == {"s"}
        assert {cell.number_format for cell in cells} == {"@"}


def test_names_of_people_never_become_formulas(client, request, bob, alice):
    alice.first_name, alice.last_name = "=1+1", "@SUM(A1)"
    alice.save()
    book(make_offer(make_resource()), alice)
    content = fetch(client, request, "/planner/orders/accounting.xlsx")
    found = load_workbook(io.BytesIO(content))

    assert {"=1+1", "@SUM(A1)"} <= set(texts(found))
    assert formulas(found) == []
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_search_and_filter_stand_in_about_as_text(client, request, alice):
    client.force_login(alice)
    answer = client.get("/bookings/export.xlsx", {"q": '=HYPERLINK("https://evil.example")'})
    about = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[-1]
    found = {row[0].value: row[1] for row in about.iter_rows()}

    assert found["Search"].value == '=HYPERLINK("https://evil.example")'
    assert found["Search"].data_type == "s"


@pytest.mark.parametrize(
    "title",
    ['Care "A"/B', "..\\..\\etc\\passwd", "../../etc/passwd", "line\r\nSet-Cookie: a=1",
     "\u202egnp.exe", "a" * 300, "=cmd|'/C calc'!A0", "CON", "Zürich 🎓", "\u200b", "..."],
)  # fmt: skip
def test_file_named_after_an_implementation_is_only_a_name(client, bob, alice, title):
    run = make_resource("Wound care")
    LearningResource.objects.filter(pk=run.pk).update(title=title[:255])
    client.force_login(bob)
    answer = client.get(f"/planner/implementations/{run.implementation.pk}/orders/accounting.xlsx")
    header = answer["Content-Disposition"]
    answer.close()

    assert header.startswith("attachment; filename")
    assert not set("\r\n/\\\u202e\u200b") & set(header)
    assert header.count('"') in (0, 2)
    assert ".xlsx" in header


def test_whose_address_was_typed_by_somebody_else_stays_with_its_owner(client, request, typed):
    """The workbook of one's own addresses has as many rows as one has addresses."""
    found = load_workbook(
        io.BytesIO(fetch(client, request, "/bookings/addresses/export.xlsx?columns=all"))
    )
    own = BillingAddress.objects.filter(person=User.objects.get(first_name="Alice"))

    assert found.worksheets[0].max_row == 1 + own.count()
