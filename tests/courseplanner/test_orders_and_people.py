"""People come, are renamed and go; their booking orders and what was done with them stay (F38)."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from accounts import history
from accounts.actions import change_person
from bookings import actions
from bookings.models import BookingOrder
from tests.cast import give_role, make_order, make_person
from tests.courseplanner.pages import says


@pytest.fixture
def order(alice) -> BookingOrder:
    return make_order(alice, method="invoice")


def page_of(client, order: BookingOrder):
    return client.get(reverse("courseplanner:order", kwargs={"number": order.number}))


def test_a_renamed_person_is_found_under_the_new_name_with_the_old_number(
    client, bob, alice, order
):
    was, alice.last_name = str(alice), "Neumann"
    change_person(person=alice, by=alice)
    client.force_login(bob)

    assert says(page_of(client, order), order.number, "Neumann")
    assert says(client.get(reverse("courseplanner:orders"), {"q": "neum"}), order.number)
    assert history.of(order).first().by_label == was


def test_an_order_of_who_has_left_is_read_and_settled(client, bob, alice, order):
    alice.is_active = False
    alice.save()
    alice.roles.all().delete()
    client.force_login(bob)

    assert says(page_of(client, order), order.number, "Alice")
    client.post(reverse("courseplanner:paid", kwargs={"number": order.number}))
    assert BookingOrder.objects.get().state == "paid"


def test_nobody_with_an_order_is_deleted(alice, order):
    with pytest.raises(ProtectedError):
        alice.delete()
    assert BookingOrder.objects.get().person == alice


def test_what_a_planner_did_is_read_after_they_are_gone(client, bob, root, order):
    gone = make_person("Gone", last_name="Planner")
    give_role(gone, "planner", root)
    actions.write_off(order=order, by=gone, note="Bankrupt")
    gone.delete()
    client.force_login(bob)

    page = page_of(client, order)

    assert says(page, "Written off", "Gone Planner", "Open", "Bankrupt")
    assert history.of(order).last().by is None


def test_each_change_is_read_with_who_from_to_and_why(client, bob, order):
    actions.mark_paid(order=order, by=bob)
    actions.mark_open(order=order, by=bob)
    actions.change_price(order=order, price=50, seen=490, by=bob, note="Agreed by phone")
    actions.cancel(order=order, by=bob, fee=20, note="Ill")
    actions.change_fee(order=order, fee=10, seen=20, by=bob, note="Half of it")
    client.force_login(bob)

    text = page_of(client, order).content.decode()

    told = text[text.index("History") :]
    for words in (
        "Set as paid", "Set as open", "Price changed", "CHF\xa0490.00", "CHF\xa050.00",
        "Agreed by phone", "Cancelled", "Ill", "Cancellation fee changed", "Half of it", str(bob),
    ):  # fmt: skip
        assert words in told
