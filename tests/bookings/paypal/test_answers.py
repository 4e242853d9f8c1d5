"""Whatever comes back, it is either understood or Unknown; nothing else is ever raised."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.paypal import answers
from bookings.paypal.errors import Unknown

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        *("id", "status", "amount", "links", "purchase_units", "payments", "captures", "payee"),
        *("supplementary_data", "status_details", "seller_receivable_breakdown", "refunds"),
    ]
)
RIGHT = {
    "id": "A1",
    "status": "COMPLETED",
    "amount": {"currency_code": "CHF", "value": "50.00"},
    "links": [{"rel": "up", "href": "https://api-m.paypal.com/v2/payments/captures/C1"}],
}
READERS = [answers.checkout, answers.capture, answers.refund]


@pytest.mark.parametrize("read", READERS)
@settings(max_examples=60, deadline=None)
@given(said=st.dictionaries(FIELDS, JSON))
def test_an_answer_is_understood_or_unknown(read, said):
    with suppress(Unknown):
        read(RIGHT | said)


@settings(max_examples=60, deadline=None)
@given(units=st.lists(st.dictionaries(FIELDS, JSON, max_size=3), max_size=1))
def test_a_checkout_is_understood_or_unknown(units):
    with suppress(Unknown):
        answers.checkout(RIGHT | {"purchase_units": units})


@given(value=st.text(max_size=12) | st.floats() | st.integers() | st.none())
def test_money_is_a_plain_decimal_or_unknown(value):
    try:
        money = answers.money({"currency_code": "CHF", "value": value})
    except Unknown:
        return
    assert money.amount.is_finite()
    assert money.amount == money.amount.quantize(Decimal("0.01"))
    assert "e" not in value.lower()


@pytest.mark.parametrize(
    "wrong",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e2",
        "1E+2",
        "0x10",
        "1_000",
        "+1",
        "1.",
        ".5",
        "1.005",
        "",
    ],
)
def test_amounts_in_other_forms_are_unknown(wrong):
    with pytest.raises(Unknown):
        answers.money({"currency_code": "CHF", "value": wrong})


@pytest.mark.parametrize("wrong", ["", "chf", "EURO", "CH", None, 756])
def test_currencies_in_other_forms_are_unknown(wrong):
    with pytest.raises(Unknown):
        answers.money({"currency_code": wrong, "value": "1.00"})


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "missing", [{"id": ""}, {"id": None}, {"status": "PAID"}, {"status": None}, {"links": {}}]
)
def test_what_cannot_be_done_without_is_unknown(read, missing):
    with pytest.raises(Unknown):
        read(RIGHT | missing)


def test_a_refund_names_its_capture():
    assert answers.refund(RIGHT).capture_id == "C1"
    assert answers.refund(RIGHT | {"links": []}, capture_id="C2").capture_id == "C2"


def test_a_capture_inside_a_checkout_is_paid_to_whom_the_checkout_says():
    payee = {"payee_id": "OURS", "payee_email": ""}
    assert answers.capture(RIGHT, "A1", payee).payee_id == "OURS"
    own = RIGHT | {"payee": {"merchant_id": "THEIRS"}}
    assert answers.capture(own, "A1", payee).payee_id == "THEIRS"
