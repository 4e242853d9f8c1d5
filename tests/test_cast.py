"""The cast itself: if it stands wrong, every other test means less."""

import pytest

from accounts.rights import allows
from tests.cast import book, make_offer, make_order, make_resource


@pytest.mark.parametrize("method", ["free", "code", "invoice"])
def test_cast_books_every_kind_of_offer(alice, method):
    order = make_order(alice, method=method)
    assert order.participation.status == "active"
    assert order.resource.implementation.product.title == "Wound care"


def test_cast_stands_in_its_organisations(alice, bob, charlie, line_manager):
    assert [allows(person, "orders.see") for person in (alice, bob, charlie, line_manager)] == [
        False, True, False, True,
    ]  # fmt: skip


def test_cast_resource_is_found_by_its_words(root):
    resource = make_resource("Büroorganisation", kind="course")
    assert list(type(resource).objects.search("buero")) == [resource]


def test_cast_offer_takes_a_seat(alice):
    resource = make_resource(max_participants=3)
    book(make_offer(resource), alice)
    resource.refresh_from_db()
    assert resource.seats_left == 2
