"""What can be done with what is kept active or inactive: addresses and cost centers."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from tables.entries import Entry, Fetched, Page, below, having, posted


def _is_inactive(row: Fetched, _page: Page) -> bool:
    return not row["is_active"]


def kept(uses: str) -> tuple[Entry, ...]:
    """`uses` names the number of what still depends on the row."""

    def unused(row: Fetched, _page: Page) -> bool:
        return not row[uses]

    return (
        Entry(pgettext_lazy("button", "Edit"), "pencil", below()),
        Entry(
            pgettext_lazy("button", "Deactivate…"),
            "slash-circle",
            below("deactivate/"),
            having("is_active"),
        ),
        Entry(
            pgettext_lazy("button", "Activate"),
            "check-circle",
            posted("activate/"),
            _is_inactive,
            posts=True,
        ),
        Entry(pgettext_lazy("button", "Delete…"), "trash", below("delete/"), unused),
    )
