"""A real browser: journeys are walked here, and pages are looked at in every form they take.

`page` is a visitor's, `sign_in(alice)` makes it hers without the form, `look(DESK, "dark", "de")`
changes how it is looked at, `assert_well_made(page)` is for every page. No request may leave the
machine.
"""

import json
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from tests import chromium
from tests.needs import missing

PHONE, DESK = (360, 740), (1280, 900)
# Every size, theme and language at least twice, in four looks instead of eight.
# `make test` looks at the narrowest with the longest words, `make again` at the other three.
LOOKS = [
    (PHONE, "dark", "de"),
    pytest.param(DESK, "light", "en", marks=pytest.mark.again),
    pytest.param(DESK, "light", "de", marks=pytest.mark.again),
    pytest.param(PHONE, "dark", "en", marks=pytest.mark.again),
]
HERE = {"localhost", "127.0.0.1"}
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a page is a browser test, marked or not."""
    for item in items:
        if "context" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = chromium.find() or missing("A Chromium that starts")
    return browser_type_launch_args | {"executable_path": path, "args": chromium.FLAGS}


def leaves_the_machine(url: str) -> bool:
    address = urlsplit(url)
    return address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in HERE


@pytest.fixture
def context(context: BrowserContext) -> Iterator[BrowserContext]:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.set_default_timeout(10_000)
    yield context
    assert [url for url in asked if leaves_the_machine(url)] == []


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page on which no script fails and nothing is refused by the content security policy."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: line.type == "error" and errors.append(line.text))
    yield page
    assert [error for error in errors if "status of 4" not in error] == []


@pytest.fixture
def sign_in(context: BrowserContext, live_server) -> Callable[..., None]:
    def sign_in(person) -> None:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )

    return sign_in


@pytest.fixture
def look(page: Page, context: BrowserContext, live_server) -> Callable[..., None]:
    """Language here is a visitor's; a person who is signed in has their own."""

    def look(size: tuple[int, int] = DESK, theme: str = "light", language: str = "en") -> None:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        context.set_extra_http_headers({"Accept-Language": language})
        context.add_cookies(
            [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        )

    return look


def assert_accessible(page: Page) -> None:
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    told = [{rule["id"]: [node["html"][:200] for node in rule["nodes"]]} for rule in found]
    assert not told, json.dumps(told, indent=1, ensure_ascii=False)


def assert_no_sideways_scroll(page: Page) -> None:
    page.wait_for_load_state()  # a click returns before the page that it leads to is built
    wide = page.evaluate(
        "() => { const edge = document.documentElement.clientWidth;"
        " return document.documentElement.scrollWidth <= edge ? [] :"
        " [...document.body.querySelectorAll('*')]"
        ".filter(e => e.getBoundingClientRect().right > edge + 1)"
        ".map(e => e.outerHTML.slice(0, 120)).slice(0, 5); }"
    )
    assert not wide, wide


def assert_well_made(page: Page) -> None:
    """What must hold on every page, in every look."""
    assert_no_sideways_scroll(page)
    assert_accessible(page)
