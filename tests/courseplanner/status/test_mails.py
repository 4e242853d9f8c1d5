"""What participants read when an implementation is confirmed or cancelled, and its preview."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail as mailbox
from django.utils import timezone

from accounts import outbox
from accounts.models import Message
from bookings import mail
from bookings.models import Participation
from courseplanner.status import actions
from tests.cast import book, enter_by_hand, make_offer, make_person, make_resource
from tests.courseplanner.pages import url


@pytest.fixture
def run(root):
    days = {"begin": date(2027, 1, 12), "end": date(2027, 1, 13)}
    return make_resource("Wundpflege", status="provisional", location="Olten", **days)


def move(resource, to: str, by, **how):
    actions.move(
        implementation=resource.implementation,
        to=to,
        seen=resource.status,
        by=by,
        **{"words": "", **how},
    )


def sent() -> dict[str, tuple[str, str, str]]:
    """By recipient: subject, text, HTML."""
    mailbox.outbox.clear()
    outbox.deliver_due()
    return {
        one.to[0]: (one.subject, one.body, one.alternatives[0][0])
        for one in mailbox.outbox
        if one.subject.startswith(("It takes", "Does not take"))
    }


def test_who_is_in_reads_that_it_takes_place_when_and_where(run, bob, alice):
    order = book(make_offer(run, method="invoice", receipt=False), alice)

    move(run, "confirmed", bob, words="Bring boots.\nAnd a pen.")

    subject, text, html = sent()["alice@example.org"]
    assert subject == "It takes place: Wundpflege"
    for body in (text, html):
        for fact in (
            order.number,
            "Tuesday, 12 January 2027",
            "Olten",
            "Alice",
            "See the booking",
        ):
            assert fact in body
    assert "Bring boots.\nAnd a pen." in text
    assert "Bring boots.<br>And a pen." in html


def test_words_of_staff_are_words_and_no_markup(run, bob, alice):
    book(make_offer(run, receipt=False), alice)

    move(run, "confirmed", bob, words="<b>Now & then</b> “so”")

    _subject, text, html = sent()["alice@example.org"]
    assert "<b>Now & then</b> “so”" in text
    assert "&lt;b&gt;Now &amp; then&lt;/b&gt;" in html


def test_who_was_entered_by_hand_reads_of_no_booking(run, bob, alice):
    enter_by_hand(run, alice)

    move(run, "cancelled", bob)

    subject, text, html = sent()["alice@example.org"]
    assert subject == "Does not take place: Wundpflege"
    for body in (text, html):
        assert "had to be cancelled by Bildungszentrum Aare" in body
        assert "Booking number" not in body
        assert "charged" not in body
        assert "entered you in this course" in body


def test_who_booked_reads_that_nothing_is_charged(run, bob, alice):
    order = book(make_offer(run, method="invoice", receipt=False), alice)

    move(run, "cancelled", bob, words="We are sorry.")

    _subject, text, html = sent()["alice@example.org"]
    for body in (text, html):
        for fact in (order.number, "Nothing is charged for the cancellation.", "We are sorry."):
            assert fact in body


def test_no_other_mail_about_the_cancelled_order_goes_out(run, bob, alice):
    book(make_offer(run, method="invoice", receipt=False), alice)

    move(run, "cancelled", bob)

    assert list(Message.objects.values_list("event", flat=True)) == ["run_cancelled"]


def test_each_reads_in_their_own_language_whoever_acts(run, bob, alice):
    emil = make_person("Emil", language="de")
    offer = make_offer(run, receipt=False)
    book(offer, alice)
    book(offer, emil)

    move(run, "confirmed", bob)

    begins = {
        one.recipient: (one.language, one.context["begin"])
        for one in Message.objects.filter(event="run_confirmed")
    }
    assert begins["alice@example.org"] == ("en", "Tuesday, 12 January 2027")
    assert begins["emil@example.org"] == ("de", "Dienstag, 12. Januar 2027")


@pytest.mark.parametrize("own", ["de", "en"])
@pytest.mark.parametrize("event", ["run_confirmed", "run_cancelled"])
def test_a_preview_is_in_one_language_throughout(run, event, own):
    person = make_person("Emil", language=own)
    order = book(make_offer(run, method="invoice", receipt=False), person)
    who = Participation.objects.with_details().get(order=order)

    german = mail.run_preview(event, who, language="de", words="", due=False)
    english = mail.run_preview(event, who, language="en", words="", due=False)

    assert "Buchungsnummer" in german.text
    assert "Booking number" in english.text
    assert "Dienstag, 12. Januar" in german.context["begin"]
    assert "Tuesday, 12 January" in english.context["begin"]
    assert "January" not in german.text
    assert "Januar " not in english.text
    person.refresh_from_db()
    assert (person.language, Message.objects.count()) == (own, 0)


def test_the_preview_is_the_mail_that_goes_out(client, run, bob, alice):
    begin = timezone.localdate() + timedelta(days=2)
    run.begin = run.end = begin
    run.save()
    book(make_offer(run, method="invoice", receipt=False), alice)
    client.force_login(bob)
    address = url("implementation_status", pk=run.implementation.pk, to="cancelled")
    typed = {"seen": "provisional", "fees": "due", "tell": "own", "words": "We are\r\nsorry."}

    shown = client.post(address, typed | {"preview": "en"}).context["preview"]
    client.post(address, typed)

    subject, text, _html = sent()["alice@example.org"]
    assert (subject, text) == (shown.subject, shown.text)
    assert "120.00" in text


def test_a_fee_of_a_free_course_is_never_spoken_of(run, bob, alice):
    order = book(make_offer(run, receipt=False), alice)

    move(run, "cancelled", bob, waive=False)

    order.refresh_from_db()
    assert (order.status, order.cancellation_fee) == ("cancelled", None)
    assert order.price == Decimal(0)
    assert "Nothing is charged" in sent()["alice@example.org"][1]
