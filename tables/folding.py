"""Search and order that are the same on every database: folded columns and stored words.

Called by models (FoldedField, Word), by actions that refresh them (fold, write_words) and by
QuerySet methods that search (every_word, matching, prefix).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q, QuerySet
from django.db.models.lookups import StartsWith
from django.db.models.sql.compiler import SQLCompiler

Compiled = tuple[str, Sequence[Any]]

MAX_WORDS = 8
WORD_LENGTH = 64
OWNERS_PER_STATEMENT = 500

_HIGHEST = "\U0010ffff"
_GLOB = re.compile(r"[*?\[]")
_WORD = re.compile(r"[^\W_]+")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# Letters that Unicode does not take apart into letter and accent.
_WHOLE = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "å": "aa"}
)


def storable(text: str) -> str:
    """Without what no database can hold or be asked for: NUL, half a character."""
    return _UNSTORABLE.sub("", text)


def fold(text: str) -> str:
    """Small letters without accents, ß as ss; what no database can store is dropped."""
    plain = storable(text)
    if plain.isascii():
        return plain.lower()
    # Twice: folding case makes new letters with accents (İ), taking apart makes new capitals (㎒).
    for _ in range(2):
        plain = unicodedata.normalize("NFKD", plain).casefold()
    plain = unicodedata.normalize("NFKD", plain.translate(_WHOLE))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def variants(text: str) -> set[str]:
    """Both ways to write it without accents: Büro is buro and buero."""
    return set(_both(text))


def words(text: str) -> set[str]:
    return {form for forms in _split(text) for form in forms}


def _both(text: str) -> tuple[str, str]:
    return fold(text), fold(unicodedata.normalize("NFC", text).translate(_SPELLED_OUT))


def _split(text: str) -> list[frozenset[str]]:
    """Each word of the text in its variants, no longer than a stored word."""
    dropped, spelled = (_WORD.findall(form) for form in _both(text))
    return [
        frozenset(word[:WORD_LENGTH] for word in pair)
        for pair in zip(dropped, spelled, strict=True)
    ]


class FoldedField(models.CharField):
    """Holds folded text. Compared byte by byte everywhere, so order and prefixes agree.

    of: the fields of the same row it is made from on every save; without, actions fill it.
    """

    def __init__(self, *args: Any, of: Sequence[str] = (), **kwargs: Any) -> None:
        self.of = tuple(of)
        if of:
            kwargs = {"default": "", "blank": True, "editable": False, **kwargs}
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if self.of:
            text = " ".join(str(getattr(model_instance, name)) for name in self.of)
            setattr(model_instance, self.attname, self.folded(text))
        return super().pre_save(model_instance, add)

    def folded(self, text: str) -> str:
        return fold(text)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, str | None]:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}

    def get_db_prep_save(self, value: object, connection: BaseDatabaseWrapper) -> object:
        # Folding can lengthen a text (ß); an order needs no more than the column holds.
        cut = value[: self.max_length] if isinstance(value, str) else value
        return super().get_db_prep_save(cut, connection)


class FoundField(FoldedField):
    """Holds every word of a text, each after a blank and spelled in every way: see `inside`."""

    def folded(self, text: str) -> str:
        return "".join(f" {word}" for word in sorted(words(text)))


@models.CharField.register_lookup
class Begins(StartsWith):
    """As startswith, of codes. SQLite's ignores case and so reads every row; this has an index."""

    lookup_name = "begins"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return str(connection.operators[StartsWith.lookup_name] % rhs)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Compiled:
        column, params = compiler.compile(self.lhs)
        start = _GLOB.sub(r"[\g<0>]", str(self.rhs))
        return f"{column} GLOB %s", [*params, f"{start}*"]


def prefix(field: str, text: str) -> Q:
    """A folded column begins with the folded text. A range: an index serves it everywhere."""
    start = fold(text)
    return Q(**{f"{field}__gte": start, f"{field}__lt": start + _HIGHEST}) if start else Q()


class Word(models.Model):
    """One searchable word of one object; the concrete model adds its owner and an index."""

    word = FoldedField(max_length=WORD_LENGTH)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.word


def write_words(model: type[Word], owner: str, texts: Mapping[int, str]) -> None:
    """Replace the words of each owner (id → all its searchable text). Call it in a transaction."""
    ids = list(texts)
    for start in range(0, len(ids), OWNERS_PER_STATEMENT):
        part = ids[start : start + OWNERS_PER_STATEMENT]
        rows = _rows(model, owner, {key: texts[key] for key in part})
        QuerySet(model).filter(**{f"{owner}_id__in": part}).delete()
        QuerySet[Word](model).bulk_create(rows, batch_size=2000)


def _rows(model: type[Word], owner: str, texts: Mapping[int, str]) -> list[Word]:
    return [
        model(**{f"{owner}_id": key, "word": word})
        for key, text in texts.items()
        for word in sorted(words(text))
    ]


# A place to look for one word, given in all its variants.
Source = Callable[[frozenset[str]], Q]


def stored_in(model: type[Word], owner: str, *, at: str = "pk") -> Source:
    """Looks among stored words; `at` is the path from the searched rows to the words' owner."""

    def source(forms: frozenset[str]) -> Q:
        found: QuerySet[Word] = QuerySet(model).filter(_any_prefix("word", forms))
        return Q(**{f"{at}__in": found.values(f"{owner}_id")})

    return source


def beginning_of(field: str) -> Source:
    """Looks at the beginning of one folded column."""
    return lambda forms: _any_prefix(field, forms)


def inside(field: str) -> Source:
    """Looks at the beginning of every word of a FoundField. Reads all rows: for few of them."""

    def source(forms: frozenset[str]) -> Q:
        condition = Q()
        for form in sorted(forms):
            condition |= Q(**{f"{field}__contains": f" {form}"})
        return condition

    return source


def every_word(text: str, *sources: Source) -> Q:
    """Every word of the query begins some word in one of the sources.

    A blank query finds everything, one without any letter or digit finds nothing.
    """
    if not text.strip():
        return Q()
    wanted = _query_words(text)
    if not wanted:
        return Q(pk__in=[])
    condition = Q()
    for forms in wanted:
        one = Q()
        for source in sources:
            one |= source(forms)
        condition &= one
    return condition


def matching(model: type[Word], owner: str, text: str, *, at: str = "pk") -> Q:
    return every_word(text, stored_in(model, owner, at=at))


def every_word_in(text: str, query: str) -> bool:
    """The same as every_word, of a text at hand: for trees, which are small and read whole."""
    if not query.strip():
        return True
    wanted, known = _query_words(query), words(text)
    return bool(wanted) and all(
        any(word.startswith(form) for form in forms for word in known) for forms in wanted
    )


def _any_prefix(field: str, forms: frozenset[str]) -> Q:
    condition = Q()
    for form in sorted(forms):
        condition |= prefix(field, form)
    return condition


def _query_words(text: str) -> list[frozenset[str]]:
    bounded = text.strip()[: 2 * MAX_WORDS * WORD_LENGTH]
    return list(dict.fromkeys(_split(bounded)))[:MAX_WORDS]
