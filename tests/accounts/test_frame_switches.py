"""Language and theme: a cookie for visitors; the language is kept with the person."""

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def choose(client, what: str, value: str, back: str = LOGIN):
    return client.post(f"/{what}/", {what: value, "next": back})


def test_theme_is_that_of_the_device_until_chosen(client):
    assert 'data-bs-theme="light" data-theme="device"' in client.get(LOGIN).content.decode()


def test_theme_of_a_visitor_is_kept_in_a_cookie(client):
    answer = choose(client, "theme", "dark")
    assert answer["Location"] == LOGIN
    assert answer.cookies["theme"]["httponly"]
    page = client.get(LOGIN).content.decode()
    assert 'data-bs-theme="dark">' in page
    assert 'data-theme="device"' not in page


def test_theme_can_be_given_back_to_the_device(client):
    choose(client, "theme", "dark")
    choose(client, "theme", "device")
    assert 'data-theme="device"' in client.get(LOGIN).content.decode()


def test_theme_menu_offers_what_is_not_chosen(client):
    choose(client, "theme", "dark")
    page = client.get(LOGIN).content.decode()
    assert 'name="theme" value="light"' in page
    assert 'name="theme" value="dark"' not in page


@pytest.mark.parametrize("value", ["", "purple", '"><script>'])
def test_theme_nobody_offered_is_ignored(client, value):
    assert "theme" not in choose(client, "theme", value).cookies
    client.cookies["theme"] = value
    assert 'data-theme="device"' in client.get(LOGIN).content.decode()


@pytest.mark.parametrize("what", ["theme", "language"])
@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"],
)
def test_switches_never_lead_to_another_house(client, what, elsewhere):
    value = {"theme": "dark", "language": "de"}[what]
    assert choose(client, what, value, elsewhere)["Location"] == "/"


@pytest.mark.parametrize("what", ["theme", "language"])
def test_switches_change_nothing_by_a_link(client, what):
    assert client.get(f"/{what}/", {what: "dark"}).status_code == 405


def test_language_of_a_visitor_is_that_of_the_browser_until_chosen(client):
    page = client.get(LOGIN, headers={"accept-language": "de-CH,de;q=0.9"}).content.decode()
    assert '<html lang="de"' in page


def test_language_of_a_visitor_is_kept_in_a_cookie(client):
    answer = choose(client, "language", "de")
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "de"
    assert '<html lang="de"' in client.get(LOGIN).content.decode()


def test_language_of_a_person_is_kept_with_the_person(client, alice):
    client.force_login(alice)
    choose(client, "language", "de")
    alice.refresh_from_db()
    assert alice.language == "de"


def test_language_of_a_person_counts_more_than_a_cookie(client, alice):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    client.force_login(alice)
    assert '<html lang="en"' in client.get("/accounts/password/set/").content.decode()


def test_language_nobody_reads_is_not_kept(client, alice):
    client.force_login(alice)
    choose(client, "language", "xx")
    alice.refresh_from_db()
    assert alice.language == "en"
