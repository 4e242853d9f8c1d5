"""Registering: the way back survives every step, and belonging waits for the code."""

from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.models import EmailDomain, Event, Message, User
from tests.accounts.registering import (
    CODE,
    FORGOTTEN,
    PASSWORD,
    SIGN_IN,
    SIGN_UP,
    TYPED,
    ask_for_terms,
    enter_code,
    last_mail,
    register,
    told,
    whose,
)
from tests.cast import make_person

pytestmark = pytest.mark.django_db
BOOKING = "/catalog/x-1/book/7/"


@pytest.fixture
def erna() -> User:
    """Registered and confirmed long ago."""
    person = make_person("Erna", email="erna@spital.example")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


# The way back


def test_registering_leads_back_to_where_one_was(client):
    client.get(f"{SIGN_UP}?next={BOOKING}")
    register(client, next=BOOKING)
    assert enter_code(client)["Location"] == BOOKING


def test_registering_leads_back_even_when_a_step_forgets(client):
    client.get(f"{SIGN_IN}?next={BOOKING}")
    register(client)
    assert enter_code(client)["Location"] == BOOKING


def test_signing_in_instead_leads_back_after_the_code_page(client, erna):
    register(client, next=BOOKING)
    answer = client.post("/way-in/", {"to": "sign-in"})
    assert answer["Location"] == f"{SIGN_IN}?next={BOOKING.replace('/', '%2F')}"
    signed_in = client.post(SIGN_IN, {"login": erna.email, "password": PASSWORD})
    assert signed_in["Location"] == BOOKING


def test_a_new_password_leads_back_from_its_mail(client, erna):
    client.get(f"{SIGN_IN}?next={BOOKING}")
    client.post(FORGOTTEN, {"email": erna.email})
    link = last_mail().context["password_reset_url"]
    assert parse_qs(urlsplit(link).query) == {"next": [BOOKING]}
    elsewhere = Client()
    form = elsewhere.get(link)["Location"]
    typed = {"password1": "another-odd-one", "password2": "another-odd-one"}
    assert elsewhere.post(form, typed)["Location"] == BOOKING
    assert whose(elsewhere) == str(erna.pk)


def test_mails_to_those_who_are_known_lead_back(client, erna):
    register(client, next=BOOKING)
    mail = last_mail()
    assert mail.event == "account_exists"
    assert parse_qs(urlsplit(mail.context["login_url"]).query)["next"] == [BOOKING]
    assert client.get(SIGN_IN)["Location"] == CODE
    assert client.get(mail.context["login_url"]).status_code == 200
    assert mail.context["login_url"] in mail.text
    assert mail.context["new_password_url"] in mail.text


def test_the_back_button_after_the_code_leads_on(client):
    register(client, next=BOOKING)
    enter_code(client)
    assert client.get(CODE)["Location"] == BOOKING
    assert client.get(SIGN_UP)["Location"] == BOOKING


def test_a_way_back_is_forgotten_after_an_hour(client, erna):
    with time_machine.travel(timezone.now()) as clock:
        client.get(f"{SIGN_IN}?next={BOOKING}")
        clock.shift(60 * 60 + 1)
        answer = client.post(SIGN_IN, {"login": erna.email, "password": PASSWORD})
    assert answer["Location"] == "/bookings/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        " //evil.example",
        "/" + "a" * 3000,
    ],
)
def test_nobody_is_led_to_another_house(client, erna, elsewhere):
    client.get(SIGN_IN, {"next": elsewhere})
    typed = {"login": erna.email, "password": PASSWORD, "next": elsewhere}
    answer = client.post(SIGN_IN, typed)
    assert answer["Location"] in {"/bookings/", elsewhere if elsewhere[1] == "a" else ""}
    assert "evil" not in answer["Location"]


# Nothing typed is lost


def test_the_e_mail_typed_travels_with_the_person(client):
    answer = client.post("/way-in/", {"to": "register", "login": "erna@spital.example"})
    assert answer["Location"] == SIGN_UP
    assert 'value="erna@spital.example"' in client.get(SIGN_UP).content.decode()
    assert 'value="erna@spital.example"' in client.get(SIGN_IN).content.decode()
    assert 'value="erna@spital.example"' in client.get(FORGOTTEN).content.decode()


def test_a_password_travels_nowhere(client):
    client.post("/way-in/", {"to": "register", "login": "e@x.example", "password": PASSWORD})
    assert PASSWORD not in str(dict(client.session))


def test_another_address_can_be_taken_with_the_names_still_there(client):
    register(client, next=BOOKING)
    assert client.get(SIGN_UP)["Location"] == CODE
    again = client.post("/way-in/", {"to": "register"})
    page = client.get(again["Location"]).content.decode()
    assert 'value="Öttinger"' in page
    assert 'value="Erna@Spital.example"' in page
    register(client, email="erna@other.example")
    assert enter_code(client)["Location"] == BOOKING


def test_an_unknown_way_in_is_the_sign_in_page(client):
    assert client.post("/way-in/", {"to": "//evil"})["Location"] == SIGN_IN
    assert client.get("/way-in/").status_code == 405


# Terms of use


def test_without_terms_nobody_is_asked(client):
    assert 'name="terms"' not in client.get(SIGN_UP).content.decode()
    assert client.get("/terms/").status_code == 404
    register(client)
    assert User.objects.get().terms_accepted_at is None


def test_terms_are_read_on_a_page_of_their_own(client):
    ask_for_terms()
    page = client.get("/terms/").content.decode()
    assert "<p>Be kind.</p>" in page
    assert "&lt;b&gt;Pay.&lt;/b&gt;" in page
    assert 'href="/terms/" target="_blank"' in client.get(SIGN_UP).content.decode()


def test_terms_must_be_accepted(client):
    ask_for_terms()
    page = register(client).content.decode()
    assert "Without them we cannot open an account for you." in page
    assert 'value="Öttinger"' in page
    assert not User.objects.exists()


def test_accepted_terms_are_written_down(client):
    ask_for_terms()
    register(client, terms="on")
    person = User.objects.get()
    assert abs((timezone.now() - person.terms_accepted_at).total_seconds()) < 60
    verbs = Event.objects.filter(subject_type="user").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["registered", "terms accepted"]


# Belonging waits for the code


def test_a_domain_counts_only_once_the_code_is_entered(client, care):
    EmailDomain.objects.create(organisation=care, domain="spital.example")
    register(client)
    person = User.objects.get()
    assert not person.roles.exists()
    enter_code(client)
    role = person.roles.get()
    assert (role.organisation, role.role, role.inherited) == (care, "user", False)
    assert Event.objects.get(verb="role added").subject_label == "Pflege"
    assert Event.objects.get(verb="e-mail confirmed").note == "erna@spital.example"


@pytest.mark.parametrize("domain", ["other.example", "pital.example", "sub.spital.example"])
def test_another_domain_leads_nowhere(client, care, domain):
    EmailDomain.objects.create(organisation=care, domain=domain)
    register(client)
    enter_code(client)
    assert not User.objects.get().roles.exists()


def test_an_inactive_organisation_takes_nobody_in(client, care):
    EmailDomain.objects.create(organisation=care, domain="spital.example")
    care.is_active = False
    care.save()
    register(client)
    enter_code(client)
    assert not User.objects.get().roles.exists()


def test_confirming_twice_changes_nothing(care):
    EmailDomain.objects.create(organisation=care, domain="spital.example")
    person = make_person("Erna", email="erna@spital.example")
    actions.confirm_email(person=person)
    actions.confirm_email(person=person)
    assert person.roles.count() == 1
    assert Event.objects.filter(verb="role added").count() == 1


def test_confirming_leaves_another_role_alone(care):
    EmailDomain.objects.create(organisation=care, domain="spital.example")
    person = make_person("Erna", "planner", care, email="erna@spital.example")
    actions.confirm_email(person=person)
    assert sorted(person.roles.values_list("role", flat=True)) == ["planner", "user"]


def test_a_new_password_alone_lets_nobody_belong(client, care):
    """Somebody else may have registered with the address; its owner still enters the code."""
    EmailDomain.objects.create(organisation=care, domain="spital.example")
    register(client)
    Client().post(FORGOTTEN, {"email": "erna@spital.example"})
    owner = Client()
    form = owner.get(last_mail().context["password_reset_url"])["Location"]
    owner.post(form, {"password1": "another-odd-one", "password2": "another-odd-one"})
    assert not User.objects.get().roles.exists()
    enter_code(owner)
    assert whose(owner)
    assert User.objects.get().roles.get().organisation == care


# Codes


def test_a_wrong_code_is_told_and_nothing_is_lost(client):
    register(client, next=BOOKING)
    page = enter_code(client, "000000").content.decode()
    assert "This is not the code." in page
    assert not whose(client)
    assert enter_code(client)["Location"] == BOOKING


def test_a_code_too_old_is_told_and_signing_in_sends_another(client):
    with time_machine.travel(timezone.now()) as clock:
        register(client, next=BOOKING)
        old = last_mail().context["code"]
        clock.shift(15 * 60 + 1)
        answer = client.post(CODE, {"code": old}, follow=True)
        assert "The code is too old." in told(answer)
        assert 'value="Erna@Spital.example"' in answer.content.decode()
        client.post(SIGN_IN, {"login": TYPED["email"], "password": PASSWORD})
        assert last_mail().context["code"] != old
        assert enter_code(client)["Location"] == BOOKING


def test_a_code_is_good_once(client):
    register(client, next=BOOKING)
    code = last_mail().context["code"]
    enter_code(client)
    assert enter_code(client, code)["Location"] == BOOKING
    assert enter_code(Client(), code)["Location"] == SIGN_IN


def test_a_code_is_good_only_where_it_was_asked_for(client):
    register(client)
    other = Client()
    register(other, email="otto@spital.example")
    assert whose(client) == whose(other) == ""
    enter_code(client, last_mail().context["code"])
    assert not whose(client)


def test_another_code_can_be_asked_for_twice(client):
    register(client)
    first = last_mail().context["code"]
    for _ in range(2):
        assert "Send another code" in client.get(CODE).content.decode()
        client.post(CODE, {"action": "resend"})
    assert Message.objects.filter(event="confirm_email").count() == 3
    assert "Send another code" not in client.get(CODE).content.decode()
    enter_code(client, first)
    assert not whose(client)
    enter_code(client)
    assert whose(client)


def test_guessing_a_code_ends_after_three_tries(client):
    register(client)
    for _ in range(3):
        answer = client.post(CODE, {"code": "000000"}, follow=True)
    assert "Too many wrong tries." in told(answer)
    enter_code(client)
    assert not whose(client)
