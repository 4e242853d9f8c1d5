"""What the README and the pages for people say is there."""

import re

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from demo.reading import FOLDER
from demo.templatetags.demo_people import WHAT_THEY_DO
from tests.house import ROOT

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
README = PAGES[0].read_text()
STORY = "\n".join(path.read_text() for path in FOLDER.rglob("*.toml"))


def test_the_readme_opens_with_two_commands():
    lines = README.splitlines()
    assert lines[0] == "# Kursbuch"
    assert lines[3].startswith("make run")
    assert lines[4].startswith("make test")


@pytest.mark.parametrize("text", PAGES, ids=lambda text: text.name)
def test_links_lead_somewhere(text):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text.read_text())
    assert [link for link in links if not (text.parent / link).exists()] == []


@pytest.mark.parametrize("text", PAGES, ids=lambda text: text.name)
def test_commands_that_are_named_exist(text):
    named = set(re.findall(r"manage\.py (\w+)", text.read_text()))
    assert named <= set(get_commands())


@pytest.mark.parametrize("text", PAGES, ids=lambda text: text.name)
def test_addresses_that_are_named_exist(text):
    for path in re.findall(r"`(/[\w/]+/)`", text.read_text()):
        try:
            resolve(path)
        except Resolver404:
            assert path in {"/static/", "/media/"}, path


@pytest.mark.parametrize("text", PAGES, ids=lambda text: text.name)
def test_targets_of_make_that_are_named_exist(text):
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"`?make ([a-z]+)`?", text.read_text()):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE) or target in {"sure", "it"}


@pytest.mark.parametrize("email", WHAT_THEY_DO)
def test_the_readme_names_everybody_who_can_sign_in(email):
    assert email in README


def test_the_readme_names_courses_and_codes_of_the_story():
    named = [*re.findall(r"\*([^*\n]+)\*", README), *re.findall(r"`([A-Z]+-\d+)`", README)]
    assert len(named) >= 4
    assert [name for name in named if name not in STORY] == []


def test_the_map_of_the_house_names_rooms_that_exist():
    chart = README.partition("## Map of the house")[2]
    rooms = re.findall(r"^\s*([a-z_]+/|[a-z]+\.py)", chart, re.MULTILINE)
    assert len(rooms) > 10
    places = (ROOT, ROOT / "bookings")
    assert [name for name in rooms if not any((at / name).exists() for at in places)] == []
