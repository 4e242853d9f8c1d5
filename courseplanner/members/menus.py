"""What can be done with a member of an implementation, or with who waits to become one."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from tables.entries import Entry, Fetched, Href, Page, having


def _of_one(view: str) -> Href:
    """A page for rows that are ticked, about this one."""

    def href(row: Fetched, page: Page) -> str:
        path = reverse(f"courseplanner:{view}", kwargs={"pk": page["implementation"].pk})
        return f"{path}?rows={row['pk']}"

    return href


def _order(row: Fetched, page: Page) -> str:
    place = {"pk": page["implementation"].pk, "number": row["order__number"]}
    return reverse("courseplanner:order", kwargs=place)


def _mail(row: Fetched, _page: Page) -> str:
    return f"mailto:{row['person__email']}"


def _waits(page: Page) -> bool:
    return bool(page["may_decide"] and page["room"] == "pending")


def _acceptable(row: Fetched, page: Page) -> bool:
    return _waits(page) and row["confirm_by"] == "staff"


def _declinable(row: Fetched, page: Page) -> bool:
    return _waits(page) and row["confirm_by"] != "payment"


def _cancellable(row: Fetched, page: Page) -> bool:
    return page["may_keep"] and row["order__state"] in page["cancelling"]


def _removable(_row: Fetched, page: Page) -> bool:
    return bool(page["may_keep"] and page["room"] == "active")


MEMBER = (
    Entry(pgettext_lazy("button", "Booking order"), "card-text", _order, having("order__number")),
    Entry(pgettext_lazy("button", "Write an e-mail"), "envelope", _mail),
    Entry(
        pgettext_lazy("button", "Accept…"),
        "person-check-fill",
        _of_one("members_accept"),
        _acceptable,
    ),
    Entry(
        pgettext_lazy("button", "Decline…"), "x-circle", _of_one("members_decline"), _declinable
    ),
    Entry(
        pgettext_lazy("button", "Cancel booking…"),
        "dash-circle",
        _of_one("members_cancel"),
        _cancellable,
    ),
    Entry(pgettext_lazy("button", "Remove…"), "trash", _of_one("members_remove"), _removable),
)
