"""A file as large as they come: three wrong rows of 20,000 keep all out, else all is in."""

import io
import resource
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from accounts.models import BillingAddress, Event
from tests.accounts.addresses.files import HEAD, found, numbers, row, take_in, upload
from tests.accounts.addresses.pages import says

ROWS = 20_000
WRONG = {99: ("ZIP", "50000"), 9_999: ("City", ""), 19_999: ("Country", "Absurdistan")}
MOST_STATEMENTS = 70  # and what SQLite, which takes 999 values at once, needs more


@pytest.fixture
def keeper(client, admin):
    client.force_login(admin)
    return client


def file(wrong: dict[int, tuple[str, str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Addresses")
    sheet.append(HEAD)
    for number in range(ROWS):
        column, cell = wrong.get(number, ("Country", "CH"))
        sheet.append(row(number, **{column: cell}))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture
def measured(record_property):
    """Notes seconds and memory in the report of the tests."""

    def measured(what: str, since: float) -> None:
        record_property(f"{what}: seconds", round(time.monotonic() - since, 1))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        record_property(f"{what}: MB at most", peak)

    return measured


def statements() -> int:
    """Twenty portions of addresses and of history; SQLite makes more of each portion."""
    if connection.vendor == "postgresql":
        return MOST_STATEMENTS
    fields = len(BillingAddress._meta.concrete_fields) + len(Event._meta.concrete_fields)
    return MOST_STATEMENTS + ROWS * fields // 900


def test_three_wrong_rows_of_twenty_thousand_keep_all_out(keeper, care, measured):
    content, start = file(WRONG), time.monotonic()
    with CaptureQueriesContext(connection) as asked:
        page = upload(keeper, care, content)
    measured("check", start)

    assert [(number, column) for number, column, _reason in found(page)] == [
        (101, "ZIP"),
        (10_001, "City"),
        (20_001, "Country"),
    ]
    assert numbers(page)["errors"] == 3
    assert len(asked) < 30
    take_in(keeper, page)
    assert not BillingAddress.objects.exists()


def test_twenty_thousand_right_rows_come_in_together(keeper, care, measured):
    page = upload(keeper, care, file({}))
    start = time.monotonic()
    with CaptureQueriesContext(connection) as asked:
        done = take_in(keeper, page)
    measured("take in", start)

    assert says(done, "20000 addresses are imported.")
    assert BillingAddress.objects.filter(organisation=care).count() == ROWS
    assert Event.objects.filter(verb="imported").count() == ROWS
    assert len(asked) < statements()
