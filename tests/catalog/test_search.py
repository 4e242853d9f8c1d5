"""Finding a course by the beginning of any of its words."""

import pytest

from catalog.models import LearningResource
from tests.cast import make_resource, make_subject

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [one.title for one in LearningResource.objects.search(text).order_by("title")]


@pytest.fixture
def shelf():
    leading = make_subject("Leadership", "Führung")
    make_resource("Büroorganisation", reference="BO-2027", authors="Sükrü Yıldırım")
    make_resource("Projekte leiten", subjects=(leading,), teaser="Vom Auftrag zum Abschluss")
    make_resource("Strassenbau", teaser="Für Bauleiter im Außendienst")


@pytest.mark.parametrize(
    "text", ["buro", "buero", "Büro", "BÜRO", "büroorg", "  buero  ", "bo-2027", "2027 buro"]
)
def test_search_finds_umlauts_however_it_is_written(shelf, text):
    assert found(text) == ["Büroorganisation"]


@pytest.mark.parametrize("text", ["strasse", "Straße", "aussen", "außen", "bauleiter"])
def test_search_takes_sharp_s_for_ss(shelf, text):
    assert found(text) == ["Strassenbau"]


def test_search_wants_every_word_wherever_it_stands(shelf):
    assert found("leiten auftrag") == ["Projekte leiten"]
    assert found("leiten buro") == []


def test_search_finds_by_author(shelf):
    assert found("sukru") == found("yildirim") == ["Büroorganisation"]


def test_search_finds_by_subject_in_both_languages(shelf):
    assert found("leadership") == found("fuehrung") == found("Führung") == ["Projekte leiten"]


def test_search_wants_the_beginning_of_a_word(shelf):
    assert found("organisation") == []


def test_search_for_nothing_finds_everything(shelf):
    assert len(found("")) == len(found("   ")) == 3


@pytest.mark.parametrize(
    "text", ["%", "%" * 10_000, "_", "'; DROP TABLE", "\x00", "💥", "\ud800", "*", "..."]
)
def test_search_for_signs_is_harmless(shelf, text):
    assert found(text) == []


def test_search_does_not_read_wildcards(shelf):
    assert found("b%ro") == found("b_ro") == []
