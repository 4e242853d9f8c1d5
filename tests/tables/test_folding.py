"""Folded text and words: found with and without accents, alike on every database."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import PersonWord, User
from bookings.models import BookingOrder
from catalog.models import LearningResource
from tables.folding import (
    MAX_WORDS,
    WORD_LENGTH,
    beginning_of,
    every_word,
    fold,
    matching,
    prefix,
    stored_in,
    variants,
    words,
    write_words,
)
from tests.cast import make_person, make_resource


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Büro", "buro"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Zoë Ñandú", "zoe nandu"),
        ("İstanbul", "istanbul"),
        ("Łódź Øresund Þór", "lodz oresund thor"),
        ("ﬁnal ①", "final 1"),
        ("bu\u0308ro", "buro"),
        ("a\0b\ud800c", "abc"),
    ],
)
def test_fold_drops_case_and_accents(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_of_folded_text_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_fold_does_not_care_how_a_text_was_typed(text):
    assert fold(text.upper().lower().casefold()) == fold(text.upper().lower())


def test_variants_drop_and_spell_out_umlauts():
    assert variants("Büro") == {"buro", "buero"}
    assert variants("Großmütter") == {"grossmutter", "grossmuetter"}
    assert variants("Office") == {"office"}


def test_variants_know_umlauts_made_of_two_characters():
    assert variants("bu\u0308ro") == {"buro", "buero"}


def test_words_are_letters_and_digits_only():
    assert words("KB-2026-000123-7, <Anna@Bär.ch> 100%_x") == {
        *("kb", "2026", "000123", "7", "anna", "bar", "baer", "ch", "100", "x")
    }


@given(st.text())
def test_words_fit_their_column(text):
    assert all(word.isalnum() and len(word) <= WORD_LENGTH for word in words(text))


def found(text: str) -> set[str]:
    people = User.objects.filter(matching(PersonWord, "owner", text))
    return set(people.values_list("first_name", flat=True))


@pytest.fixture
def people(db):
    make_person("Jürg", last_name="Müller-Büro", email="jm@example.org")
    make_person("Anna", last_name="Muller", email="anna@example.org")
    make_person("Lea", last_name="Mueller", email="lea@example.org")


@pytest.mark.parametrize("text", ["buro", "buero", "Büro", "BÜR", "  bü "])
def test_search_finds_both_spellings_of_an_umlaut(people, text):
    assert found(text) == {"Jürg"}


def test_search_with_umlaut_finds_both_spellings(people):
    assert found("müll") == {"Jürg", "Anna", "Lea"}
    assert found("muell") == {"Jürg", "Lea"}


def test_search_wants_every_word(people):
    assert found("muller anna") == {"Anna"}
    assert found("muller anna charlie") == set()


def test_search_begins_at_the_beginning_of_a_word(people):
    assert found("uller") == set()


def test_search_for_nothing_finds_everybody(people):
    assert found("  ") == {"Jürg", "Anna", "Lea"}


@pytest.mark.parametrize("text", ["%" * 10_000, "'; --", "\0", "\ud800", "*?", "_"])
def test_search_without_a_word_finds_nobody(people, text):
    assert found(text) == set()


@pytest.mark.parametrize("text", ["a" * 1_000_000, "an " * 10_000, "a%b_c\\" * 500])
def test_search_is_bounded(people, text, django_assert_num_queries):
    with django_assert_num_queries(1):
        found(text)


def test_search_uses_the_first_words_of_many(people):
    assert found(" ".join(["anna"] * 20)) == {"Anna"}
    many = " ".join(f"a{number}" for number in range(MAX_WORDS)) + " anna"
    assert str(matching(PersonWord, "owner", many)).count("pk__in") == MAX_WORDS


@given(st.text(max_size=200))
def test_search_makes_a_query_of_any_text(text):
    str(User.objects.filter(matching(PersonWord, "owner", text)).values("pk")[:0])


def test_search_in_two_places_needs_each_word_in_one_of_them(people):
    places = (stored_in(PersonWord, "owner"), beginning_of("sort_name"))
    assert User.objects.get(every_word("jurg mull", *places)).first_name == "Jürg"
    assert User.objects.get(
        every_word("muellerburo", *places[:1]) | prefix("sort_name", "mueller")
    )


def test_words_are_replaced_not_added(people):
    anna = User.objects.get(first_name="Anna")
    write_words(PersonWord, "owner", {anna.pk: "Zora"})
    assert found("anna") == set()
    assert found("zora") == {"Anna"}


def test_words_of_many_are_written_in_few_statements(people, django_assert_max_num_queries):
    texts = dict.fromkeys(User.objects.values_list("pk", flat=True), "one two three")
    with django_assert_max_num_queries(4):
        write_words(PersonWord, "owner", texts)
    assert PersonWord.objects.count() == 9


def test_prefix_of_a_folded_column_finds_what_begins_so(people):
    assert User.objects.filter(prefix("sort_name", "Mull")).count() == 2
    assert User.objects.filter(prefix("sort_name", "")).count() == 3
    assert not User.objects.filter(prefix("sort_name", "%"))


def test_prefix_reads_an_index(people):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = User.objects.filter(prefix("sort_name", "mull")).explain()
    assert "person_by_name" in plan


def test_folded_column_sorts_alike_everywhere(db):
    names = ["Zebra", "Äpfel", "apfel b", "ähre", "Öl", "zürich", "10", "ß", "-"]
    for number, name in enumerate(names):
        make_person(f"P{number}", last_name=name)
    stored = list(User.objects.order_by("sort_name").values_list("sort_name", flat=True))
    assert stored == sorted(stored)
    assert [name[:2] for name in stored] == ["- ", "10", "ah", "ap", "ap", "ol", "ss", "ze", "zu"]


def test_folded_column_cuts_what_folding_made_too_long(db):
    person = make_person("A", last_name="B")
    person.sort_name = "ss" * 310
    person.save()
    person.refresh_from_db()
    assert len(person.sort_name) == 310
    User.objects.update(sort_name="x" * 999)
    assert User.objects.get().sort_name == "x" * 310


def begins(text: str) -> set[str]:
    found = LearningResource.objects.filter(reference__begins=text)
    return set(found.values_list("reference", flat=True))


def test_a_code_is_found_by_its_beginning_as_it_is_written(db):
    for code in ("KB-1", "KB-12", "kb-1", "K*B", "K[B", "K%B"):
        make_resource(code, kind="course", reference=code)
    assert begins("KB-1") == {"KB-1", "KB-12"}
    assert begins("kb") == {"kb-1"}
    for literal in ("K*", "K[", "K%"):
        assert begins(literal) == {f"{literal}B"}
    assert begins("K?") == begins("K_") == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads so few rows at once")
def test_the_beginning_of_a_number_is_looked_up_in_its_index(db):
    asked = str(BookingOrder.objects.filter(number__begins="KB-2027-0001").values("pk").explain())
    assert "SCAN bookings" not in asked
