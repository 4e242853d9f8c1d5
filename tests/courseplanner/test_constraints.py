"""Every constraint of the Course Planner, violated once: the database refuses it."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from courseplanner.models import Implementation, Session
from tests.cast import make_implementation, make_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def implementation(root) -> Implementation:
    return make_resource().implementation


@pytest.mark.parametrize("kind", ["", "workshop"])
def test_implementation_type_is_known(implementation, kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        Implementation.objects.filter(pk=implementation.pk).update(type=kind)


def test_resource_is_implemented_once(implementation):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_implementation(implementation.resource)


@pytest.mark.parametrize("end", [time(9), time(8, 59)], ids=["at once", "before"])
def test_session_ends_after_it_starts(implementation, end):
    day = {"implementation": implementation, "date": date(2027, 3, 1), "start": time(9)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(end=end, **day)
    with pytest.raises(ValidationError, match="The event ends before it starts"):
        Session(end=end, **day).validate_constraints()


@pytest.mark.parametrize("row", ["product", "resource"])
def test_what_is_implemented_cannot_be_deleted(implementation, row):
    with pytest.raises(models.ProtectedError):
        getattr(implementation, row).delete()


def test_sessions_go_with_their_implementation(implementation):
    Session.objects.create(
        implementation=implementation, date=date(2027, 3, 1), start=time(9), end=time(12)
    )
    implementation.delete()
    assert not Session.objects.exists()
