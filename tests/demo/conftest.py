"""The story, told once on a fixed day and kept for every test of a module."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import transaction

from demo.load import load_story

TODAY = date(2026, 11, 21)
# A Saturday in Olten, after breakfast.
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """The house with its story, on the morning of the day it was loaded."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_story(today=TODAY, seed=1)
        with time_machine.travel(NOW, tick=False):
            yield
        transaction.set_rollback(True)


@pytest.fixture
def story(told, db):
    """The same for a test that changes something: it is undone at its end."""
