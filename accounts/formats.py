"""How the house writes money, dates and numbers: the same in pages, mails and refusals."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from django.utils import dateformat, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Moment = TypeVar("Moment", dt.date, dt.time)
NBSP = "\N{NO-BREAK SPACE}"
THOUSANDS = {"de": "’", "en": ","}
DAY = {"de": "d.m.Y", "en": "j M Y"}
SHORT = {"de": "j. N", "en": "j M"}
LONG = {"de": "j. F Y", "en": "j F Y"}
WITH_WEEKDAY = {"de": "l, j. F Y", "en": "l, j F Y"}
# What is left of a period's first day when its month or year is also that of the last.
SAME_MONTH = {"de": "d.", "en": "j"}
SAME_YEAR = {"de": "d.m.", "en": "j M"}


def number(value: int | Decimal, *, decimals: int = 0) -> str:
    """Swiss thousands for German readers, British ones for everybody else."""
    return f"{value:,.{decimals}f}".replace(",", THOUSANDS[_language()])


def money(amount: Decimal | None, currency: str) -> str:
    """Two decimals always; nothing for no amount."""
    return "" if amount is None else f"{currency}{NBSP}{number(amount, decimals=2)}"


def price(amount: Decimal | None, currency: str) -> str:
    """For the catalog: whole amounts without decimals."""
    if amount is None:
        return ""
    decimals = 0 if amount == amount.to_integral_value() else 2
    return f"{currency}{NBSP}{number(amount, decimals=decimals)}"


def date(value: dt.date | None) -> str:
    return _write(value, DAY)


def short_date(value: dt.date | None) -> str:
    return _write(value, SHORT)


def long_date(value: dt.date | None) -> str:
    return _write(value, LONG)


def day(value: dt.date | None) -> str:
    return _write(value, WITH_WEEKDAY)


def weekday(value: dt.date | None) -> str:
    return _write(value, {"de": "D", "en": "D"})


def time(value: dt.datetime | dt.time | None) -> str:
    return f"{_local(value):%H:%M}" if value else ""


def date_and_time(value: dt.datetime | None) -> str:
    return f"{date(value)}, {time(value)}" if value else ""


def period(begin: dt.date | None, end: dt.date | None) -> str:
    """Both days with what they share written once: 12 Jan – 16 Mar 2027."""
    if not begin or not end or begin == end:
        return _open_period(begin, end)
    first = DAY
    if begin.year == end.year:
        first = SAME_MONTH if begin.month == end.month else SAME_YEAR
    return f"{_write(begin, first)} – {date(end)}"


def _open_period(begin: dt.date | None, end: dt.date | None) -> str:
    if begin and end:
        return date(begin)
    if begin:
        return _("from %(date)s") % {"date": date(begin)}
    return _("until %(date)s") % {"date": date(end)} if end else ""


def _language() -> str:
    return "de" if (get_language() or "").startswith("de") else "en"


def _write(value: dt.date | None, formats: dict[str, str]) -> str:
    if not value:
        return ""
    local = _local(value)
    day = local.date() if isinstance(local, dt.datetime) else local
    language = _language()
    return _written(day, formats[language], language)


def _local(value: Moment) -> Moment:
    is_aware = isinstance(value, dt.datetime) and timezone.is_aware(value)
    return timezone.localtime(value) if is_aware else value


@lru_cache(maxsize=4096)
def _written(day: dt.date, form: str, _language: str) -> str:
    """Lists write the same days again and again; names of months are in the language."""
    return dateformat.format(day, form)
