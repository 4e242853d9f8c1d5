"""Signing in, registering, a new password: allauth in our look, its mails through our outbox."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts import outbox
from accounts.models import Event, Message, User
from tests.cast import make_person

pytestmark = pytest.mark.django_db
PASSWORD = "rather-long-and-odd"
REGISTRATION = {
    "email": "Erna@Spital.example",
    "first_name": "Erna",
    "last_name": "Öttinger",
    "password1": PASSWORD,
}


@pytest.fixture
def signed_up(care):
    """Alice with a password and a confirmed address."""
    person = make_person("Alice", "user", care)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(client: Client, email: str, password: str = PASSWORD, **more):
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def whose(client: Client) -> str:
    return client.session.get("_auth_user_id", "")


def last_mail() -> Message:
    outbox.deliver_due()
    return Message.objects.latest("created_at")


def test_sign_in_is_by_e_mail_in_any_case(client, signed_up):
    assert sign_in(client, "ALICE@example.org")["Location"] == "/bookings/"
    assert whose(client) == str(signed_up.pk)


def test_sign_in_leads_back_to_where_one_was(client, signed_up):
    assert sign_in(client, signed_up.email, next="/catalog/x-1/")["Location"] == "/catalog/x-1/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "\\\\evil.example"]
)
def test_sign_in_never_leads_to_another_house(client, signed_up, elsewhere):
    answer = sign_in(client, signed_up.email, next=elsewhere)
    assert "evil" not in answer.get("Location", "")


def test_sign_in_with_a_wrong_password_is_refused_with_a_marked_title(client, signed_up):
    page = sign_in(client, signed_up.email, "wrong").content.decode()
    assert "<title>Error: Sign in · Kursbuch</title>" in page
    assert 'role="alert"' in page
    assert not whose(client)


def test_sign_in_tells_nobody_whether_an_address_is_known(client, signed_up):
    known = sign_in(client, signed_up.email, "wrong").content.decode()
    unknown = sign_in(Client(), "nobody@example.org", "wrong").content.decode()
    shown = re.compile(r'<div class="kb-note refusal".*?</div></div>', re.DOTALL)
    assert shown.findall(known) == shown.findall(unknown) != []


def test_sign_out_is_one_click_and_no_link(client, signed_up):
    client.force_login(signed_up)
    assert client.get("/accounts/logout/").status_code == 200
    assert whose(client)
    assert client.post("/accounts/logout/")["Location"] == "/catalog/"
    assert not whose(client)


def test_demo_people_are_offered_in_the_demo_only(client, settings, care):
    make_person("Noëmi", email="learner@example.org")
    assert "learner@example.org" not in client.get("/accounts/login/").content.decode()
    settings.DEMO = True
    page = client.get("/accounts/login/?next=/catalog/x-1/").content.decode()
    assert "Sign in as Noëmi Muster" in page
    assert "manager@example.org" not in page


def test_demo_people_take_one_click(client, settings, signed_up):
    settings.DEMO = True
    signed_up.email = "learner@example.org"
    signed_up.set_password("demo")
    signed_up.save()
    EmailAddress.objects.update(email=signed_up.email)
    page = client.get("/accounts/login/").content.decode()
    form = page[page.index('class="kb-persons"') :]
    fields = dict(re.findall(r'name="(login|password)" value="([^"]*)"', form))
    assert sign_in(client, fields["login"], fields["password"]).status_code == 302


def test_registration_asks_for_a_code_before_it_signs_in(client):
    answer = client.post("/accounts/signup/", REGISTRATION)
    assert answer["Location"] == "/accounts/confirm-email/"
    assert not whose(client)
    mail = last_mail()
    assert (mail.event, mail.recipient) == ("confirm_email", "erna@spital.example")
    code = mail.context["code"]
    assert [code in part for part in (mail.subject, mail.text, mail.html)] == [True] * 3
    client.post("/accounts/confirm-email/", {"code": code})
    assert whose(client)


def test_registration_keeps_name_language_and_history(client):
    client.post("/accounts/signup/", REGISTRATION, headers={"accept-language": "de"})
    erna = User.objects.get(email="erna@spital.example")
    assert (str(erna), erna.language) == ("Erna Öttinger", "de")
    assert erna.sort_name
    assert erna.words.exists()
    assert Event.objects.get(subject_id=erna.pk, subject_type="user").verb == "registered"
    assert last_mail().language == "de"


def test_registration_with_a_known_address_tells_only_its_owner(client, signed_up):
    answer = client.post("/accounts/signup/", REGISTRATION | {"email": signed_up.email})
    assert answer["Location"] == "/accounts/confirm-email/"
    assert last_mail().event == "account_exists"
    assert User.objects.count() == 1


def test_registration_without_a_name_is_refused_and_keeps_what_was_typed(client):
    page = client.post("/accounts/signup/", REGISTRATION | {"first_name": ""}).content.decode()
    assert 'href="#id_first_name"' in page
    assert 'value="Öttinger"' in page
    assert not User.objects.exists()


def test_new_password_comes_by_a_link_that_is_good_once(client, signed_up):
    client.post("/accounts/password/reset/", {"email": signed_up.email})
    mail = last_mail()
    link = mail.context["password_reset_url"]
    assert mail.event == "reset_password"
    assert [link in part for part in (mail.text, mail.html)] == [True] * 2
    form = client.get(link)["Location"]
    client.post(form, {"password1": "another-odd-one", "password2": "another-odd-one"})
    assert sign_in(client, signed_up.email, "another-odd-one").status_code == 302
    again = Client().get(link, follow=True).content.decode()
    assert "This link has been used or is too old." in again


def test_new_password_for_an_unknown_address_tells_only_its_owner(client):
    answer = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert answer["Location"] == "/accounts/password/reset/done/"
    assert last_mail().event == "unknown_account"


@pytest.mark.parametrize(
    "address",
    ["login/", "signup/", "password/reset/", "password/reset/done/", "inactive/"],
)
def test_pages_for_signing_in_are_in_the_frame(client, address):
    page = client.get(f"/accounts/{address}").content.decode()
    assert page.count("<h1") == 1
    assert 'class="kb-top"' in page


def test_sign_in_is_slowed_down_after_wrong_passwords(client, settings, signed_up):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/h/ip"}
    for _ in range(3):
        sign_in(client, signed_up.email, "wrong")
    page = sign_in(client, signed_up.email).content.decode()
    assert "Too many wrong tries" in page
    assert not whose(client)
