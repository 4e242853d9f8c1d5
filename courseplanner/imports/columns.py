"""The columns a catalog file can have: how each is read, and what its template says of it."""

from __future__ import annotations

from dataclasses import dataclass

from catalog import methods, states
from catalog.models import LearningResource
from courseplanner.imports import values
from courseplanner.imports.values import Parse
from courseplanner.models import Implementation

# Those with two decimals, as prices are kept.
CURRENCIES = (
    "CHF", "EUR", "USD", "GBP", "AUD", "BGN", "CAD", "CNY", "CZK", "DKK", "HKD", "HUF", "INR",
    "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "TRY",
)  # fmt: skip
STATUSES = tuple(dict.fromkeys(key for known in states.BY_KIND.values() for key in known))


@dataclass(frozen=True)
class Column:
    """`empty` is what an empty cell means; `note` is documentation, in English as its keys are."""

    key: str
    parse: Parse
    empty: object = ""
    needed: bool = False
    has_paragraphs: bool = False
    note: str = ""


RESOURCE = (
    Column("reference", values.line(255), needed=True, note="with organisation the key of a row"),
    Column("title", values.line(255), needed=True),
    Column(
        "kind", values.one_of(lambda: states.BY_KIND), needed=True, note="course or implementation"
    ),
    Column("status", values.one_of(lambda: STATUSES), "preparation", note="as the kind allows"),
    Column("teaser", values.line(500)),
    Column("description", values.paragraphs(20_000), has_paragraphs=True),
    Column("objectives", values.paragraphs(20_000), has_paragraphs=True),
    Column("requirements", values.paragraphs(20_000), has_paragraphs=True),
    Column("certification", values.line(255)),
    Column("authors", values.line(500)),
    Column("language", values.line(64)),
    Column("workload", values.line(255), note="as text: 3 days"),
    Column("location", values.line(255)),
    Column("begin", values.day, None, note="2026-03-31 or 31.03.2026"),
    Column("end", values.day, None),
    Column("min_participants", values.whole(1_000_000), None),
    Column("max_participants", values.whole(1_000_000), None),
    Column(
        "format",
        values.one_of(lambda: LearningResource.Format.values),
        note="classroom, hybrid, virtual, self_paced",
    ),
    Column("subjects", values.paths, (), note="Care > Wounds; Law: missing ones are created"),
    Column("organisation", values.line(64), needed=True, note="its identifier"),
    Column("course_url", values.address, note="where those who are in find the course"),
    Column("priority", values.whole(9999), 0, note="higher stands first in the catalog"),
)
PRODUCT = (
    Column("product_reference", values.line(255), note="implementations; else the reference"),
    Column("product_title", values.line(255), note="implementations; else the title"),
    Column(
        "type",
        values.one_of(lambda: Implementation.Type.values),
        "single",
        note="implementations: single, bundle, structured",
    ),
)
OFFER = (
    Column("offer_type", values.one_of(methods.installed), note="empty: no offer"),
    Column("offer_label", values.line(128), note="else the reference"),
    Column("price", values.price, values.price("0"), note="12.50"),
    Column("currency", values.one_of(lambda: CURRENCIES), "CHF"),
    Column("code", values.line(64), note="for the offer type code"),
    Column("internal", values.yes_or_no, True, note="yes or no"),
    Column("external", values.yes_or_no, False, note="yes or no; yes is internal too"),
    Column("released_for", values.names(";", 64), (), note="identifiers of organisations: A; B"),
    Column("cancellation_fee", values.price, None),
    Column("free_until_days", values.whole(9999), None, note="days before the begin"),
    Column("valid_from", values.beginning, None, note="2026-03-31 or 2026-03-31 08:00"),
    Column("valid_until", values.ending, None, note="a day without a time counts to its end"),
    Column("confirmation", values.yes_or_no, False, note="yes or no"),
    Column("cost_center", values.line(255), note="identifier or name"),
)
COLUMNS = {column.key: column for column in (*RESOURCE, *PRODUCT, *OFFER)}
# Kept in a field of the same name, as they are.
RESOURCE_FIELDS = [one.key for one in RESOURCE if one.key not in {"organisation", "subjects"}]
OFFER_FIELDS = [
    one.key
    for one in OFFER
    if one.key not in {"offer_type", "offer_label", "code", "released_for", "cost_center"}
]
# An empty cell means: named after the row itself.
NAMED_AFTER_ROW = {"product_reference", "product_title", "offer_label"}
