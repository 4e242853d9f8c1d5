"""Nobody learns who has an account, and nothing strange gets in by registering."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.test import Client

from accounts.models import EmailDomain, Message, User
from tests.accounts.registering import (
    CODE,
    FORGOTTEN,
    PASSWORD,
    SIGN_IN,
    enter_code,
    last_mail,
    register,
    whose,
)
from tests.cast import make_person

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "known@spital.example", "other@spital.example"


@pytest.fixture(autouse=True)
def known() -> User:
    person = make_person("Karl", email=KNOWN)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=KNOWN, verified=True, primary=True)
    return person


def seen(answer) -> tuple[int, str, str]:
    """What a stranger sees of an answer, tokens and the address itself aside."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return answer.status_code, answer.get("Location", ""), re.sub(f"{KNOWN}|{UNKNOWN}", "@", page)


def both(steps) -> list:
    """The same steps with a known and an unknown address."""
    return [[seen(answer) for answer in steps(Client(), email)] for email in (KNOWN, UNKNOWN)]


def test_registering_looks_alike_for_known_and_unknown():
    def steps(client, email):
        yield register(client, email=email)
        yield client.get(CODE)
        yield client.post(CODE, {"code": "000000"})
        yield client.post(CODE, {"action": "resend"})
        yield client.get(CODE)
        yield client.get("/accounts/signup/")
        yield client.post(CODE, {"code": "000000"})
        yield client.post(CODE, {"code": "000000"})
        yield client.get(SIGN_IN)

    known, unknown = both(steps)
    assert known == unknown
    assert known[0][:2] == (302, CODE)
    assert known[1][0] == 200


def test_registering_with_errors_looks_alike():
    known, unknown = both(lambda client, email: [register(client, email=email, first_name="")])
    assert known == unknown
    assert known[0][0] == 200


def test_a_new_password_looks_alike():
    def steps(client, email):
        yield client.get(FORGOTTEN)
        yield client.post(FORGOTTEN, {"email": email})
        yield client.get("/accounts/password/reset/done/")

    known, unknown = both(steps)
    assert known == unknown


def test_registering_costs_the_same_for_known_and_unknown(monkeypatch):
    """One password is hashed either way; that is what takes time."""
    hashed = []
    plain = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher,
        "encode",
        lambda self, password, salt: hashed.append(password) or plain(self, password, salt),
    )
    times = []
    for email in (KNOWN, UNKNOWN):
        register(Client(), email=email)
        times.append(len(hashed))
        hashed.clear()
    assert times[0] == times[1] > 0


def test_only_the_owner_of_a_known_address_is_told(client):
    register(client, email=KNOWN.upper())
    assert (last_mail().event, last_mail().recipient) == ("account_exists", KNOWN)
    assert User.objects.count() == 1


def test_a_code_of_a_known_address_does_not_exist(client, known):
    register(client, email=KNOWN)
    assert "code" not in last_mail().context
    enter_code(client, client.session["account_email_verification_code"].get("code", "1"))
    assert not whose(client)


# Strange input


@pytest.mark.parametrize("name", ["Ann\ne", "x" * 10_000, "Anna\x00", "Anna\u2028B"])
def test_a_name_that_is_no_line_is_refused_with_a_sentence(client, name):
    page = register(client, first_name=name, email=UNKNOWN).content.decode()
    assert 'href="#id_first_name"' in page
    assert User.objects.count() == 1


@pytest.mark.parametrize("name", ["Zoë 🦊", "محمد", "<b>Anna</b>", "O’Neil & {{ x }}", "名前"])
def test_a_name_is_taken_as_it_is_and_does_no_harm(client, name):
    register(client, first_name=name, email=UNKNOWN)
    enter_code(client)
    assert User.objects.get(email=UNKNOWN).first_name == name
    page = client.get("/account/").content.decode()
    assert "<b>Anna</b>" not in page
    for mail in Message.objects.all():
        assert "<b>Anna" not in mail.html


@pytest.mark.parametrize(
    "email",
    ["no-at.example", "a@b", "a b@c.example", "x" * 10_000 + "@c.example", "a@b.example\n.c", ""],
)
def test_an_address_that_is_none_is_refused(client, email):
    page = register(client, email=email).content.decode()
    assert 'href="#id_email"' in page
    assert User.objects.count() == 1


def test_an_address_is_one_whatever_its_case(client, care):
    EmailDomain.objects.create(organisation=care, domain="spital.example")
    register(client, email="OTHER@Spital.EXAMPLE")
    enter_code(client)
    assert User.objects.get(email=UNKNOWN).roles.get().organisation == care


def test_other_forms_of_the_same_letters_are_the_same_address(client):
    register(client, email="known@ｓpital.example")
    assert last_mail().event == "account_exists"


def test_letters_that_only_look_alike_are_another_domain(client, care):
    EmailDomain.objects.create(organisation=care, domain="spital.example")
    register(client, email="other@sрital.example")  # the second letter is Cyrillic
    enter_code(client)
    assert not User.objects.exclude(email=KNOWN).get().roles.exists()


def test_an_at_sign_in_disguise_is_no_way_in(client):
    page = register(client, email="known@evil.example\uff20spital.example").content.decode()
    assert 'href="#id_email"' in page


def test_registering_is_slowed_down(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip"}
    for number in range(2):
        register(Client(), email=f"n{number}@x.example")
    answer = register(client, email="n3@x.example")
    assert answer.status_code == 429
    assert "Too many tries in a short time." in answer.content.decode()
