"""How one signs in, changed by oneself: address, password, second factor, sessions."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from accounts import outbox
from accounts.models import EmailDomain, Event, Message, User
from tests.accounts.registering import (
    CODE,
    FORGOTTEN,
    PASSWORD,
    SIGN_IN,
    last_mail,
    told,
    whose,
)
from tests.cast import make_person

pytestmark = pytest.mark.django_db
SECOND = "/accounts/2fa/"


@pytest.fixture
def erna() -> User:
    person = make_person("Erna", email="erna@spital.example")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def hers(erna) -> Client:
    client = Client()
    sign_in(client)
    return client


def sign_in(client: Client, password: str = PASSWORD):
    return client.post(SIGN_IN, {"login": "erna@spital.example", "password": password})


def prove(client: Client) -> None:
    """Before something about signing in changes, the password is asked for once more."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def mails() -> list[str]:
    outbox.deliver_due()
    return list(Message.objects.order_by("created_at").values_list("event", flat=True))


# E-mail


def change_to(client: Client, email: str):
    prove(client)
    return client.post("/accounts/email/", {"action_add": "", "email": email}, follow=True)


def test_a_new_address_counts_once_its_code_is_entered(hers, erna, care):
    EmailDomain.objects.create(organisation=care, domain="new.example")
    change_to(hers, "Erna@NEW.example")
    erna.refresh_from_db()
    assert erna.email == "erna@spital.example"
    assert not erna.roles.exists()
    assert (last_mail().event, last_mail().recipient) == ("confirm_email", "erna@new.example")
    answer = hers.post(CODE, {"code": last_mail().context["code"]})
    assert answer["Location"] == "/account/"
    erna.refresh_from_db()
    assert erna.email == "erna@new.example"
    assert (
        erna.words.filter(word__startswith="erna@new").exists()
        or erna.words.filter(word__startswith="new").exists()
    )
    assert erna.roles.get().organisation == care
    told_to = Message.objects.get(event="email_changed")
    assert told_to.recipient == "erna@spital.example"
    assert [line.verb for line in Event.objects.filter(subject_id=erna.pk, by=erna)] == [
        "e-mail confirmed"
    ]


def test_the_old_address_signs_in_until_then(hers, erna):
    change_to(hers, "erna@new.example")
    hers.post(CODE, {"code": "000000"})
    other = Client()
    sign_in(other)
    assert whose(other) == str(erna.pk)


def test_an_address_of_somebody_else_is_not_told(hers):
    make_person("Karl", email="karl@x.example")
    known = change_to(hers, "karl@x.example")
    unknown = change_to(hers, "nobody@x.example")
    assert known.redirect_chain == unknown.redirect_chain
    assert User.objects.filter(email="karl@x.example").count() == 1


@pytest.mark.parametrize("email", ["", "x", "a@b", "erna@spital.example", "a\n@b.example"])
def test_no_new_address_is_refused_with_a_sentence(hers, erna, email):
    page = change_to(hers, email).content.decode()
    assert 'href="#id_email"' in page
    assert Message.objects.count() == 0


# Password


def test_a_new_password_signs_out_all_others_and_is_told(hers, erna):
    other = Client()
    sign_in(other)
    typed = {"password1": "another-odd-one", "password2": "another-odd-one"}
    answer = hers.post("/accounts/password/change/", {"oldpassword": PASSWORD, **typed})
    assert answer["Location"] == "/account/"
    assert hers.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert mails() == ["password_changed"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"oldpassword": "wrong"}, "oldpassword"),
        ({"password2": "different-one"}, "password2"),
        ({"password1": "12345678", "password2": "12345678"}, "password1"),
        ({"password1": "erna", "password2": "erna"}, "password1"),
    ],
)
def test_a_password_that_cannot_be_is_refused(hers, erna, typed, field):
    good = {"password1": "another-odd-one", "password2": "another-odd-one"}
    page = hers.post("/accounts/password/change/", {"oldpassword": PASSWORD} | good | typed)
    assert f'href="#id_{field}"' in page.content.decode()
    erna.refresh_from_db()
    assert erna.check_password(PASSWORD)


def test_a_password_chosen_by_mail_is_told_too(client, erna):
    client.post(FORGOTTEN, {"email": erna.email})
    form = client.get(last_mail().context["password_reset_url"])["Location"]
    client.post(form, {"password1": "another-odd-one", "password2": "another-odd-one"})
    assert mails() == ["reset_password", "password_changed"]


# Second factor


def code_of(secret: str) -> str:
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


@pytest.fixture
def secret(hers) -> str:
    """Turned on by her."""
    prove(hers)
    page = hers.get(f"{SECOND}totp/activate/").content.decode()
    secret = re.search(r"<code>(\w+)</code>", page)[1]
    hers.post(f"{SECOND}totp/activate/", {"code": code_of(secret)})
    return secret


@pytest.mark.django_db(transaction=True)  # allauth writes these mails after the commit
def test_a_second_factor_is_set_up_from_a_picture_or_a_key(hers, erna, secret):
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    page = hers.get("/account/").content.decode()
    assert "On: signing in also asks for a code from your phone." in page
    assert mails()[0] == "second_factor_on"


def test_the_picture_is_an_image_the_policy_allows(hers):
    prove(hers)
    answer = hers.get(f"{SECOND}totp/activate/")
    assert 'src="data:image/svg+xml;base64,' in answer.content.decode()
    assert "data:" in answer["Content-Security-Policy"]


def test_a_wrong_code_turns_nothing_on(hers):
    prove(hers)
    hers.get(f"{SECOND}totp/activate/")
    page = hers.post(f"{SECOND}totp/activate/", {"code": "000000"}).content.decode()
    assert "This is not the code." in page
    assert not Authenticator.objects.exists()


def test_signing_in_asks_for_the_second_factor_and_leads_back(erna, secret):
    client = Client()
    client.get(f"{SIGN_IN}?next=/catalog/x-1/")
    assert sign_in(client)["Location"] == f"{SECOND}authenticate/"
    assert not whose(client)
    page = client.post(f"{SECOND}authenticate/", {"code": "000000"}).content.decode()
    assert "This is not the code." in page
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert client.post(f"{SECOND}authenticate/", {"code": recovery})["Location"] == "/catalog/x-1/"
    assert whose(client) == str(erna.pk)


def test_a_recovery_code_is_good_once(erna, secret):
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for is_good in (True, False):
        client = Client()
        sign_in(client)
        client.post(f"{SECOND}authenticate/", {"code": recovery})
        assert bool(whose(client)) == is_good


def test_somebody_else_can_sign_in_instead(erna, secret):
    client = Client()
    sign_in(client)
    assert client.post("/way-in/", {"to": "sign-in"})["Location"] == SIGN_IN
    assert client.get(SIGN_IN).status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth writes these mails after the commit
def test_recovery_codes_are_read_downloaded_and_renewed(hers, secret):
    page = hers.get(f"{SECOND}recovery-codes/").content.decode()
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert codes[0] in page
    assert codes[-1] in hers.get(f"{SECOND}recovery-codes/download/").content.decode()
    hers.post(f"{SECOND}recovery-codes/generate/")
    assert codes[0] not in hers.get(f"{SECOND}recovery-codes/").content.decode()
    assert "recovery_codes" in mails()


@pytest.mark.django_db(transaction=True)  # allauth writes these mails after the commit
def test_turning_it_off_asks_first_and_is_told(hers, secret):
    assert (
        "your password alone lets you in" in hers.get(f"{SECOND}totp/deactivate/").content.decode()
    )
    hers.post(f"{SECOND}totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert "second_factor_off" in mails()


def test_what_concerns_signing_in_asks_whether_it_is_you(hers):
    answer = hers.get(f"{SECOND}totp/activate/")
    assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    asked = hers.get(answer["Location"]).content.decode()
    assert "Is it you?" in asked
    wrong = hers.post(answer["Location"], {"password": "wrong"}).content.decode()
    assert "This is not your password." in wrong
    assert hers.post(answer["Location"], {"password": PASSWORD}).status_code == 302
    assert hers.get(f"{SECOND}totp/activate/").status_code == 200


def test_a_new_address_typed_before_that_question_is_not_lost(hers):
    asked = hers.post("/accounts/email/", {"action_add": "", "email": "erna@new.example"})
    hers.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert (last_mail().event, last_mail().recipient) == ("confirm_email", "erna@new.example")


# Sessions


def test_sessions_are_listed_and_ended(hers, erna):
    phone = Client(headers={"user-agent": "Fennec <b>9</b>"})
    sign_in(phone)
    page = hers.get("/accounts/sessions/").content.decode()
    assert "Fennec &lt;b&gt;9&lt;/b&gt;" in page
    assert "This browser" in page
    answer = hers.post("/accounts/sessions/", follow=True)
    assert "All other browsers are signed out." in told(answer)
    assert phone.get("/account/").status_code == 302
    assert hers.get("/account/").status_code == 200


def test_sessions_of_others_are_nobodys_business(hers):
    other = make_person("Otto", email="otto@x.example")
    other.set_password(PASSWORD)
    other.save()
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    client = Client(headers={"user-agent": "Ottobrowser"})
    client.post(SIGN_IN, {"login": other.email, "password": PASSWORD})
    assert "Ottobrowser" not in hers.get("/accounts/sessions/").content.decode()
    hers.post("/accounts/sessions/")
    assert client.get("/account/").status_code == 200


# All of it


PAGES = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    SECOND,
    f"{SECOND}totp/activate/",
]


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_people_signed_in(client, page):
    assert client.get(page)["Location"].startswith(f"{SIGN_IN}?next=")


@pytest.mark.parametrize("page", PAGES)
def test_pages_stand_in_the_frame_below_my_account(hers, page):
    prove(hers)
    shown = hers.get(page).content.decode()
    assert shown.count("<h1") == 1
    assert '<li><a href="/account/">My account</a></li>' in shown
    assert "style=" not in shown.replace("data-bs-theme", "")


@pytest.mark.django_db(transaction=True)  # allauth writes these mails after the commit
@pytest.mark.parametrize("event", ["password_changed", "second_factor_on", "second_factor_off"])
def test_mails_say_what_to_do_if_it_was_somebody_else(hers, secret, event):
    hers.post(f"{SECOND}totp/deactivate/")
    typed = {"password1": "another-odd-one", "password2": "another-odd-one"}
    hers.post("/accounts/password/change/", {"oldpassword": PASSWORD, **typed})
    outbox.deliver_due()
    mail = Message.objects.get(event=event)
    assert "It was not you? Choose a new password at once:" in mail.text
    assert "http://testserver/accounts/password/reset/" in mail.html
