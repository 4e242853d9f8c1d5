"""Workbooks of addresses as people upload them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from tests.accounts.addresses.pages import url

HEAD = ["Identifier", "Name / company", "Street", "House number", "ZIP", "City", "Country"]


def row(number: int = 1, **cells: str) -> list[object]:
    """An address like no other, by the label of its column."""
    given = dict(
        zip(
            HEAD,
            [f"A-{number}", f"Praxis {number}", "Weg", str(number), "5000", "Aarau", "CH"],
            strict=True,
        )
    )
    return list((given | {name.replace("_", " "): cell for name, cell in cells.items()}).values())


def workbook(*rows: list[object], head: list[str] | None = None) -> bytes:
    book = Workbook()
    book.active.append(head or HEAD)
    for cells in rows:
        book.active.append(cells)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(client, owner, content: bytes, name: str = "addresses.xlsx"):
    """The page one comes to: the result, or the form again."""
    file = SimpleUploadedFile(name, content)
    return client.post(url(owner, "import"), {"file": file}, follow=True)


def found(page) -> list[tuple[int, str, str]]:
    """Errors as they are shown: row, column, reason."""
    return [(one.row, one.column, one.reason) for one in page.context["errors"]]


def warned(page) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.reason) for one in page.context["warnings"]]


def numbers(page) -> dict[str, int]:
    rows = page.context["checked"].rows
    return {name: rows[name] for name in ("new", "unchanged", "warnings", "errors")}


def take_in(client, page):
    checked = page.context["checked"]
    return client.post(url(checked.organisation, "take_in", pk=checked.pk), follow=True)


def cells(page) -> list[list[object]]:
    """Of a workbook's first sheet."""
    sheet = load_workbook(io.BytesIO(page.getvalue())).worksheets[0]
    return [list(row) for row in sheet.values]
