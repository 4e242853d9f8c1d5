"""How many seats are left, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

# What `with_availability_for` says of somebody who is in.
STANDING = ("pending", "active")


def told(availability: str, few: int) -> str:
    """A number of free seats, or how the reader is in; nothing where there is no maximum."""
    if availability == "pending":
        return pgettext("access status", "Pending")
    if availability == "active":
        return _("Booked")
    return _of_free(int(availability), few) if availability else ""


def left(availability: str) -> int | None:
    return int(availability) if availability and availability not in STANDING else None


def _of_free(number: int, few: int) -> str:
    if number <= 0:
        return _("Fully booked")
    if number <= few:
        text = ngettext("%(left)s seat left", "%(left)s seats left", number)
    else:
        text = ngettext("%(left)s free seat", "%(left)s free seats", number)
    return text % {"left": number}
