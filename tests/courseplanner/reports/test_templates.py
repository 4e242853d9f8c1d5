"""Which days each report covers."""

from datetime import date

import pytest

from courseplanner.reports.templates import TEMPLATES


@pytest.mark.parametrize(
    ("template", "today", "month", "begin", "end"),
    [
        ("all", "2026-11-21", 1, None, None),
        ("7-days", "2026-11-21", 1, "2026-11-14", "2026-11-21"),
        ("4-weeks", "2026-11-21", 1, "2026-10-24", "2026-11-21"),
        ("12-months", "2026-11-21", 1, "2025-11-21", "2026-11-21"),
        ("12-months", "2028-02-29", 1, "2027-02-28", "2028-02-29"),
        ("fiscal-year", "2026-11-21", 1, "2026-01-01", "2026-12-31"),
        ("fiscal-year", "2026-11-21", 7, "2026-07-01", "2027-06-30"),
        ("fiscal-year", "2026-06-30", 7, "2025-07-01", "2026-06-30"),
        ("fiscal-year", "2026-07-01", 7, "2026-07-01", "2027-06-30"),
        ("fiscal-year", "2027-03-01", 3, "2027-03-01", "2028-02-29"),
        ("last-fiscal-year", "2026-11-21", 1, "2025-01-01", "2025-12-31"),
        ("last-fiscal-year", "2026-06-30", 7, "2024-07-01", "2025-06-30"),
    ],
)
def test_a_report_covers_its_days(template, today, month, begin, end):
    days = TEMPLATES[template].days(date.fromisoformat(today), month)
    assert tuple(day and day.isoformat() for day in days) == (begin, end)


def test_there_are_the_six_of_openolat():
    assert [str(template.label) for template in TEMPLATES.values()] == [
        "All booking orders",
        "New booking orders – last 7 days",
        "New booking orders – last 4 weeks",
        "New booking orders – last 12 months",
        "All booking orders – current fiscal year",
        "All booking orders – last fiscal year",
    ]
