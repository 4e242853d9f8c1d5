"""A person cancels their own booking: the cost is shown first, and is the cost charged."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from bookings.models import BookingOrder
from tests.bookings.pages import says
from tests.browser import LOOKS, assert_well_made
from tests.cast import book, make_offer, make_order, make_resource


@pytest.fixture
def late(alice) -> BookingOrder:
    """An invoice of Alice that can no longer be cancelled for nothing."""
    begin = timezone.localdate() + timedelta(days=3)
    return book(make_offer(make_resource("Wound care", begin=begin), method="invoice"), alice)


@pytest.fixture
def desk(client, alice):
    client.force_login(alice)
    return client


def address(order: BookingOrder) -> str:
    return reverse("bookings:cancel", kwargs={"number": order.number})


def status(order: BookingOrder) -> tuple[str, str]:
    now = BookingOrder.objects.with_details().get(pk=order.pk)
    return now.status, now.participation.status


def test_the_cost_is_shown_before_the_click(desk, late):
    page = desk.get(address(late))

    assert says(page, "A cancellation fee of CHF\xa0120.00 will be charged.", "for a fee")
    assert status(late) == ("open", "active")


def test_the_fee_has_to_be_agreed_to(desk, late):
    page = desk.post(address(late), {"seen": "120.00"})

    assert says(page, "Tick the box if you agree. Nothing was cancelled yet.")
    assert status(late) == ("open", "active")


def test_cancelling_for_the_fee_seen(desk, late, alice):
    page = desk.post(address(late), {"seen": "120.00", "sure": "on"}, follow=True)

    assert says(page, f"{late.number} is cancelled.", "Cancelled with fee")
    assert status(late) == ("cancelled_fee", "cancelled")
    told = Message.objects.get(person=alice, event="cancelled_yourself")
    assert told.context["fee_charged"] == "CHF\xa0120.00"


def test_a_fee_that_has_changed_is_asked_again(desk, late):
    page = desk.post(address(late), {"seen": "0", "sure": "on"}, follow=True)

    assert says(page, "The fee is now CHF\xa0120.00. Nothing was cancelled.")
    assert status(late) == ("open", "active")


def test_what_is_free_asks_for_no_tick(desk, alice):
    order = make_order(alice, method="free")

    assert not says(desk.get(address(order)), 'name="sure"')
    desk.post(address(order), {"seen": "0"})

    assert status(order) == ("cancelled", "cancelled")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": "written_off"}, "is “Written off” and cannot be cancelled."),
        ({"cancellable": False}, "This booking cannot be cancelled online."),
    ],
)
def test_what_cannot_be_cancelled_says_why(desk, late, change, said):
    BookingOrder.objects.filter(pk=late.pk).update(**change)

    page = desk.post(address(late), {"seen": "120.00", "sure": "on"}, follow=True)

    assert says(page, said)
    assert status(late)[1] == "active"
    assert not says(desk.get(reverse("bookings:index")), "/cancel/")


def test_a_course_that_is_over_is_not_cancelled(desk, late):
    late.resource.begin = late.resource.end = timezone.localdate() - timedelta(days=1)
    late.resource.save()

    assert says(desk.get(address(late), follow=True), "This course is over.")


def test_cancelling_twice_charges_once(desk, late):
    for _click in range(2):
        page = desk.post(address(late), {"seen": "120.00", "sure": "on"}, follow=True)

    assert says(page, "cannot be cancelled. Nothing was changed.")
    assert BookingOrder.objects.get(pk=late.pk).cancellation_fee == Decimal(120)


def test_somebody_elses_booking_does_not_exist(client, charlie, late):
    client.force_login(charlie)

    assert client.post(address(late), {"seen": "120.00", "sure": "on"}).status_code == 404
    assert status(late) == ("open", "active")


def test_the_ways_to_cancel(desk, late):
    for page in (late.get_absolute_url(), late.resource.get_absolute_url(), "/bookings/"):
        assert says(desk.get(page), address(late))


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_dialog_is_well_made(
    page, live_server, sign_in, look, alice, late, size, theme, language
):
    look(size, theme, language)
    sign_in(alice)
    page.goto(live_server.url + address(late))
    assert_well_made(page)
