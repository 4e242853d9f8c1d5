"""Booking numbers: KB-2026-000123-7.

Unique, never reused, sortable, and safe to read over the telephone: prefix, year, serial, check
digit (ISO 7064 Mod 11,10 over year and serial). The serial is the order's own key. A booking that
is rolled back leaves a gap, which is fine; no counter exists that all bookings would queue for.
"""

import re
from datetime import datetime

from django.db import connection
from django.utils import timezone
from stdnum.iso7064 import mod_11_10

PREFIX = "KB"
_FORM = re.compile(r"[A-Z]+-([0-9]{4})-([0-9]{6,})-([0-9])")


def reserve_serials(count: int = 1) -> list[int]:
    """Keys for orders about to be inserted; call it inside their transaction."""
    if connection.vendor == "sqlite":
        return _after_the_last(count)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('bookings_bookingorder', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def _after_the_last(count: int) -> list[int]:
    """SQLite lets one transaction write at a time, and AUTOINCREMENT remembers deleted keys."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'bookings_bookingorder'")
        row = cursor.fetchone()
    last = row[0] if row else 0
    return list(range(last + 1, last + count + 1))


def booking_number(serial: int, created_at: datetime) -> str:
    """The year is that of the order in the zone of the house, not in UTC."""
    year = timezone.localtime(created_at, timezone.get_default_timezone()).year
    digits = f"{year}{serial:06d}"
    return f"{PREFIX}-{year}-{serial:06d}-{mod_11_10.calc_check_digit(digits)}"


def is_well_formed(number: str, serial: int) -> bool:
    """Whether this can be the number of the order with this key; any prefix will do."""
    parts = _FORM.fullmatch(number)
    if parts is None or int(parts[2]) != serial:
        return False
    return bool(mod_11_10.is_valid("".join(parts.groups())))
