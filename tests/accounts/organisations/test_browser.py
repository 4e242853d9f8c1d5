"""Organisations in a real browser: every page in every look, and a journey without a mouse."""

import pytest

from accounts.models import EmailDomain, Organisation
from tests.accounts.organisations.pages import role_of, url
from tests.browser import DESK, LOOKS, PHONE, assert_no_sideways_scroll, assert_well_made
from tests.cast import make_address, make_organisation

LONG = "Interdisziplinäre Notfallaufnahme und Kurzaufenthaltsstation"
PAGES = [
    "index", "create", "settings", "detail", "edit", "move", "deactivate", "members", "add_role",
    "remove_role", "domains", "remove_domain",
]  # fmt: skip


@pytest.fixture
def house(root, care, tech, alice, bob, line_manager):
    make_organisation("bza-not", LONG, care)
    make_organisation("bza-alt", "Altbau", care, is_active=False)
    make_address(organisation=care)
    EmailDomain.objects.create(organisation=care, domain="xn--bro-hoa.ch")


@pytest.fixture
def address_of(house, care, alice):
    pks = {"remove_role": role_of(alice, "user").pk, "remove_domain": EmailDomain.objects.get().pk}

    def address(name: str) -> str:
        extra = {"pk": pks[name]} if name in pks else {}
        return url(name, None if name in {"index", "create", "settings"} else care, **extra)

    return address


@pytest.fixture
def desk(page, sign_in, look, live_server, admin):
    """Opens an address as Ada, who administers the Bildungszentrum."""
    sign_in(admin)

    def show(address: str, size: tuple[int, int] = DESK, theme: str = "light"):
        look(size, theme)
        page.goto(live_server.url + address)
        return page

    return show


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_pages_are_well_made(desk, admin, address_of, size, theme, language):
    admin.language = language
    admin.save(update_fields=["language"])
    for name in PAGES:
        assert_well_made(desk(address_of(name), size, theme))


def test_faulty_forms_are_well_made(desk, address_of):
    for name in ("create", "edit", "add_role", "settings"):
        page = desk(address_of(name), PHONE)
        for field in page.locator("main input[type=text], main input[type=email]").all():
            if field.is_enabled():
                field.fill("")
        page.locator("main .btn-primary").click()
        page.get_by_role("alert").wait_for()
        assert_well_made(page)


def test_deep_trees_fit_on_a_phone(desk, root):
    place = root
    for level in range(2, 13):
        place = make_organisation(f"l{level}-{'x' * 40}", f"{LONG} {level}", place)
    page = desk(url(), PHONE)
    page.get_by_text(f"{LONG} 12").wait_for()
    assert_no_sideways_scroll(page)


def test_branch_opens_and_closes_by_keyboard(desk, house):
    page = desk(url())
    branch = page.locator("summary").nth(1)
    below = page.get_by_text(LONG)
    assert below.is_visible()
    branch.focus()
    page.keyboard.press("Enter")
    assert not below.is_visible()
    page.keyboard.press("Enter")
    assert below.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Altbau", level=1).wait_for()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_administrator_sets_up_an_organisation(desk, house, charlie, size):
    """From nothing, with nothing but the pages."""
    page = desk(url(), size)
    create(page)
    add_domain(page)
    add_planner(page)

    made = Organisation.objects.get(identifier="bza-geb")
    role = made.roles.get()
    assert (role.user, role.role, role.inherited) == (charlie, "planner", False)
    assert [one.domain for one in made.email_domains.all()] == ["xn--gebude-dua.example"]


def create(page) -> None:
    page.get_by_role("link", name="Create organisation").click()
    page.get_by_label("Part of").select_option(label="Bildungszentrum Aare › Technik")
    page.get_by_label("Name").fill("Gebäudetechnik")
    page.get_by_label("Identifier").fill("bza-geb")
    page.get_by_role("button", name="Create organisation").click()
    page.get_by_text("“Gebäudetechnik” is created.").wait_for()


def add_domain(page) -> None:
    page.get_by_role("link", name="E-mail domains").click()
    page.get_by_label("E-mail domain").fill("Gebäude.example")
    page.get_by_role("button", name="Add domain").click()
    page.get_by_text("gebäude.example leads here now.").wait_for()


def add_planner(page) -> None:
    page.get_by_role("link", name="Members and roles").click()
    page.get_by_role("link", name="Add role").click()
    page.get_by_label("E-mail").fill("charlie@example.org")
    page.get_by_label("Role").select_option(label="Course planner")
    page.get_by_label("Holds for sub-organisations").check()
    page.get_by_role("button", name="Add role").click()
    page.get_by_text("Charlie Chevalley is Course planner here now.").wait_for()
    page.get_by_role("button", name="Actions for Charlie Chevalley").click()
    page.get_by_role("button", name="Hold only here").click()
    page.get_by_text("Charlie Chevalley is Course planner only here.").wait_for()


def test_administrator_moves_an_organisation_and_switches_it_off(desk, tech, care):
    page = desk(url("detail", tech), PHONE)
    page.get_by_role("link", name="Move").click()
    page.get_by_label("Part of").select_option(label="Bildungszentrum Aare › Pflege")
    page.get_by_role("button", name="Move organisation").click()
    page.get_by_text("“Technik” is moved.").wait_for()

    page.get_by_role("link", name="Deactivate…").click()
    page.get_by_role("button", name="Deactivate organisation").click()
    page.get_by_text("“Technik” is inactive.").wait_for()
    page.get_by_role("button", name="Activate").click()
    page.get_by_text("“Technik” is active again.").wait_for()

    tech.refresh_from_db()
    assert (tech.parent, tech.is_active) == (care, True)
