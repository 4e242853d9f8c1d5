"""Freely available: nothing to pay, nothing to fill in, one click."""

from bookings.models import BookingOrder, OrderAddress
from tests.bookings.pages import address_of, says
from tests.cast import make_offer, make_resource


def test_a_free_offer_asks_nothing_but_the_click(client, alice, post):
    offer = make_offer(method="free")

    page = client.get(address_of(offer))
    post(offer)

    assert list(page.context["form"].fields) == ["seen"]
    order = BookingOrder.objects.get()
    assert (order.status, order.participation.status, order.price) == ("done", "active", 0)
    assert not OrderAddress.objects.exists()


def test_what_else_is_sent_along_is_not_kept(post, alice):
    post(
        make_offer(method="free"), price="1", person="7", state="paid", po_number="4500", code="x"
    )

    order = BookingOrder.objects.get()
    assert (order.person, order.status, order.po_number) == (alice, "done", "")


def test_a_free_offer_can_be_booked_for_every_kind_of_resource(post):
    for kind in ("course", "implementation"):
        post(make_offer(make_resource(kind=kind), method="free"))

    assert BookingOrder.objects.count() == 2


def test_with_confirmation_the_page_after_the_click_says_who_decides(client, post):
    booked = post(make_offer(method="free", confirmation=True))["Location"]

    assert says(
        client.get(booked), "Your place is held.", "Pending", "Bildungszentrum Aare decide"
    )
