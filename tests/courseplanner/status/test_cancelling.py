"""An implementation is cancelled: whom it concerns, what it costs, and that it ends only once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts import history, outbox
from accounts.models import Message
from accounts.refusal import Refusal
from bookings import actions as bookings
from bookings import audit, jobs
from bookings.models import BookingOrder, Job, Participation
from courseplanner.status import actions, work
from tests.cast import book, enter_by_hand, make_offer, make_person, make_resource
from tests.courseplanner.pages import says, url


@pytest.fixture
def run(root):
    """Begins in three days: whoever cancels now pays."""
    begin = timezone.localdate() + timedelta(days=3)
    return make_resource("Wound care", begin=begin, max_participants=30).implementation


@pytest.fixture
def desk(client, bob):
    client.force_login(bob)
    return client


def fill(run, number: int, **terms) -> list[BookingOrder]:
    offer = make_offer(run.resource, method="invoice", **terms)
    return [book(offer, make_person(f"P{offer.pk}x{one}")) for one in range(number)]


def cancel(run, by, **how):
    return actions.move(
        implementation=run, to="cancelled", seen="confirmed", by=by, **{"words": "", **how}
    )


def after(run) -> tuple[int, set[str], set[str]]:
    run.resource.refresh_from_db()
    orders = BookingOrder.objects.filter(resource=run.resource).values_list("status", flat=True)
    access = Participation.objects.filter(resource=run.resource)
    return run.resource.seats_taken, set(orders), set(access.values_list("status", flat=True))


def told() -> list[str]:
    mails = Message.objects.filter(event__in=["run_cancelled", "cancelled"])
    return sorted(mails.values_list("event", "key"))


def test_everything_ends_without_fees_and_everybody_is_told_once(run, bob):
    orders = fill(run, 2) + fill(run, 1, confirmation=True)

    cancel(run, bob, note="Too few.")

    assert after(run) == (0, {"cancelled"}, {"cancelled"})
    assert told() == sorted(("run_cancelled", f"run_cancelled:{one.number}") for one in orders)
    waived = BookingOrder.objects.get(pk=orders[0].pk)
    assert (waived.cancellation_fee, waived.cancellation_fee_original) == (0, Decimal(120))
    assert history.of(waived).last().note == "The implementation was cancelled.\nToo few."
    assert not list(audit.seats_are_counted())
    assert not list(audit.orders_have_their_access())


def test_fees_are_charged_where_the_planner_says_so(run, bob):
    fill(run, 1)
    cancel(run, bob, waive=False)

    assert after(run)[1] == {"cancelled_fee"}
    outbox.deliver_due()
    mail = Message.objects.get(event="run_cancelled")
    assert "A cancellation fee of CHF\N{NO-BREAK SPACE}120.00 is charged." in mail.text


def test_who_was_entered_by_hand_is_out_and_told_too(run, bob, alice):
    by_hand = enter_by_hand(run.resource, alice)

    cancel(run, bob)

    assert after(run) == (0, set(), {"cancelled"})
    assert told() == [("run_cancelled", f"run_cancelled:{by_hand.pk}")]
    assert history.of(by_hand).last().verb == "removed"


def test_what_was_written_off_stays_so_and_access_ends(run, bob):
    [order] = fill(run, 1)
    bookings.write_off(order=order, by=bob)

    cancel(run, bob)

    assert after(run) == (0, {"written_off"}, {"cancelled"})


def test_an_order_whose_access_was_removed_is_cancelled_as_well(run, bob):
    [order] = fill(run, 1)
    bookings.remove(participation=order.participation, by=bob)

    cancel(run, bob)

    assert after(run) == (0, {"cancelled"}, {"removed"})


def test_what_had_ended_before_is_left_alone(run, bob):
    [order] = fill(run, 1)
    bookings.cancel(order=order, by=bob, words=None)

    cancel(run, bob)

    assert after(run)[1] == {"cancelled_fee"}
    assert told() == []


def test_nobody_is_told_where_the_planner_says_so(run, bob):
    fill(run, 1)
    cancel(run, bob, words=None)
    assert (after(run)[1], told()) == ({"cancelled"}, [])


def test_nobody_can_book_any_more(run, bob, alice):
    offer = make_offer(run.resource)
    cancel(run, bob)
    with pytest.raises(Refusal, match="cannot be booked"):
        book(offer, alice)


def test_many_are_cancelled_in_the_background(run, bob, monkeypatch):
    monkeypatch.setattr(work, "AT_ONCE", 2)
    fill(run, 3)

    job = cancel(run, bob)

    assert after(run)[1] == {"open"}
    jobs.run_due()
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert job.result["said"] == "It is cancelled for 3 people."
    assert after(run) == (0, {"cancelled"}, {"cancelled"})


@pytest.mark.parametrize("broken_at", [0, 1, 2, 3, 4])
def test_what_is_broken_off_goes_on_and_mails_nobody_twice(run, bob, monkeypatch, broken_at):
    monkeypatch.setattr(work, "AT_ONCE", 1)
    monkeypatch.setattr(work, "CHUNK", 2)
    orders, before = fill(run, 5), bookings.call_off
    cancel(run, bob)
    calls = iter(range(10))

    def break_off(**kwargs):
        ended = before(**kwargs)
        if next(calls) == broken_at:
            raise ConnectionError("killed")
        return ended

    monkeypatch.setattr(bookings, "call_off", break_off)
    jobs.run_due()
    kept = BookingOrder.objects.filter(state="cancelled").count()
    assert kept == broken_at // 2 * 2, "chunks are kept whole"
    jobs.run_due()

    assert Job.objects.get().state == "done"
    assert after(run) == (0, {"cancelled"}, {"cancelled"})
    assert told() == sorted(("run_cancelled", f"run_cancelled:{one.number}") for one in orders)
    assert [history.of(one).filter(verb="cancelled").count() for one in orders] == [1] * 5
    assert not list(audit.seats_are_counted())
    assert not list(audit.orders_have_their_access())


def test_the_page_shows_whom_and_what_first(desk, run):
    orders = fill(run, 2) + fill(run, 1, confirmation=True)
    bookings.mark_paid(order=orders[0], by=None)

    page = desk.get(url("implementation_status", pk=run.pk, to="cancelled"))

    assert says(page, "Orders to cancel", "CHF\N{NO-BREAK SPACE}490.00 have been paid already")
    assert says(page, "By the terms of the orders is due today:", "360.00")
    assert page.context["concerned"].active == 2
    assert page.context["concerned"].pending == 1
    assert page.context["preview"].subject == "Does not take place: Wound care"
    assert (after(run)[0], told()) == (3, [])


def test_a_preview_keeps_what_was_typed_and_changes_nothing(desk, run):
    fill(run, 1)
    address = url("implementation_status", pk=run.pk, to="cancelled")
    typed = {"seen": "confirmed", "fees": "due", "tell": "own", "words": "Es tut uns leid."}

    page = desk.post(address, typed | {"preview": "de"})

    preview = page.context["preview"]
    assert preview.language == "de"
    assert "Es tut uns leid." in preview.text
    assert "120.00" in preview.text
    assert says(page, "Es tut uns leid.</textarea>", 'value="due"')
    assert (after(run)[1], told()) == ({"open"}, [])


def test_the_page_cancels_with_own_words(desk, run):
    fill(run, 1)
    address = url("implementation_status", pk=run.pk, to="cancelled")
    typed = {"seen": "confirmed", "fees": "waive", "tell": "own", "words": "We are sorry."}

    page = desk.post(address, typed, follow=True)

    assert says(page, "The status of “Wound care” is “Cancelled” now.")
    outbox.deliver_due()
    assert "We are sorry." in Message.objects.get(event="run_cancelled").text


def test_own_words_must_be_written(desk, run):
    fill(run, 1)
    address = url("implementation_status", pk=run.pk, to="cancelled")

    page = desk.post(address, {"seen": "confirmed", "fees": "waive", "tell": "own", "words": " "})

    assert says(page, "Write what the person is told", "Nothing was changed.")
    assert after(run)[1] == {"open"}


def test_no_fee_that_is_due_is_no_question(desk, root):
    run = make_resource("Wound care").implementation
    fill(run, 1)

    page = desk.get(url("implementation_status", pk=run.pk, to="cancelled"))

    assert says(page, "No cancellation fee is due.")


@pytest.mark.parametrize("number", [1, 20])
def test_the_page_costs_the_same_with_many(desk, run, django_assert_max_num_queries, number):
    fill(run, number)
    address = url("implementation_status", pk=run.pk, to="cancelled")
    desk.get(address)
    with django_assert_max_num_queries(12):
        desk.get(address)
