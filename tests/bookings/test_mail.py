"""What people are told: which mail at which step, once, in their language, with the facts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail as mailbox
from django.db import transaction
from django.utils import timezone

from accounts import outbox
from accounts.models import Message, Setting
from accounts.refusal import Refusal
from bookings import actions
from tests.cast import book, make_address, make_offer, make_order, make_resource


@pytest.fixture
def sent(db):
    """Delivers what waits, and gives the mails."""

    def deliver() -> list:
        outbox.deliver_due()
        return mailbox.outbox

    return deliver


def html(message) -> str:
    return message.alternatives[0][0]


def test_a_booking_is_confirmed_with_its_facts(alice, care, sent):
    resource = make_resource("Wundpflege", location="Olten, Haus Aare")
    order = book(
        make_offer(resource, method="invoice"),
        alice,
        address=make_address(organisation=care, name_line_1="Spital Aare AG"),
        po_number="0012",
    )

    [message] = sent()

    assert message.to == ["alice@example.org"]
    assert message.subject == f"Booking confirmation {order.number}: Wundpflege"
    for body in (message.body, html(message)):
        for fact in (
            "Alice Ämmerli", "Wundpflege", order.number, "Olten, Haus Aare", "Invoice",
            "Spital Aare AG, Länggasse 12a, 0312 Zürich", "0012", "CHF\xa0490.00",
            "CHF\xa0120.00", "you can cancel free of charge",
            f"http://localhost:8000/bookings/{order.number}/",
        ):  # fmt: skip
            assert fact in body, fact


def test_a_free_booking_names_no_price_and_no_invoice(alice, sent):
    make_order(alice, method="free")

    [message] = sent()

    for body in (message.body, html(message)):
        assert "CHF" not in body
        assert "invoice" not in body.lower()


def test_a_pending_booking_says_who_decides_until_when(alice, sent):
    order = make_order(alice, method="free", confirmation=True, confirmation_days=5)

    [message] = sent()

    until = timezone.localtime(order.participation.confirm_until).strftime("%-d %b %Y, %H:%M")
    assert message.subject.startswith(f"Booking {order.number}, to be confirmed")
    assert "The course planners of Bildungszentrum Aare" in message.body
    assert f"until {until}" in message.body
    assert "You get an e-mail as soon as they have." in html(message)


def test_confirming_and_declining_are_told(alice, charlie, bob, sent):
    offer = make_offer(method="free", confirmation=True, receipt=False)
    actions.confirm(participation=book(offer, alice).participation, by=bob)
    actions.decline(
        participation=book(offer, charlie).participation,
        by=bob,
        words="Bitte <b>zuerst</b> Modul 1",
    )

    confirmed, declined = sorted(sent(), key=lambda message: message.to)

    assert "has been confirmed and is active from now on" in confirmed.body
    assert "has been cancelled, free of charge" in declined.body
    assert "Bitte <b>zuerst</b> Modul 1" in declined.body
    assert "Bitte &lt;b&gt;zuerst&lt;/b&gt; Modul 1" in html(declined)


def test_without_receipt_nobody_is_told(alice, sent):
    make_order(alice, method="free", receipt=False)

    assert sent() == []


def test_a_refused_booking_tells_nobody(alice, charlie, sent):
    offer = make_offer(make_resource(max_participants=1), method="free", receipt=True)
    book(offer, charlie)
    with pytest.raises(Refusal):
        book(offer, alice)

    assert [message.to for message in sent()] == [["charlie@example.org"]]


def test_a_booking_that_is_rolled_back_tells_nobody(alice, sent):
    with pytest.raises(RuntimeError), transaction.atomic():
        make_order(alice, method="free")
        raise RuntimeError

    assert sent() == []


def test_the_same_thing_is_told_once(alice, sent):
    make_order(alice, method="free")

    assert len(sent()) == 1
    assert len(sent()) == 1
    assert Message.objects.get().state == "sent"


def test_the_language_is_that_of_the_recipient_not_of_whoever_acts(alice, bob, sent):
    alice.language, bob.language = "de", "en"
    alice.save()
    offer = make_offer(make_resource(begin=timezone.localdate() + timedelta(days=40)))
    book(offer, alice, by=bob)

    outbox.deliver_due()

    message = Message.objects.get()
    assert message.language == "de"
    begin = offer.resource.begin
    assert f"{begin.day}. " in message.text
    assert str(begin.year) in message.text


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"cancellable": False}, "cannot be cancelled online"),
        ({"cancellation_fee": None, "free_until_days": None}, "You can cancel free of charge."),
        ({"free_until_days": None}, "Cancelling costs CHF\xa0120.00."),
        ({}, "After that it costs CHF\xa0120.00."),
    ],
)
def test_what_cancelling_costs_is_said_as_it_was_agreed(alice, sent, terms, sentence):
    make_order(alice, **terms)

    [message] = sent()

    assert sentence in message.body
    assert sentence in html(message)


@pytest.mark.parametrize(
    "title", ["A & B <i>", "{{ 7 }}{% now %}", "Zeile\r\nBcc: x@example.org", "💡" * 100, "”‘’“"]
)
def test_a_title_is_text_in_every_part_of_the_mail(alice, sent, title):
    make_order_of(title, alice)

    [message] = sent()

    assert "\n" not in message.subject
    assert message.to == ["alice@example.org"]
    assert not message.bcc
    assert title.replace("\r\n", "\n") in message.body.replace("\r\n", "\n")
    assert "<i>" not in html(message)


def make_order_of(title, person):
    return book(make_offer(make_resource(title), method="free"), person)


def test_the_note_on_value_added_tax_stands_beside_the_price(alice, sent):
    Setting.objects.create(pk=1, vat_note="Exempt from VAT.", operator_name="Bildungszentrum Aare")
    make_order(alice, price=Decimal("1290.00"))

    [message] = sent()

    assert f"CHF\xa01,290.00\n{18 * ' '}Exempt from VAT." in message.body
    assert "Exempt from VAT." in html(message)
    assert "Bildungszentrum Aare" in message.body


def test_an_undeliverable_mail_leaves_the_booking_alone(alice, settings):
    settings.EMAIL_BACKEND = "tests.bookings.test_mail.Broken"
    order = make_order(alice, method="free")

    outbox.deliver_due()

    message = Message.objects.get()
    assert (message.state, message.tries) == ("queued", 1)
    assert "server is down" in message.error
    assert order.participation.status == "active"


class Broken:
    """A mail server that does not answer."""

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise OSError("server is down")
