"""My account: one's own name and language; everything else is read, or changed through allauth."""

import pytest

from accounts.models import Event, Setting, User
from accounts.models.person import sort_name
from accounts.templatetags.profile import browser
from tests.cast import give_role, make_person

pytestmark = pytest.mark.django_db
PAGE = "/account/"


def save(client, **typed):
    return client.post(
        PAGE, {"first_name": "Alice", "last_name": "Muster", "language": "en"} | typed
    )


def test_my_account_is_for_people_signed_in(client):
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"


@pytest.mark.parametrize("who", ["alice", "charlie", "bob", "line_manager", "admin"])
def test_everybody_sees_their_own_account_only(client, request, who):
    person = request.getfixturevalue(who)
    other = make_person("Zacharias", customer_number="K-4711")
    client.force_login(person)
    page = client.get(PAGE).content.decode()
    assert person.email in page
    assert other.email not in page
    assert "K-4711" not in page


def test_the_way_there_stands_in_the_menu(client, alice):
    client.force_login(alice)
    assert f'href="{PAGE}"' in client.get("/catalog/").content.decode()


def test_a_new_name_is_found_sorted_and_written_down(client, alice):
    client.force_login(alice)
    assert save(client, first_name="Zoë", last_name="Ääbi")["Location"] == PAGE
    alice.refresh_from_db()
    assert str(alice) == "Zoë Ääbi"
    assert alice.sort_name == sort_name(alice)
    assert alice.words.filter(word__startswith="zoe").exists()
    assert not alice.words.filter(word__startswith="ammerli").exists()
    line = Event.objects.get(verb="changed")
    assert line.by == alice
    assert "Zoë" in line.note
    assert "password" not in line.note.lower()


def test_a_new_language_holds_at_once(client, alice):
    client.force_login(alice)
    answer = client.post(
        PAGE, {"first_name": "Alice", "last_name": "M", "language": "de"}, follow=True
    )
    assert '<html lang="de"' in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("last_name", " "),
        ("first_name", "x" * 10_000),
        ("last_name", "Mus\nter"),
        ("language", "xx"),
        ("language", ""),
    ],
)
def test_what_is_no_name_or_language_is_refused(client, alice, field, value):
    client.force_login(alice)
    page = save(client, **{field: value}).content.decode()
    assert f'href="#id_{field}"' in page
    assert "Nothing has been saved." in page
    alice.refresh_from_db()
    assert (alice.last_name, alice.language) == ("Ämmerli", "en")


def test_a_refused_name_does_not_show_in_the_frame(client, alice):
    client.force_login(alice)
    page = save(client, first_name="Wrong", last_name="").content.decode()
    assert page.count("Wrong") == 1


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "Zoë 🦊", "محمد", "\u202eabc"])
def test_any_letters_are_a_name_and_do_no_harm(client, alice, name):
    client.force_login(alice)
    save(client, first_name=name)
    alice.refresh_from_db()
    assert alice.first_name == name
    assert "<script>alert" not in client.get(PAGE).content.decode()


def test_nothing_else_can_be_changed_here(client, alice):
    client.force_login(alice)
    given = {"email": "x@y.example", "is_staff": "on", "customer_number": "1", "is_active": ""}
    save(client, **given)
    stored = User.objects.get(pk=alice.pk)
    assert (stored.email, stored.is_staff, stored.customer_number, stored.is_active) == (
        alice.email,
        False,
        alice.customer_number,
        True,
    )


def test_the_customer_number_hangs_on_its_switch(client, alice):
    alice.customer_number = "K-4711"
    alice.save()
    client.force_login(alice)
    assert "K-4711" in client.get(PAGE).content.decode()
    setting = Setting.load()
    setting.customer_numbers = False
    setting.save()
    page = client.get(PAGE).content.decode()
    assert "K-4711" not in page
    assert "Customer number" not in page


def test_organisations_and_roles_are_read(client, alice, tech):
    give_role(alice, "planner", tech)
    client.force_login(alice)
    page = client.get(PAGE).content.decode()
    assert "Pflege" in page
    assert "Course planner" in page
    assert "and its sub-organisations" in page


def test_who_belongs_nowhere_is_told_what_follows(client):
    client.force_login(make_person("Nina"))
    assert "You belong to no organisation." in client.get(PAGE).content.decode()


def test_my_account_costs_the_same_for_one_role_and_many(
    client, alice, root, tech, django_assert_max_num_queries
):
    client.force_login(alice)
    with django_assert_max_num_queries(12):
        client.get(PAGE)
    for role in ("planner", "principal", "author"):
        give_role(alice, role, root)
        give_role(alice, role, tech)
    with django_assert_max_num_queries(12):
        client.get(PAGE)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Android 15; Mobile) Firefox/132.0", "Firefox, Android"),
        ("curl/8", "curl/8"),
        ("x" * 200, "x" * 80),
        ("", "Unknown browser"),
    ],
)
def test_browsers_are_called_as_people_call_them(user_agent, name):
    assert browser(user_agent) == name
