"""German is complete: nothing untranslated, nothing stale, nothing forgotten in a template."""

import os
import re
import shutil
import subprocess
import sys

import polib
import pytest

from tests import house
from tests.needs import missing

CATALOG = house.ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"
# Read alike in both languages.
NAMES = {"Kursbuch", "Excel", "htmx", "Deutsch", "English", "SVG", "PNG"}
NAMES |= {"PENDING", "DECLINED", "COMPLETED"}  # as PayPal says it
# Their text is not the reader's: comments, translated blocks, class names, code, variables,
# tags and addresses.
NOT_TEXT = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"{%\s*comment.*?endcomment\s*%}|{#.*?#}",
        r"{%\s*blocktrans.*?endblocktrans(?:late)?\s*%}",
        r"{%\s*block \w*(?:class|inert)\s*%}.*?{%\s*endblock\s*%}",
        r"{%\s*setvar.*?endsetvar\s*%}",
        r"<style.*?</style>|<script.*?</script>|<!--.*?-->",
        r"{%.*?%}|{{.*?}}",
        r"<[^>]*>|&#?\w+;|/[\w/-]+",
    )
]
READ_ALOUD = re.compile(r'\b(?:alt|aria-label|placeholder|title)="([^"{]*[A-Za-z]{2}[^"{]*)"')


def said(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


@pytest.fixture(scope="module")
def german() -> polib.POFile:
    return polib.pofile(str(CATALOG))


def test_german_has_every_message(german):
    assert [said(entry) for entry in german.untranslated_entries()] == []


def test_german_has_no_guess(german):
    assert [said(entry) for entry in german.fuzzy_entries()] == []


def test_german_dots_that_stand_for_more_stand_apart(german):
    texts = [text for entry in german for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search(r"\w…", text)] == []


def test_german_keeps_every_placeholder(german):
    def placeholders(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text))

    lost = [
        said(entry)
        for entry in german
        if entry.msgstr and placeholders(entry.msgid) != placeholders(entry.msgstr)
    ]
    assert lost == []


def test_compiled_messages_are_those_of_their_source(german):
    compiled = polib.mofile(str(CATALOG.with_suffix(".mo")))
    assert meanings(compiled) == meanings(german)


def meanings(catalog: polib.POFile | polib.MOFile) -> dict:
    return {
        said(entry): (entry.msgstr, entry.msgstr_plural) for entry in catalog if not entry.obsolete
    }


def test_german_knows_every_message_of_the_source(german, tmp_path):
    """Collects the messages again, from a copy of the house, and compares."""
    if not shutil.which("xgettext"):
        missing("gettext")
    for room in (*house.APPS, "config", "templates", "locale"):
        shutil.copytree(house.ROOT / room, tmp_path / room)
    shutil.copy(house.ROOT / "manage.py", tmp_path)
    (tmp_path / "static").mkdir()
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "de", "--no-location"],
        cwd=tmp_path,
        env=os.environ,
        check=True,
        capture_output=True,
    )
    collected = polib.pofile(str(tmp_path / CATALOG.relative_to(house.ROOT)))
    current = {said(entry) for entry in collected if not entry.obsolete}
    assert current - set(meanings(german)) == set()
    assert set(meanings(german)) - current == set()


def untranslated(template: str) -> list[str]:
    for pattern in NOT_TEXT[:-1]:
        template = pattern.sub(" ", template)
    words = re.findall(r"[^\W\d_]{3,}", NOT_TEXT[-1].sub(" ", template))
    return [word for word in words if word not in NAMES] + READ_ALOUD.findall(template)


def test_templates_say_nothing_untranslated():
    pages = [path for path in house.templates() if path.suffix in {".html", ".txt"}]
    told = {house.told(page): untranslated(page.read_text()) for page in pages}
    assert {page: words for page, words in told.items() if words} == {}


def test_untranslated_words_are_noticed():
    assert untranslated('<p class="lead">Nobody {{ translated }} this</p>') == [
        "Nobody", "this",
    ]  # fmt: skip
    assert untranslated('<img alt="A picture">{% translate "Fine" %}') == ["A picture"]
