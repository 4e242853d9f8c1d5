"""What planners can do with a booking order: in the list, and over its details."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from bookings.models import BookingOrder
from tables.entries import Entry, Fetched, Page, When, below, posted


def _billed(row: Fetched, page: Page) -> bool:
    """The methods by which staff look after the money."""
    return row["method"] in page["by_hand"]


def _decidable(row: Fetched, _page: Page) -> bool:
    pending = row["participation__status"] == "pending"
    return bool(row["may_decide"] and pending and row["participation__confirm_by"] == "staff")


def _settled_from(status: str) -> When:
    return lambda row, page: row["may_settle"] and row["status"] == status and _billed(row, page)


def _readdressed(row: Fetched, page: Page) -> bool:
    addressed = row["status"] == "open" and row["address__source"]
    return bool(row["may_readdress"] and addressed and _billed(row, page))


def _open(row: Fetched, page: Page) -> bool:
    return row["may_change"] and row["status"] == "open" and _billed(row, page)


def _with_fee(row: Fetched, page: Page) -> bool:
    charged = row["cancellation_fee_original"] is not None
    return row["may_change"] and charged and _billed(row, page)


def _cancellable(row: Fetched, page: Page) -> bool:
    return row["may_change"] and row["status"] in page["cancelling"]


def _entry(path: str, icon: str, label: str, when: When) -> Entry:
    return Entry(label, icon, below(path, key="number"), when)


def _button(path: str, icon: str, label: str, when: When) -> Entry:
    return Entry(label, icon, posted(path, key="number"), when, posts=True)


CHANGES = (
    _entry("price/", "pencil", pgettext_lazy("button", "Change price…"), _open),
    _entry("write-off/", "archive", pgettext_lazy("button", "Write off booking order…"), _open),
    _entry("fee/", "pencil", pgettext_lazy("button", "Change cancellation fee…"), _with_fee),
    _entry("cancel/", "x-circle", pgettext_lazy("button", "Cancel booking…"), _cancellable),
)
ORDER = (
    Entry(pgettext_lazy("button", "Details"), "card-text", below(key="number")),
    _entry("confirm/", "person-check-fill", pgettext_lazy("button", "Confirm…"), _decidable),
    _entry("decline/", "x-circle", pgettext_lazy("button", "Decline…"), _decidable),
    _button(
        "paid/", "check-circle", pgettext_lazy("button", "Set as “Paid”"), _settled_from("open")
    ),
    _button("open/", "circle", pgettext_lazy("button", "Set as “Open”"), _settled_from("paid")),
    _entry(
        "address/", "pin-map", pgettext_lazy("button", "Change billing address…"), _readdressed
    ),
    *CHANGES,
)


def as_row(order: BookingOrder) -> dict[str, object]:
    """What the changes ask of an order that was not fetched by a list."""
    asked = ("number", "method", "status", "may_change", "cancellation_fee_original")
    return {name: getattr(order, name) for name in asked}
