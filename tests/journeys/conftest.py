"""What every journey needs: a way to a page, and the workbook behind a link."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from tests.browser import DESK


@pytest.fixture
def go(page: Page, live_server) -> Callable[[str], object]:
    return lambda path: page.goto(f"{live_server.url}{path}")


@pytest.fixture
def as_person(page: Page, sign_in, look) -> Callable[..., None]:
    """Signed in, looking at it her way."""

    def arrive(person, size=DESK, theme="light", language="en") -> None:
        person.language = language
        person.save()
        sign_in(person)
        look(size, theme, language)

    return arrive


@pytest.fixture
def workbook(page: Page) -> Callable[[str], list[list]]:
    """Downloads by a link, as a reader would, and gives the rows of the first sheet."""

    def read(link: str) -> list[list]:
        with page.expect_download() as download:
            page.get_by_role("link", name=link, exact=True).click()
        sheet = load_workbook(BytesIO(download.value.path().read_bytes())).worksheets[0]
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    return read


@pytest.fixture
def columns(page: Page) -> Callable[[], list[str]]:
    """The heads of the list on the page; a workbook adds the currency of its amounts."""

    def heads() -> list[str]:
        return [text.strip() for text in page.locator("thead th:not(.more)").all_inner_texts()]

    return heads
