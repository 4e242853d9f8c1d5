"""The days of a course on a line, as a timetable would draw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH = 1000
MONTHS_AT_LEAST = 3
LONGEST = timedelta(days=5 * 366)


@dataclass(frozen=True)
class DayLine:
    """All places counted from the left; a day is `mark` wide, at least so that it is seen."""

    months: list[int]
    days: list[int]
    whole: tuple[int, int] | None = None
    mark: int = 8
    width: int = WIDTH


def draw(begin: date | None, end: date | None, days: Sequence[date]) -> DayLine | None:
    """Whole months around everything; None where there is no day to show, or years of them."""
    known = sorted(day for day in (begin, end, *days) if day)
    if not known or known[-1] - known[0] > LONGEST:
        return None
    months = _months(known[0], known[-1])
    first, total = months[0], (months[-1] - months[0]).days

    def place(day: date) -> int:
        return (day - first).days * WIDTH // total

    marks = sorted(set(days)) or known[:1]
    whole = (place(known[0]), place(known[-1] + timedelta(days=1)))
    mark = max(WIDTH // total, WIDTH // 120)
    return DayLine([place(day) for day in months], [place(day) for day in marks], whole, mark)


def _months(first: date, last: date) -> list[date]:
    """The first of each month, one after the last included."""
    months = [first.replace(day=1)]
    while months[-1] <= last or len(months) <= MONTHS_AT_LEAST:
        months.append(_next(months[-1]))
    return months


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
