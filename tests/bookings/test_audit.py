"""Every rule that the audit watches: broken on purpose, it rings, and only it."""

import tracemalloc
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bookings import actions, audit, seats
from bookings.models import BookingOrder, OrderAddress, Participation
from catalog.models import LearningResource
from tests.cast import book, enter_by_hand, make_offer, make_order, make_resource

EXPECTED = {check.__name__ for check in audit.CHECKS}


def rung() -> set[str]:
    """The checks that found something."""
    return {check.__name__ for check in audit.CHECKS if list(check())}


def unguarded(table: str, *constraints: str) -> None:
    """Take away what the database itself would refuse, to see whether the audit would notice."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            return
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


@pytest.fixture(autouse=True)
def guarded_again(db):
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.fixture
def order(alice) -> BookingOrder:
    return make_order(alice)


def change(order: BookingOrder, **fields) -> None:
    BookingOrder.objects.filter(pk=order.pk).update(**fields)


def test_everything_that_can_happen_by_the_verbs_is_fine(alice, charlie, bob):
    for method in ("free", "code", "invoice"):
        make_order(alice, method=method)
    make_order(alice, price=0, cancellation_fee=None, free_until_days=None)
    offer = make_offer(make_resource(max_participants=5), confirmation=True, confirmation_days=1)
    enter_by_hand(offer.resource, bob)
    actions.confirm(participation=book(offer, alice).participation, by=bob)
    actions.decline(participation=book(offer, charlie).participation, by=bob)
    book(offer, charlie)
    later = timezone.now() + timedelta(days=2)
    seats.release_lapsed(LearningResource.objects.get(pk=offer.resource_id), later)
    paid = make_order(charlie)
    actions.mark_paid(order=paid, by=bob)

    assert rung() == set()


def test_an_empty_house_is_in_order(db, capsys):
    call_command("audit")

    assert capsys.readouterr().out == f"{len(EXPECTED)} checks, no finding\n"


@pytest.mark.parametrize("taken", [0, 2])
def test_a_seat_too_many_or_too_few_rings(order, taken):
    LearningResource.objects.filter(pk=order.resource_id).update(seats_taken=taken)

    assert rung() == {"seats_are_counted"}


def test_seats_taken_where_nobody_is_ring(db):
    LearningResource.objects.filter(pk=make_resource().pk).update(seats_taken=1)

    assert rung() == {"seats_are_counted"}


def test_being_in_twice_rings(order, alice):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_live_participation")
    enter_by_hand(LearningResource.objects.get(pk=order.resource_id), alice)

    assert rung() == {"nobody_is_in_twice"}


@pytest.mark.parametrize("state", ["open", "in_payment", "paid", "done"])
@pytest.mark.parametrize("access", ["declined", "expired", "cancelled"])
def test_an_order_without_its_access_rings(order, state, access):
    change(order, state=state, paid_at=timezone.now())
    Participation.objects.update(status=access)
    seats.release(order.resource_id)

    assert rung() == {"orders_have_their_access"}


def test_an_order_whose_access_does_not_exist_rings(order):
    Participation.objects.all().delete()
    seats.release(order.resource_id)

    assert rung() == {"orders_have_their_access"}


@pytest.mark.parametrize("state", ["open", "paid", "done"])
def test_access_that_staff_took_away_leaves_the_money_as_it_is(order, state):
    change(order, state=state, paid_at=timezone.now())
    Participation.objects.update(status="removed")
    seats.release(order.resource_id)

    assert rung() == set()


@pytest.mark.parametrize("access", ["active", "expired", "removed"])
def test_a_written_off_order_proves_nothing_about_access(order, access):
    change(order, state="written_off")
    Participation.objects.update(status=access)
    if access != "active":
        seats.release(order.resource_id)

    assert rung() == set()


@pytest.mark.parametrize("state", ["cancelled", "error"])
def test_access_left_behind_a_cancelled_order_rings(order, state):
    change(order, state=state, cancelled_at=timezone.now() if state == "cancelled" else None)

    assert rung() == {"access_has_its_order"}


@pytest.mark.parametrize("field", ["resource_title", "offer_label", "currency"])
def test_an_incomplete_copy_rings(order, field):
    unguarded("bookings_bookingorder", "order_frozen_copy_is_complete")
    change(order, **{field: ""})

    assert rung() == {"frozen_copies_are_complete"}


def test_a_copy_that_cannot_be_sorted_rings(order):
    change(order, resource_title_folded="")

    assert rung() == {"frozen_copies_are_complete"}


def test_a_method_nobody_knows_rings(alice):
    change(make_order(alice, method="free"), method="barter")

    assert rung() == {"frozen_copies_are_complete"}


@pytest.mark.parametrize("field", ["name_line_1", "address_line_1", "city", "country"])
def test_an_address_nobody_can_print_rings(order, field):
    unguarded("bookings_orderaddress", "order_address_can_be_printed")
    OrderAddress.objects.update(**{field: ""})

    assert rung() == {"frozen_copies_are_complete"}


def test_an_invoice_without_an_address_rings(order):
    OrderAddress.objects.all().delete()

    assert rung() == {"invoices_have_an_address"}


@pytest.mark.parametrize("digit", range(10))
def test_every_wrong_check_digit_rings(order, digit):
    right = int(order.number[-1])
    change(order, number=f"{order.number[:-1]}{digit}")

    assert rung() == (set() if digit == right else {"numbers_are_well_formed"})


@pytest.mark.parametrize("number", ["KB", "1", "KB-26-1-1", "KB-2026-000001", " KB-2026-000001-1"])
def test_a_number_of_another_form_rings(order, number):
    change(order, number=number)

    assert rung() == {"numbers_are_well_formed"}


def test_the_number_of_another_order_rings(order, charlie):
    other = make_order(charlie)
    taken = other.number
    change(other, number="x")
    change(order, number=taken)

    assert rung() == {"numbers_are_well_formed"}


@pytest.mark.postgres
def test_a_status_that_does_not_agree_with_its_state_rings(order):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE bookings_bookingorder ALTER COLUMN status DROP EXPRESSION")
        cursor.execute("UPDATE bookings_bookingorder SET status = 'paid'")

    assert rung() == {"status_agrees_with_state"}


def test_every_finding_is_printed_and_the_exit_is_1(order, capsys):
    LearningResource.objects.filter(pk=order.resource_id).update(seats_taken=7)
    OrderAddress.objects.all().delete()

    with pytest.raises(SystemExit) as exit_:
        call_command("audit")

    said = capsys.readouterr().out
    assert exit_.value.code == 1
    assert f"Wound care ({order.resource_id}): 7 seats taken, 1 participations" in said
    assert f"invoices_have_an_address: {order.number}: an invoice without an address" in said


def test_the_audit_asks_as_often_for_one_order_as_for_three(
    alice, django_assert_num_queries, django_assert_max_num_queries
):
    make_order(alice)
    with django_assert_max_num_queries(16) as one:
        rung()
    make_order(alice)
    make_order(alice, method="free")
    with django_assert_num_queries(len(one)):
        rung()


def test_the_audit_remembers_no_row_it_has_looked_at(order):
    """Thousands of wrong numbers need no more memory than a few: they are read as a stream."""
    copies = [
        BookingOrder(
            **{
                field.attname: getattr(order, field.attname)
                for field in BookingOrder._meta.concrete_fields
                if field.name not in ("id", "number", "status", "is_adjusted")
            },
            number=f"wrong {number}",
        )
        for number in range(6000)
    ]
    BookingOrder.objects.bulk_create(copies, batch_size=500)
    del copies

    tracemalloc.start()
    found = sum(1 for _sentence in audit.numbers_are_well_formed())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == 6000
    assert peak < 3 * 1024 * 1024
