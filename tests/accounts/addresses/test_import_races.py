"""Two clicks at the very same time, on a database that knows locks."""

import threading
from collections import Counter

import pytest
from django.db import connection

from accounts.addresses.imports import write
from accounts.models import AddressImport, BillingAddress, Event
from accounts.refusal import Refusal
from tests.accounts.addresses.files import row, upload, workbook
from tests.cast import make_person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(work, times: int) -> Counter[str]:
    """What each of several threads came back with, all starting together."""
    said, start = Counter(), threading.Barrier(times)

    def one() -> None:
        try:
            start.wait(5)
            said[str(work())] += 1
        except Refusal as refusal:
            said[type(refusal).__name__] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _time in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return said


def test_the_same_file_clicked_four_times_at_once_comes_in_once(client, admin, care):
    client.force_login(admin)
    upload(client, care, workbook(*[row(n) for n in range(50)]))
    checked = AddressImport.objects.get()

    said = at_once(lambda: write.take_in(checked=checked, by=admin), times=4)

    assert said == {"50": 1, "Refusal": 3}
    assert BillingAddress.objects.count() == Event.objects.filter(verb="imported").count() == 50


def test_the_same_file_brought_by_two_comes_in_once(client, admin, root, care):
    files = []
    for person in (admin, make_person("Eva", "administrator", root)):
        client.force_login(person)
        upload(client, care, workbook(*[row(n) for n in range(50)]))
        files.append((AddressImport.objects.get(by=person), person))

    def take_in() -> int:
        checked, by = files.pop()
        return write.take_in(checked=checked, by=by)

    said = at_once(take_in, times=2)

    assert said == {"50": 1, "Outdated": 1}
    assert BillingAddress.objects.count() == 50
