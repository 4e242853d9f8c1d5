"""Django's admin for operators: what it saves, and what it only shows."""

import pytest

from accounts.models import BillingAddress, Message, PersonWord, Setting, User
from tests.cast import make_address, make_order


@pytest.fixture
def operator(client, db):
    client.force_login(User.objects.create_superuser("boss@example.org", "demo"))
    return client


def test_a_person_made_here_is_found_and_sorted_by_name(operator):
    answer = operator.post(
        "/admin/accounts/user/add/",
        {
            "email": "Zoe@Example.org",
            "first_name": "Zoé",
            "last_name": "Müller",
            "usable_password": "true",
            "password1": "long-enough-9",
            "password2": "long-enough-9",
            "roles-TOTAL_FORMS": "0",
            "roles-INITIAL_FORMS": "0",
        },
    )

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    person = User.objects.get(last_name="Müller")
    assert (person.email, person.sort_name) == ("zoe@example.org", "muller zoe")
    words = set(PersonWord.objects.filter(owner=person).values_list("word", flat=True))
    assert {"muller", "mueller", "zoe"} <= words


def test_a_changed_name_is_found_at_once(operator, alice):
    answer = operator.post(
        f"/admin/accounts/user/{alice.pk}/change/",
        {
            "email": alice.email,
            "first_name": "Alice",
            "last_name": "Neu",
            "language": "de",
            "is_active": "on",
            "roles-TOTAL_FORMS": "0",
            "roles-INITIAL_FORMS": "0",
        },
    )

    assert answer.status_code == 302
    assert PersonWord.objects.filter(owner=alice, word="neu").exists()
    assert not PersonWord.objects.filter(owner=alice, word="ammerli").exists()


def test_a_billing_address_is_kept_with_its_organisation(operator, care):
    operator.post(
        "/admin/accounts/billingaddress/add/",
        {
            "organisation": care.pk,
            "identifier": "PFL",
            "name_line_1": "Pflege",
            "address_line_1": "Weg",
            "city": "Olten",
            "country": "CH",
            "is_active": "on",
        },
    )

    assert BillingAddress.objects.get().organisation == care


def test_an_address_of_two_owners_gets_its_sentence(operator, care, alice):
    address = make_address(organisation=care)

    page = operator.post(
        f"/admin/accounts/billingaddress/{address.pk}/change/",
        {
            "organisation": care.pk,
            "person": alice.pk,
            "identifier": "PFL",
            "name_line_1": "Pflege",
            "address_line_1": "Weg",
            "city": "Olten",
            "country": "CH",
        },
    )

    assert "not to both" in page.content.decode()


def test_there_is_one_row_of_settings(operator):
    assert operator.get("/admin/accounts/setting/add/").status_code == 200
    Setting.objects.create(pk=1)
    assert operator.get("/admin/accounts/setting/add/").status_code == 403


def test_mails_and_history_are_only_shown(operator, alice):
    make_order(alice)
    message = Message.objects.get()

    assert operator.get("/admin/accounts/message/").status_code == 200
    assert operator.get("/admin/accounts/event/").status_code == 200
    assert operator.post(f"/admin/accounts/message/{message.pk}/delete/").status_code == 403


@pytest.mark.parametrize(
    "name", ["organisation", "user", "billingaddress", "costcenter", "setting", "message", "event"]
)
def test_every_list_of_the_admin_opens(operator, alice, name):
    make_address(person=alice)

    assert operator.get(f"/admin/accounts/{name}/").status_code == 200


def test_the_admin_is_for_operators(client, admin):
    client.force_login(admin)

    assert client.get("/admin/accounts/user/").status_code == 302
