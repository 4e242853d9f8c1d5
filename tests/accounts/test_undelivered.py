"""Mails the server refused: who sees them, and trying them again."""

import pytest
from django.core import mail as mailbox

from accounts import outbox
from accounts.models import Message
from tests.accounts.organisations.pages import says
from tests.cast import give_role, make_order, make_person

INDEX = "/mails/undelivered/"


@pytest.fixture
def failed(alice) -> Message:
    """Alice's receipt, given up."""
    make_order(alice, method="free")
    given_up = {"state": "failed", "tries": 8, "error": "SMTPRecipientsRefused: no such box"}
    Message.objects.update(**given_up, subject="Booking confirmation")
    return Message.objects.get()


@pytest.fixture
def operator(client, admin, elsewhere):
    give_role(admin, "administrator", elsewhere)
    client.force_login(admin)
    return client


def test_what_was_refused_stands_there_with_its_reason(operator, failed):
    page = operator.get(INDEX)
    assert says(page, "1 mail could not be delivered.", "Booking confirmation")
    assert says(page, "alice@example.org", "given up after 8 tries")
    assert says(page, "SMTPRecipientsRefused: no such box")


def test_the_list_is_one_of_the_rooms_of_organisations(operator, failed):
    page = operator.get(INDEX).content.decode()
    assert '<a href="/organisations/" aria-current="true">' in page
    assert f'<a href="{INDEX}" aria-current="page">' in page


def test_what_is_still_tried_says_when(operator, failed):
    Message.objects.update(state="queued", tries=2)
    page = operator.get(INDEX)
    assert says(page, "next try")
    assert not says(page, "Try all again")


def test_what_waits_for_the_first_time_or_was_sent_is_no_matter(operator, failed):
    Message.objects.update(state="queued", tries=0, error="")
    assert says(operator.get(INDEX), "Every mail was delivered.")


def test_trying_again_delivers_it_once_to_the_address_of_today(operator, failed, alice):
    alice.email = "alice.neu@example.org"
    alice.save()

    operator.post(f"{INDEX}{failed.pk}/try-again/")
    operator.post(f"{INDEX}{failed.pk}/try-again/")
    outbox.deliver_due()

    assert [message.to for message in mailbox.outbox] == [["alice.neu@example.org"]]
    failed.refresh_from_db()
    assert (failed.state, failed.tries) == ("sent", 1)


def test_a_mail_to_an_address_of_nobody_keeps_it(operator, failed):
    Message.objects.update(person=None, recipient="old@example.org")
    operator.post(f"{INDEX}{failed.pk}/try-again/")
    outbox.deliver_due()
    assert mailbox.outbox[0].to == ["old@example.org"]


def test_all_are_tried_again_at_once(operator, failed, charlie):
    make_order(charlie, method="free")
    Message.objects.update(state="failed", tries=8)
    page = operator.post(f"{INDEX}try-again/", follow=True)
    assert says(page, "2 mails are tried once more.")
    assert outbox.deliver_due() == len(mailbox.outbox) == 2


def test_what_is_still_being_tried_keeps_its_turn(operator, failed):
    Message.objects.update(state="queued", tries=2)
    before = Message.objects.get().next_try_at
    operator.post(f"{INDEX}try-again/")
    kept = Message.objects.get()
    assert (kept.tries, kept.next_try_at) == (2, before)


def test_a_sent_mail_is_not_sent_again(operator, failed):
    outbox.try_again(Message.objects.all())
    outbox.deliver_due()
    assert operator.post(f"{INDEX}{failed.pk}/try-again/").status_code == 404
    operator.post(f"{INDEX}try-again/")
    assert outbox.deliver_due() == 0


@pytest.mark.parametrize("role", ["user", "planner", "principal", "line_manager", "administrator"])
def test_who_does_not_keep_the_whole_house_finds_nothing(client, failed, root, elsewhere, role):
    """An administrator of one house of two among them: a mail may be anybody's."""
    client.force_login(make_person("Somebody", role, root))
    assert client.get(INDEX).status_code == 404
    assert client.post(f"{INDEX}try-again/").status_code == 404
    assert client.post(f"{INDEX}{failed.pk}/try-again/").status_code == 404
    assert Message.objects.get().state == "failed"


def test_a_visitor_is_asked_to_sign_in(client, failed):
    assert client.get(INDEX).status_code == 302
    assert client.post(f"{INDEX}try-again/").url.startswith("/accounts/login/")
