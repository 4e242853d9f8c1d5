"""The demo sends no mail: each person reads theirs on a page, and only in the demo."""

import pytest

from accounts import outbox
from accounts.models import Message

pytestmark = pytest.mark.django_db
MAILS = "/demo/mails/"


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def mail_to(email: str, **fields) -> Message:
    known = {"event": "x", "key": f"x:{email}", "language": "en", "subject": f"To {email}"}
    known |= {"text": "Words & more", "html": "<p>Words</p>"}
    return Message.objects.create(recipient=email, **known | fields)


def test_mails_are_shown_in_the_demo_only(client, alice):
    client.force_login(alice)
    mail = mail_to(alice.email)
    for address in (MAILS, f"{MAILS}{mail.pk}/", f"{MAILS}{mail.pk}/html/"):
        assert client.get(address).status_code == 404


@pytest.mark.usefixtures("demo")
class TestInTheDemo:
    def test_person_reads_their_own_mails_and_nobody_elses(self, client, alice, charlie):
        own, foreign = mail_to(alice.email), mail_to(charlie.email)
        client.force_login(alice)
        page = client.get(MAILS).content.decode()
        assert own.subject in page
        assert foreign.subject not in page
        assert client.get(f"{MAILS}{own.pk}/").status_code == 200
        assert client.get(f"{MAILS}{foreign.pk}/").status_code == 404
        assert client.get(f"{MAILS}{foreign.pk}/html/").status_code == 404

    def test_administrator_reads_all(self, client, admin, alice):
        mail = mail_to(alice.email)
        client.force_login(admin)
        assert mail.subject in client.get(MAILS).content.decode()

    def test_visitor_reads_nothing_of_others(self, client, alice):
        mail = mail_to(alice.email)
        page = client.get(MAILS).content.decode()
        assert mail.subject not in page
        assert "There is no mail yet." in page

    def test_visitor_reads_what_this_session_asked_for(self, client):
        client.post(
            "/accounts/signup/",
            {
                "email": "e@f.example",
                "first_name": "E",
                "last_name": "F",
                "password1": "odd-words-9",
            },
        )
        outbox.deliver_due()
        assert Message.objects.get().subject in client.get(MAILS).content.decode()

    def test_newest_fifty_are_listed(self, client, alice, django_assert_max_num_queries):
        for number in range(52):
            mail_to(alice.email, key=f"k{number}", subject=f"Mail number {number}.")
        client.force_login(alice)
        with django_assert_max_num_queries(8):
            page = client.get(MAILS).content.decode()
        assert page.count("Mail number") == 50
        assert page.index("Mail number 51.") < page.index("Mail number 50.")
        assert "Mail number 1." not in page

    def test_text_is_shown_as_text_and_html_in_a_cage(self, client, alice):
        mail = mail_to(alice.email, html="<html><head></head><p>Hello</p></html>")
        client.force_login(alice)
        page = client.get(f"{MAILS}{mail.pk}/").content.decode()
        assert "Words &amp; more" in page
        assert 'sandbox="allow-top-navigation-by-user-activation"' in page
        inside = client.get(f"{MAILS}{mail.pk}/html/")
        assert '<base target="_top"><' in inside.content.decode()
        assert "default-src 'none'" in inside.headers["Content-Security-Policy"]

    def test_nothing_but_a_mail_can_be_framed(self, client, alice):
        mail = mail_to(alice.email)
        client.force_login(alice)
        page, inside = client.get(f"{MAILS}{mail.pk}/"), client.get(f"{MAILS}{mail.pk}/html/")
        assert page.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert inside.headers["X-Frame-Options"] == "SAMEORIGIN"

    def test_mail_that_waits_says_so(self, client, alice):
        mail = mail_to(alice.email, subject="")
        Message.objects.update(text="", html="")
        client.force_login(alice)
        assert "still waiting" in client.get(f"{MAILS}{mail.pk}/").content.decode()
