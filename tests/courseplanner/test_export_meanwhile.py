"""What happens to a workbook while orders change, rights go and others export as well (F31)."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection, transaction

from accounts.models import OrganisationRole
from bookings.models import BookingOrder
from courseplanner.orders import seen_by
from courseplanner.tables import Orders
from tables.download import workbook
from tables.sums import Sums
from tests.cast import make_offer, make_order, make_person, make_resource
from tests.tables.lists import cells, read

EXPORT = "/planner/orders/export.xlsx"
MANY = 600  # more than are fetched at once


def orders_of(alice, care, number: int) -> None:
    """Without the way of a booking, which is not what is asked here."""
    first = make_order(alice, price=Decimal("10.00"))
    people = [make_person(f"P{n}", email=f"p{n}@example.org") for n in range(3)]
    fields = {
        field.attname: getattr(first, field.attname)
        for field in BookingOrder._meta.concrete_fields
        if not field.primary_key and not field.generated
    }
    BookingOrder.objects.bulk_create(
        BookingOrder(**fields | {"number": f"KB-2027-{n:06}-0", "person": people[n % 3]})
        for n in range(number - 1)
    )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workbook_is_one_moment_while_all_prices_change(alice, care):
    orders_of(alice, care, MANY)
    content = workbook(Orders(seen_by(None)), by="Bob")
    begun = [next(content)]  # styles only
    while len(begun) < 4:
        begun.append(next(content))

    def reprice() -> None:
        with transaction.atomic():
            BookingOrder.objects.update(price=Decimal("99.00"))
            BookingOrder.objects.filter(number__startswith="KB-2027-0000").delete()
        connection.close()

    with ThreadPoolExecutor(1) as planner:
        planner.submit(reprice).result(timeout=20)
    book = read([*begun, *content])
    head, *rows = cells(book)

    assert len(rows) == MANY
    assert {row[head.index("Price")] for row in rows} == {10}
    assert ["Total: Price, CHF", 10 * MANY] in [row[:2] for row in cells(book, -1)]
    assert set(BookingOrder.objects.values_list("price", flat=True)) == {Decimal("99.00")}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_statements_would_have_been_two_moments(alice, care):
    """The positive control: read page by page, the same change is seen in the middle."""
    orders_of(alice, care, MANY)
    table = Orders(seen_by(None))
    seen = {row["price_original"] for row in table.workbook_rows().values("price_original")[:300]}
    BookingOrder.objects.update(price_original=Decimal("99.00"))
    later = table.workbook_rows().values("price_original")[300:]
    seen |= {row["price_original"] for row in later}

    assert seen == {Decimal("10.00"), Decimal("99.00")}


def test_who_lost_the_right_finds_nothing_from_then_on(client, bob, alice):
    make_order(alice)
    client.force_login(bob)
    assert len(cells(read(client.get(EXPORT).streaming_content))) == 2

    OrganisationRole.objects.filter(user=bob).delete()

    for address in (EXPORT, "/planner/orders/accounting.xlsx", "/planner/orders/"):
        assert client.get(address).status_code == 404


def test_who_changed_the_organisation_exports_the_new_one_only(client, bob, alice, elsewhere):
    make_order(alice)
    there = make_resource("Elsewhere", organisation=elsewhere)
    make_offer(there)
    client.force_login(bob)
    OrganisationRole.objects.filter(user=bob).update(organisation=elsewhere)

    assert len(cells(read(client.get(EXPORT).streaming_content))) == 1


def test_download_under_way_ends_as_it_began(client, bob, alice):
    """It was asked for with the right; half a workbook would be worse than a whole one."""
    order = make_order(alice)
    client.force_login(bob)
    answer = client.get(EXPORT)
    OrganisationRole.objects.filter(user=bob).delete()

    assert cells(read(answer.streaming_content))[1][0] == order.number


def test_signed_out_person_gets_no_workbook(client, bob):
    client.force_login(bob)
    client.logout()

    assert client.get(EXPORT)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("verb", ["post", "put", "delete", "patch"])
def test_workbooks_are_read_only(client, bob, verb):
    client.force_login(bob)

    assert getattr(client, verb)(EXPORT).status_code == 405


def test_all_columns_of_the_list_have_their_sums(client, bob, alice):
    make_order(alice, price=Decimal("490.00"))
    client.force_login(bob)
    book = read(client.get(f"{EXPORT}?columns=all").streaming_content)
    about = dict(row[:2] for row in cells(book, -1))

    assert about["Total: Price, CHF"] == 490
    assert about["Total: Price (original), CHF"] == 490
    assert Sums(()).lines() == []
