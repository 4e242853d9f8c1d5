"""What the catalog says in place of a price."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from catalog.models import Offer
from catalog.prices import in_short

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
YESTERDAY, TOMORROW = NOW - timedelta(days=1), NOW + timedelta(days=1)


def offer(method="invoice", price="490", currency="CHF", **fields) -> Offer:
    return Offer(method=method, price=Decimal(price), currency=currency, **fields)


def free(**fields) -> Offer:
    return offer("free", "0", **fields)


def code(**fields) -> Offer:
    return offer("code", "0", **fields)


@pytest.mark.parametrize(
    ("offers", "text"),
    [
        ([], ""),
        ([free()], "Freely available"),
        ([code()], "With access code"),
        ([offer()], "CHF 490"),
        ([offer(price="1290.50")], "CHF 1,290.50"),
        ([offer(price="0")], "Free of charge"),
        ([free(), free()], "Freely available"),
        ([code(), code()], "With access code"),
        ([offer(), offer()], "CHF 490"),
        ([offer(), offer(price="390")], "from CHF 390"),
        ([offer(price="0"), offer()], "from CHF 0"),
        ([offer(), offer(currency="EUR")], "Several offers"),
        ([offer(), offer(price="390", currency="EUR")], "Several offers"),
        ([offer(), free()], "Several offers"),
        ([offer(), code()], "Several offers"),
        ([free(), code()], "Several offers"),
    ],
)
def test_price_text_of_one_and_of_several_offers(offers, text):
    assert in_short(offers, NOW) == text.replace("CHF ", "CHF\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    "closed", [{"valid_from": TOMORROW}, {"valid_until": YESTERDAY}, {"valid_until": NOW}]
)
def test_price_text_leaves_out_what_is_not_open_now(closed):
    assert in_short([offer(), offer(price="90", **closed)], NOW).endswith("490")
    assert in_short([offer(), free(**closed)], NOW).endswith("490")


def test_price_text_tells_of_planned_offers_where_there_is_no_other():
    assert in_short([free(valid_from=TOMORROW)], NOW) == "Freely available"


def test_price_text_takes_an_offer_that_opens_at_this_second():
    assert in_short([offer(valid_from=NOW)], NOW).endswith("490")


def test_price_text_is_written_as_the_reader_writes():
    with translation.override("de"):
        assert in_short([offer(price="1290")], NOW) == "CHF\N{NO-BREAK SPACE}1’290"
