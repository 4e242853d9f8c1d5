"""A report is of one moment, though it tells how far it is while it is written (F31)."""

from decimal import Decimal

import pytest
from django.db import connection

from accounts.models import User
from bookings import jobs
from bookings.models import BookingOrder, Job
from courseplanner.reports import actions
from tests.courseplanner.reports.test_reports import address, cells, opened
from tests.courseplanner.test_export_meanwhile import MANY, orders_of


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_report_is_of_one_moment_and_holds_no_transaction(client, bob, alice, care, monkeypatch):
    orders_of(alice, care, MANY)
    report = actions.run(template="all", of=None, by=bob)
    progress, told = jobs.progress, []

    def reprice(job: Job, done: int, total: int) -> None:
        assert not connection.in_atomic_block
        BookingOrder.objects.update(price=Decimal("99.00"))
        told.append((done, total))
        progress(job, done, total)

    monkeypatch.setattr("courseplanner.reports.work.jobs.progress", reprice)
    jobs.run_due()

    client.force_login(User.objects.get(pk=bob.pk))
    head, *rows = cells(opened(client, address(report)))
    assert {row[head.index("Price")] for row in rows} == {10}
    assert told == [(0, MANY), (500, MANY), (MANY, MANY)]
