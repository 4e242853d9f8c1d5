"""Every mail about a booking, as it is read: with an order and without, in both languages, in a
client that shows only text as in one that shows more."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone

from accounts import outbox
from accounts.models import Event, Message
from bookings import actions, mail
from bookings.models import Participation
from tests.cast import enter_by_hand, make_order, make_resource

WORDS = "Bitte <b>Schuhe</b> mitbringen"
ABOUT_AN_ORDER = {
    "booked": lambda order, _by, _event: mail.booked(order, order.participation),
    "cancelled": lambda order, by, _event: mail.cancelled(order, by=by, words=WORDS),
    "cancelled_yourself": lambda order, _by, _event: mail.cancelled(
        order, by=order.person, words=""
    ),
    "paid": lambda order, _by, event: mail.paid([(order, event)]),
    "price_changed": lambda order, _by, event: mail.price_changed(
        order, before=Decimal("1290.00"), event=event
    ),
    "written_off": lambda order, _by, event: mail.written_off(order, event=event),
}
ABOUT_A_MEMBER = {
    "added": lambda one, by, _event: mail.added(one, by=by, words=WORDS),
    "confirmed": lambda one, _by, _event: mail.confirmed(one, words=WORDS),
    "declined": lambda one, _by, _event: mail.declined(one, words=WORDS),
    "removed": lambda one, _by, _event: mail.removed(one, words=WORDS),
    "run_confirmed": lambda one, _by, event: mail.run_confirmed(one, words=WORDS, event=event),
    "run_cancelled": lambda one, _by, _event: mail.run_cancelled(one, words=WORDS),
}
PENDING = {
    "booked_pending": ("staff", lambda one, _by: mail.booked(one.order, one)),
    "added_pending": ("staff", lambda one, by: mail.added(one, by=by, words=WORDS)),
    "invited": ("person", lambda one, by: mail.added(one, by=by, words=WORDS)),
    "expired": ("staff", lambda one, _by: mail.expired(one)),
}
OWN_WORDS = {*ABOUT_A_MEMBER, "cancelled", "added_pending", "invited"}


@pytest.fixture(params=["en", "de"])
def reader(request, alice):
    alice.language = request.param
    alice.save()
    return alice


def written(event: str) -> Message:
    """The newest mail about this, as it went out."""
    outbox.deliver_due()
    return Message.objects.filter(event=event).latest("created_at")


def line(order) -> Event:
    return Event.objects.create(subject_type="bookingorder", subject_id=order.pk, verb="told")


def assert_well_written(message: Message) -> None:
    assert message.state == "sent", message.error
    html = unescape(message.html.partition("</style>")[2])
    for part in (message.subject, message.text, html):
        for hole in ("None", "{{", "{%", "%(", "“”", "«»", "CHF .", " .", " ,", "( "):
            assert hole not in part, (hole, part)
    assert "\n" not in message.subject
    assert "  " not in message.subject
    assert "\n\n\n" not in message.text
    assert message.person.first_name in message.text
    for link in re.findall(r'href="([^"]+)"', message.html):
        assert link in message.text, f"{link} is only for who sees HTML"
    assert not re.search(r"<(script|img|link|iframe|form)\b", message.html)


def assert_says_the_words(message: Message) -> None:
    assert WORDS in message.text
    assert "Bitte &lt;b&gt;Schuhe&lt;/b&gt; mitbringen" in message.html


@pytest.mark.parametrize("event", ABOUT_AN_ORDER)
def test_a_mail_about_an_order_is_well_written(reader, bob, event):
    order = make_order(reader, receipt=False)
    ABOUT_AN_ORDER[event](order, bob, line(order))

    message = written(event)

    assert_well_written(message)
    assert order.number in message.text
    if event in OWN_WORDS:
        assert_says_the_words(message)


@pytest.mark.parametrize("with_order", [True, False])
@pytest.mark.parametrize("event", ABOUT_A_MEMBER)
def test_a_mail_to_a_member_is_well_written(reader, bob, event, with_order):
    one = _member(reader, with_order)
    ABOUT_A_MEMBER[event](one, bob, line(one))

    message = written(event)

    assert_well_written(message)
    assert_says_the_words(message)
    assert ("KB-" in message.text) is with_order


@pytest.mark.parametrize("with_order", [True, False])
@pytest.mark.parametrize("event", PENDING)
def test_a_mail_to_who_waits_is_well_written(reader, bob, event, with_order):
    if event == "booked_pending" and not with_order:
        pytest.skip("nobody books without an order")
    confirm_by, tell = PENDING[event]
    one = _member(
        reader, with_order, status="pending", confirm_by=confirm_by, confirm_until=timezone.now()
    )
    tell(one, bob)

    message = written(event)

    assert_well_written(message)
    if event in OWN_WORDS:
        assert_says_the_words(message)


def _member(person, with_order: bool, **fields) -> Participation:
    if with_order:
        one = make_order(person, receipt=False).participation
    else:
        one = enter_by_hand(make_resource(location="Olten"), person)
    Participation.objects.filter(pk=one.pk).update(**fields)
    return Participation.objects.get(pk=one.pk)


def test_an_invitation_leads_to_where_one_answers(alice, bob):
    mail.added(_member(alice, False, status="pending", confirm_by="person"), by=bob, words="")
    message = written("invited")
    assert "http://localhost:8000/bookings/pending/" in message.text


def test_amounts_stand_as_their_reader_writes_them(alice, bob):
    """Not as whoever acts does: Bob's thousands have a comma, Alice's a mark."""
    alice.language = "de"
    alice.save()
    order = make_order(alice, price=Decimal("4900.00"), cancellation_fee=Decimal("1200.00"))
    actions.cancel(order=order, by=bob, fee=Decimal("1200.00"), note="", words="")
    assert "CHF\xa01’200.00" in written("cancelled").text


def test_a_price_lowered_to_nothing_says_so(alice):
    order = make_order(alice, receipt=False)
    order.price = Decimal(0)
    mail.price_changed(order, before=Decimal("490.00"), event=line(order))
    assert (
        "it was CHF\xa0490.00, and now there is nothing to pay." in written("price_changed").text
    )
