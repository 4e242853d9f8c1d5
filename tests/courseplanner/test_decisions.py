"""Confirm, decline, set as paid or open: asked first, done once, told in words (F26)."""

import pytest
from django.urls import reverse

from accounts import history
from bookings import actions
from bookings.models import BookingOrder
from tests.cast import book, make_offer, make_order


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def waiting(alice) -> BookingOrder:
    return book(make_offer(method="invoice", confirmation=True), alice)


def do(client, verb: str, order: BookingOrder, **data):
    url = reverse(f"courseplanner:{verb}", kwargs={"number": order.number})
    return client.post(url, {"tell": "standard", **data}, follow=True)


def said(page) -> str:
    return " ".join(str(message) for message in page.context["messages"])


@pytest.mark.parametrize("verb", ["confirm", "decline"])
def test_what_cannot_be_undone_asks_first(planner, waiting, verb):
    page = planner.get(reverse(f"courseplanner:{verb}", kwargs={"number": waiting.number}))

    assert "alice@example.org" in page.content.decode()
    assert "Decide later" in page.content.decode()


def test_confirming_opens_the_course_to_the_person(planner, waiting):
    page = do(planner, "confirm", waiting)

    assert "is confirmed" in said(page)
    assert BookingOrder.objects.get().participation.status == "active"


def test_declining_keeps_the_note(planner, waiting, bob):
    page = do(planner, "decline", waiting, note="Full up to May.")

    assert "is declined" in said(page)
    event = history.of(waiting).last()
    assert (event.note, event.by) == ("Full up to May.", bob)
    assert BookingOrder.objects.get().status == "cancelled"


def test_a_note_too_long_loses_nothing(planner, waiting):
    page = do(planner, "decline", waiting, note="x" * 2001)

    assert "x" * 2001 in page.content.decode()
    assert BookingOrder.objects.get().participation.status == "pending"


def test_two_planners_at_once_the_second_is_told(planner, waiting, admin):
    actions.decline(participation=waiting.participation, by=admin)

    page = do(planner, "confirm", waiting)

    assert "somebody else has changed this booking" in said(page)
    assert BookingOrder.objects.get().participation.status == "declined"


def test_an_invoice_is_set_as_paid_and_open_again(planner, alice):
    order = make_order(alice)

    assert "is set as paid" in said(do(planner, "paid", order))
    assert BookingOrder.objects.get().status == "paid"
    assert "open again" in said(do(planner, "reopen", order))
    assert BookingOrder.objects.get().status == "open"


def test_set_as_paid_twice_is_told(planner, alice):
    order = make_order(alice)
    do(planner, "paid", order)

    assert "somebody else has changed" in said(do(planner, "paid", order))


def test_what_is_not_billed_is_not_set_as_paid(planner, alice):
    order = make_order(alice, method="free")

    assert "Only invoices" in said(do(planner, "paid", order))
    assert BookingOrder.objects.get().status == "done"


def test_only_the_buttons_that_work_are_shown(planner, alice, waiting):
    make_order(alice, method="free")
    page = planner.get("/planner/orders/").content.decode()

    assert page.count("Confirm…") == page.count("Decline…") == 1
    assert page.count("Set as “Paid”</button>") == 1


def test_after_a_decision_the_list_is_as_it_was(planner, alice):
    order = make_order(alice)
    url = reverse("courseplanner:paid", kwargs={"number": order.number})

    answer = planner.post(url, {"query": "preset=open&sort=price"})

    assert answer["Location"] == "/planner/orders/?preset=open&sort=price"


def test_the_way_back_leads_to_no_other_house(planner, alice):
    order = make_order(alice)
    url = reverse("courseplanner:paid", kwargs={"number": order.number})

    assert planner.post(url, {"query": "//evil.example"})["Location"].startswith("/planner/")
