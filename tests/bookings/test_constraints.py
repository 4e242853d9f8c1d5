"""What code forgets, the database refuses: every constraint of the bookings violated once."""

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from bookings.models import BookingOrder, Job, OrderAddress, Participation
from tests.cast import make_order

NOW = timezone.now()

ORDER = {
    "order_state_is_known": {"state": "lost"},
    "order_price_is_not_negative": {"price": -1},
    "order_fee_only_when_cancelled": {"cancellation_fee": 5},
    "order_cancelled_has_a_time": {"cancelled_at": NOW},
    "order_paid_has_a_time": {"state": "paid"},
    "order_frozen_copy_is_complete": {"resource_title": ""},
}
ADDRESS = {
    "order_address_source_is_known": {"source": "guessed"},
    "order_address_can_be_printed": {"city": ""},
}
PARTICIPATION = {
    "participation_status_is_known": {"status": "lost"},
    "participation_booked_has_an_order": {"order": None},
    "participation_pending_waits_for_somebody": {"status": "pending", "confirm_by": ""},
}
JOB = {
    "job_state_is_known": {"state": "lost"},
    "job_done_within_total": {"done": 3, "total": 2},
    "job_finished_has_a_time": {"state": "done"},
}


def refuses(rows: models.QuerySet, impossible: dict) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        assert rows.update(**impossible) == 1


@pytest.mark.parametrize("name", ORDER)
def test_an_impossible_order_is_refused(alice, name):
    order = make_order(alice)
    refuses(BookingOrder.objects.filter(pk=order.pk), ORDER[name])


@pytest.mark.parametrize("name", ADDRESS)
def test_an_impossible_address_is_refused(alice, name):
    order = make_order(alice)
    refuses(OrderAddress.objects.filter(order=order), ADDRESS[name])


@pytest.mark.parametrize("name", PARTICIPATION)
def test_an_impossible_participation_is_refused(alice, name):
    order = make_order(alice, method="free")
    refuses(Participation.objects.filter(order=order), PARTICIPATION[name])


def test_a_second_live_participation_is_refused(alice):
    order = make_order(alice, method="free")
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.create(
            person=alice, resource=order.resource, status="active", origin="manual"
        )


def test_a_second_participation_is_fine_once_the_first_has_ended(alice):
    order = make_order(alice, method="free")
    Participation.objects.filter(order=order).move(to="cancelled")

    Participation.objects.create(
        person=alice, resource=order.resource, status="active", origin="manual"
    )


def test_a_number_is_given_once(alice, charlie):
    first, second = make_order(alice), make_order(charlie)
    refuses(BookingOrder.objects.filter(pk=second.pk), {"number": first.number})


def test_every_constraint_of_the_bookings_is_violated_here():
    named = {
        constraint.name
        for model in (BookingOrder, OrderAddress, Participation)
        for constraint in model._meta.constraints
    }
    assert named == {*ORDER, *ADDRESS, *PARTICIPATION, "one_live_participation"}


@pytest.mark.parametrize("name", JOB)
def test_an_impossible_job_is_refused(alice, name):
    job = Job.objects.create(owner=alice, kind="report", title="Orders", language="en")
    refuses(Job.objects.filter(pk=job.pk), JOB[name])
