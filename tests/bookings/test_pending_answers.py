"""What an answer, or none, brings about: mails, orders, seats, and what stays (F19, F36)."""

import pytest
from django.core import mail as mailbox
from django.core.management import call_command

from accounts import history, outbox
from accounts.models import Message
from accounts.refusal import Conflict, Refusal
from bookings import actions
from bookings.models import Participation
from tests.bookings.memberships import ask, book_and_ask, lapse, order_of, seats, status
from tests.cast import book, enter_by_hand, make_offer, make_order, make_resource


def mails(event: str) -> list[Message]:
    return list(Message.objects.filter(event=event))


def delivered() -> list:
    outbox.deliver_due()
    return mailbox.outbox


def bodies(message) -> tuple[str, str]:
    return message.body, message.alternatives[0][0]


# Who asked is told


@pytest.mark.parametrize(
    ("answer", "subject", "sentence"),
    [
        ("accept", "Alice Ämmerli takes part: Team leading", "Alice Ämmerli has accepted"),
        ("refuse", "Alice Ämmerli declined: Team leading", "Alice Ämmerli does not take part in"),
    ],
)
def test_who_booked_for_somebody_is_told_the_answer(alice, bob, answer, subject, sentence):
    asked = book_and_ask(alice, bob, receipt=False)

    getattr(actions, answer)(participation=asked, by=alice)

    [_added, message] = delivered()
    assert message.to == ["bob@example.org"]
    assert message.subject == subject
    for body in bodies(message):
        assert sentence in body
        assert order_of(asked).number in body
        assert "Dear Bob Baumann" in body


def test_the_note_of_a_no_is_in_the_mail_and_harmless(alice, bob):
    asked = book_and_ask(alice, bob, receipt=False)

    actions.refuse(participation=asked, by=alice, note="On leave <b>& away</b>")

    [_added, message] = delivered()
    text, html = bodies(message)
    assert "On leave <b>& away</b>" in text
    assert "On leave &lt;b&gt;&amp; away&lt;/b&gt;" in html


def test_the_answer_is_told_in_the_language_of_who_asked(alice, bob):
    bob.language = "de"
    bob.save()
    asked = book_and_ask(alice, bob, receipt=False)

    actions.accept(participation=asked, by=alice)

    [message] = mails("answered")
    assert message.language == "de"
    assert message.context["begin"].split(",")[0].endswith(("tag", "woch"))


def test_who_asked_is_unknown_for_what_was_entered_by_hand(alice):
    actions.accept(participation=ask(alice), by=alice)

    assert not Message.objects.exists()


def test_nobody_is_told_their_own_answer(alice):
    asked = book_and_ask(alice, alice, receipt=False)

    actions.accept(participation=asked, by=alice)

    assert not Message.objects.exists()


# What an answer needs


@pytest.mark.parametrize("answer", [actions.accept, actions.refuse])
@pytest.mark.parametrize("state", ["active", "declined", "expired", "cancelled", "removed"])
def test_what_no_longer_waits_is_refused_with_a_sentence(alice, answer, state):
    asked = ask(alice, status=state)

    with pytest.raises(Refusal) as refused:
        answer(participation=asked, by=alice)

    assert "Wound care" in refused.value.sentence
    assert "othing was changed" in refused.value.sentence
    assert (status(asked), seats(asked)) == (state, 1)
    assert not history.of(asked).exists()


def test_a_no_to_a_yes_does_not_give_the_seat_twice(alice):
    asked = ask(alice)
    actions.refuse(participation=asked, by=alice)

    with pytest.raises(Refusal):
        actions.refuse(participation=asked, by=alice)

    assert seats(asked) == 0


def test_staff_cannot_say_yes_for_the_person_who_was_asked(alice, bob):
    asked = book_and_ask(alice, bob)

    with pytest.raises(Conflict):
        actions.confirm(participation=asked, by=bob)

    assert status(asked) == "pending"


def test_staff_may_take_the_question_back(alice, bob):
    asked = book_and_ask(alice, bob)

    actions.decline(participation=asked, by=bob)

    assert (status(asked), seats(asked)) == ("declined", 0)
    assert order_of(asked).state == "cancelled"


# Nobody answered in time


def test_what_the_person_did_not_confirm_in_time_ends_and_is_told(alice):
    asked = ask(alice, "Wundpflege")
    lapse(asked)

    call_command("tick")

    assert (status(asked), seats(asked)) == ("expired", 0)
    [line] = history.of(asked)
    assert (line.verb, line.by, line.after) == ("expired", None, "expired")
    [message] = mailbox.outbox
    assert message.to == ["alice@example.org"]
    assert message.subject == "Not confirmed in time: Wundpflege"
    for body in bodies(message):
        assert "You did not confirm it, so it has ended" in body
        assert "booking" not in body.lower()
        assert f"http://localhost:8000{asked.resource.get_absolute_url()}" in body


def test_what_staff_did_not_confirm_in_time_names_the_booking(alice):
    order = make_order(alice, confirmation=True, receipt=False)
    lapse(order.participation)

    call_command("tick")

    [message] = mailbox.outbox
    for body in bodies(message):
        assert "could be confirmed by Bildungszentrum Aare until" in body
        assert "Your booking has been cancelled, free of charge." in body
        assert f"http://localhost:8000/bookings/{order.number}/" in body
    [_booked, line] = history.of(order)
    assert (line.verb, line.before, line.after) == ("expired", "pending", "expired")


def test_ticking_twice_tells_once(alice, charlie):
    order = make_order(alice, method="free", confirmation=True, receipt=False)
    asked = ask(charlie)
    lapse(order.participation, asked)

    call_command("tick")
    call_command("tick")

    assert len(mails("expired")) == 2
    assert history.of(asked).count() == 1


def test_after_a_day_without_a_tick_everything_is_caught_up_once(alice, charlie, bob):
    resource = make_resource(max_participants=5)
    offer = make_offer(resource, method="free", confirmation=True, receipt=False)
    orders = [book(offer, person) for person in (alice, charlie, bob)]
    lapse(*[order.participation for order in orders])

    call_command("tick")

    resource.refresh_from_db()
    assert resource.seats_taken == 0
    assert {message.person for message in mails("expired")} == {alice, charlie, bob}


def test_a_booking_that_ends_what_lapsed_tells_it_too(alice, charlie):
    offer = make_offer(make_resource(max_participants=1), confirmation=True, receipt=False)
    late = book(offer, alice)
    lapse(late.participation)

    book(offer, charlie)
    call_command("tick")

    assert status(late.participation) == "expired"
    assert [message.person for message in mails("expired")] == [alice]


def test_what_is_rolled_back_is_not_told(alice):
    order = make_order(alice, method="free", confirmation=True, receipt=False)
    lapse(order.participation)

    with pytest.raises(Refusal):
        actions.accept(participation=_asked_in_person(order.participation), by=alice)

    assert not mails("expired")
    assert status(order.participation) == "pending"


def _asked_in_person(participation: Participation) -> Participation:
    Participation.objects.filter(pk=participation.pk).update(confirm_by="person")
    return participation


# F19: only what the order granted is withdrawn


def test_ending_an_order_leaves_a_membership_entered_since(alice, bob):
    """Declined or expired once, later entered by hand: the old order has nothing to take away."""
    offer = make_offer(method="free", confirmation=True, receipt=False)
    order = book(offer, alice)
    actions.decline(participation=order.participation, by=bob)
    resource = order.resource
    resource.refresh_from_db()
    entered = enter_by_hand(resource, alice)

    with pytest.raises(Conflict):
        actions.decline(participation=order.participation, by=bob)
    lapse(order.participation)
    call_command("tick")

    assert (status(entered), seats(entered)) == ("active", 1)


@pytest.mark.parametrize("origin", ["manual", "group"])
@pytest.mark.parametrize("end", ["decline", "expire", "refuse"])
def test_whatever_ends_an_order_leaves_memberships_elsewhere(alice, bob, origin, end):
    entered = enter_by_hand(make_resource("Other course"), alice, origin)
    asked = book_and_ask(alice, bob)
    if end == "decline":
        Participation.objects.filter(pk=asked.pk).update(confirm_by="staff")
        actions.decline(participation=order_of(asked).participation, by=bob)
    elif end == "refuse":
        actions.refuse(participation=asked, by=alice)
    else:
        lapse(asked)
        call_command("tick")

    assert status(asked) in ("declined", "expired")
    assert (status(entered), seats(entered)) == ("active", 1)


def test_an_expired_order_leaves_who_was_entered_for_the_same_course_since(alice):
    order = make_order(alice, method="free", confirmation=True, receipt=False)
    lapse(order.participation)
    call_command("tick")
    resource = order.resource
    resource.refresh_from_db()
    entered = enter_by_hand(resource, alice, "group")

    call_command("tick")

    assert (status(entered), seats(entered)) == ("active", 1)
    assert Participation.objects.live().get(person=alice) == entered
