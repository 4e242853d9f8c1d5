"""The outbox: a mail exists exactly if its change does, and goes out once (F20, F22)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts import outbox
from accounts.models import Message
from tests.cast import make_order


@pytest.fixture
def receipt(alice) -> Message:
    """Alice's booking receipt, waiting."""
    order = make_order(alice, method="free")
    return Message.objects.get(key=f"booked:{order.number}")


def later(message: Message) -> None:
    """Let all waiting times pass."""
    Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now() - timedelta(seconds=1))


def unreachable(settings) -> None:
    settings.EMAIL_BACKEND = "tests.accounts.test_outbox.no_such_backend"


def test_a_waiting_mail_goes_out_once_with_subject_text_and_html(receipt):
    assert outbox.deliver_due() == 1
    assert outbox.deliver_due() == 0

    [sent] = mail.outbox
    assert sent.to == ["alice@example.org"]
    assert sent.subject
    assert sent.body
    assert sent.alternatives[0].mimetype == "text/html"
    receipt.refresh_from_db()
    assert (receipt.state, receipt.error) == ("sent", "")


def test_the_mail_is_written_in_the_language_of_its_reader(alice):
    alice.language = "de"
    alice.save()
    make_order(alice, method="free")

    outbox.deliver_due()

    assert 'lang="de"' in mail.outbox[0].alternatives[0].content


def test_a_change_rolled_back_sends_nothing(alice):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_order(alice, method="free")
        raise ZeroDivisionError

    assert outbox.deliver_due() == 0
    assert not Message.objects.exists()


def test_the_same_thing_is_not_told_twice(alice):
    for _ in range(2):
        outbox.queue(event="booked", key="once", person=alice, context={})

    assert Message.objects.filter(key="once").count() == 1


def test_a_mail_server_that_is_down_is_tried_again_later(receipt, settings):
    backend = settings.EMAIL_BACKEND
    unreachable(settings)
    assert outbox.deliver_due() == 0
    receipt.refresh_from_db()
    assert (receipt.state, receipt.tries) == ("queued", 1)
    assert receipt.error
    assert receipt.next_try_at > timezone.now()

    settings.EMAIL_BACKEND = backend
    later(receipt)
    assert outbox.deliver_due() == 1


def test_after_the_last_try_a_mail_is_undelivered_and_says_why(receipt, settings):
    unreachable(settings)
    for _ in range(outbox.MAX_TRIES):
        later(receipt)
        outbox.deliver_due()

    receipt.refresh_from_db()
    assert receipt.state == "failed"
    assert "no_such_backend" in receipt.error
    later(receipt)
    assert outbox.deliver_due() == 0


def test_a_worker_killed_while_sending_leaves_a_mail_that_goes_out_under_the_same_id(receipt):
    assert outbox._claim(receipt)
    assert outbox.deliver_due() == 0, "the claim still holds"

    later(receipt)
    assert outbox.deliver_due() == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{receipt.pk}@")


def test_two_workers_do_not_send_the_same_mail(receipt):
    twin = Message.objects.get(pk=receipt.pk)

    assert outbox._claim(receipt)
    assert not outbox._claim(twin)
