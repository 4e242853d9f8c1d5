"""The ground every test stands on: settings without .env, a database in a file, nothing slow."""

import os
import shutil

# Before Django reads its settings: whatever .env or the shell says, tests start from here.
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ |= {
    "SECRET_KEY": "only-for-tests-" + "0123456789" * 4,
    "DEBUG": "0",
    "DEMO": "0",
    "HTTPS": "0",
    "STATIC_FROM_SOURCE": "1",
    "SITE_URL": "http://localhost:8000",
    "TIME_ZONE": "Europe/Zurich",
    "EMAIL_URL": "memorymail://",
    "PAYPAL_STANDIN": "",
    # Playwright keeps an event loop running in the thread of the tests.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}
os.environ.setdefault("DATABASE_URL", "sqlite:///tests.sqlite3")

import django

django.setup()  # so that the cast can import models

import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402

from tests.needs import missing  # noqa: E402

pytest_plugins = ["tests.cast", "tests.browser", "tests.paypal"]


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Every client of a test would read all static files anew.
    settings.WHITENOISE_AUTOREFRESH = True
    # One test of its own switches them on.
    settings.ACCOUNT_RATE_LIMITS = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    elsewhere = pytest.mark.skip(reason="needs PostgreSQL: make test brings one")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(elsewhere)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory, django_db_modify_db_settings_parallel_suffix):
    """SQLite in a file: in memory, a live server would share one connection and hide races."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = tmp_path_factory.mktemp("db") / "tests.sqlite3"


@pytest.fixture(autouse=True)
def memory():
    """What one test counted is nothing to the next, though it may ask the same."""
    cache.clear()


@pytest.fixture(autouse=True)
def uploads(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice."""
    return shutil.which("soffice") or missing("LibreOffice")
