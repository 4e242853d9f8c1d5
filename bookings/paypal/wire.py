"""How what goes out to PayPal is written; what cannot be written so is not sent."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from decimal import Decimal

from bookings.paypal import config
from bookings.paypal.answers import Money
from bookings.paypal.errors import Declined

CENT = Decimal("0.01")


def resource_id(given: str) -> str:
    """An id becomes part of an address, so it must look like one."""
    if not re.fullmatch(r"[A-Za-z0-9-]{1,64}", given):
        raise Declined("INVALID_RESOURCE_ID")
    return given


def amount(money: Money) -> dict[str, str]:
    given = money.amount
    if not given.is_finite() or given <= 0 or given != given.quantize(CENT):
        raise ValueError(f"{money.amount} is not an amount anybody can pay.")
    if money.currency not in config.CURRENCIES:
        raise ValueError(f"PayPal payments in {money.currency} are not possible here.")
    return {"currency_code": money.currency, "value": f"{money.amount.quantize(CENT):f}"}


def line(written: str, longest: int) -> str:
    """One line without control characters."""
    plain = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in written)
    return " ".join(plain.split())[:longest]


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
