"""Money as people type it."""

from decimal import Decimal

import pytest
from django import forms

from accounts.fields import Amount


class Price(forms.Form):
    price = Amount(required=False)


def cleaned(typed: str) -> Decimal | None:
    form = Price({"price": typed})
    assert form.is_valid(), form.errors
    return form.cleaned_data["price"]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12.50", "12.50"),
        ("12,50", "12.50"),
        (" 12 ", "12.00"),
        ("0", "0.00"),
        ("1'200", "1200.00"),
        ("1’200.50", "1200.50"),
        ("1 234 567,5", "1234567.50"),
        ("12.500", "12.50"),
        ("9999999999.99", "9999999999.99"),
    ],
)
def test_an_amount_means_what_one_thinks(typed, amount):
    assert str(cleaned(typed)) == amount


def test_nothing_typed_is_no_amount():
    assert cleaned("") is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("NaN", "no amount"),
        ("Infinity", "no amount"),
        ("1e9", "no amount"),
        ("12.345", "two decimals"),
        ("-1", "zero or more"),
        ("−1", "zero or more"),
        ("1'20", "no amount"),
        ("1.2.3", "no amount"),
        ("CHF 12", "no amount"),
        ("١٢", "no amount"),
        ("10000000000", "too large"),
        ("9" * 400, "no amount"),
    ],
)
def test_what_is_no_amount_says_so_and_stays_as_typed(typed, said):
    form = Price({"price": typed})
    assert said in form.errors["price"][0]
    assert form["price"].value() == typed


def test_a_stored_amount_is_shown_with_its_decimals():
    assert 'value="490.00"' in str(Price(initial={"price": Decimal(490)})["price"])
