"""Bookings in Django's admin can be looked at by those who may use it, and changed by nobody."""

import pytest

from bookings.models import BookingOrder
from tests.cast import make_order, make_person


@pytest.fixture
def order(alice):
    return make_order(alice)


@pytest.fixture
def operator(client, db):
    client.force_login(make_person("Olga", is_staff=True, is_superuser=True))
    return client


def test_an_operator_reads_an_order_with_address_and_participation(operator, order):
    listed = operator.get("/admin/bookings/bookingorder/", {"q": order.number})
    shown = operator.get(f"/admin/bookings/bookingorder/{order.pk}/change/")

    assert order.number in listed.content.decode()
    assert "Länggasse" in shown.content.decode()
    assert 'name="_save"' not in shown.content.decode()


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_nobody_adds_or_deletes_an_order(operator, order, page):
    url = f"/admin/bookings/bookingorder/{page.format(pk=order.pk)}"

    assert operator.post(url, {"post": "yes"}).status_code == 403
    assert BookingOrder.objects.count() == 1


def test_nobody_changes_an_order(operator, order):
    url = f"/admin/bookings/bookingorder/{order.pk}/change/"

    assert operator.post(url, {"state": "paid", "price": "1"}).status_code == 403
    order.refresh_from_db()
    assert (order.state, order.price) == ("open", 490)


def test_a_planner_is_not_let_into_the_admin(client, bob, order):
    client.force_login(bob)

    assert client.get("/admin/bookings/bookingorder/").status_code == 302
