"""The six reports about booking orders, and the days each of them covers."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.utils.translation import gettext_lazy as _

from tables.columns import Label

Days = tuple[date | None, date | None]


@dataclass(frozen=True)
class Template:
    """days: from the day it is asked for and the first month of the fiscal year."""

    label: Label
    days: Callable[[date, int], Days]


def _since(days: int) -> Callable[[date, int], Days]:
    return lambda today, _month: (today - timedelta(days=days), today)


def _twelve_months(today: date, _month: int) -> Days:
    last = monthrange(today.year - 1, today.month)[1]
    return today.replace(year=today.year - 1, day=min(today.day, last)), today


def _fiscal_year(today: date, month: int, *, ago: int = 0) -> Days:
    year = today.year - (today.month < month) - ago
    return date(year, month, 1), date(year + 1, month, 1) - timedelta(days=1)


TEMPLATES = {
    "all": Template(_("All booking orders"), lambda _today, _month: (None, None)),
    "7-days": Template(_("New booking orders – last 7 days"), _since(7)),
    "4-weeks": Template(_("New booking orders – last 4 weeks"), _since(28)),
    "12-months": Template(_("New booking orders – last 12 months"), _twelve_months),
    "fiscal-year": Template(_("All booking orders – current fiscal year"), _fiscal_year),
    "last-fiscal-year": Template(
        _("All booking orders – last fiscal year"), partial(_fiscal_year, ago=1)
    ),
}
