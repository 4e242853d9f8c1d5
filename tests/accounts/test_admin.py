"""Django's admin for operators: what it saves, and what it only shows."""

import pytest

from accounts.models import CostCenter, Message, PersonWord, User
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
        },
    )

    assert answer.status_code == 302
    assert PersonWord.objects.filter(owner=alice, word="neu").exists()
    assert not PersonWord.objects.filter(owner=alice, word="ammerli").exists()


def test_what_has_pages_of_its_own_is_only_shown(operator, care):
    address = make_address(organisation=care)
    center = CostCenter.objects.create(name="Pflege")

    for name, row in (("organisation", care), ("billingaddress", address), ("costcenter", center)):
        assert operator.get(f"/admin/accounts/{name}/add/").status_code == 403
        assert operator.post(f"/admin/accounts/{name}/{row.pk}/change/", {}).status_code == 403
        assert operator.post(f"/admin/accounts/{name}/{row.pk}/delete/").status_code == 403


def test_mails_and_history_are_only_shown(operator, alice):
    make_order(alice)
    message = Message.objects.get()

    assert operator.get("/admin/accounts/message/").status_code == 200
    assert operator.get("/admin/accounts/event/").status_code == 200
    assert operator.post(f"/admin/accounts/message/{message.pk}/delete/").status_code == 403


@pytest.mark.parametrize(
    "name", ["organisation", "user", "billingaddress", "costcenter", "message", "event"]
)
def test_every_list_of_the_admin_opens(operator, alice, name):
    make_address(person=alice)

    assert operator.get(f"/admin/accounts/{name}/").status_code == 200


def test_the_admin_is_for_operators(client, admin):
    client.force_login(admin)

    assert client.get("/admin/accounts/user/").status_code == 302
