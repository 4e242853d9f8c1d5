"""How lists of the Course Planner dress their cells; see Column.write."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.templatetags.kursbuch import icon, kb_money
from bookings import cells
from tables.entries import Fetched, Page
from tables.parts import Cell

TOLD = 300  # characters of a comment that are shown on hover


def status(cell: Cell, row: Fetched, page: Page) -> SafeString:
    """And what still stands between the booking and the seat."""
    return format_html("{}{}", cells.status(cell, row, page), _below(_waits_for(row)))


def _waits_for(row: Fetched) -> str:
    if row["participation__status"] != "pending":
        return ""
    if row["participation__confirm_by"] == "person":
        return _("Waits for the participant")
    return _("Waits for confirmation")


def price(cell: Cell, row: Fetched, _page: Page) -> SafeString | str:
    """The price that counts, the original below; nothing where nothing is paid."""
    if cell.value != row["price_original"]:
        return _adjusted(cell, row["price_original"])
    return kb_money(cell.value, cell.currency) if cell.value else ""


def fee(cell: Cell, row: Fetched, _page: Page) -> SafeString | str:
    """The cancellation fee that counts, the original below where it was adjusted."""
    original = row["cancellation_fee_original"]
    if original is not None and cell.value != original:
        return _adjusted(cell, original)
    return kb_money(cell.value, cell.currency)


def address(_cell: Cell, row: Fetched, _page: Page) -> SafeString:
    city, proposal = row["address__city"], _proposal_mark(row)
    return format_html("{}{}{}", row["address__name_line_1"], _below(city), proposal)


def comment(cell: Cell, _row: Fetched, _page: Page) -> SafeString:
    """A mark on wide screens, the words on hover and for screen readers."""
    told = Truncator(cell.value).chars(TOLD)
    mark = icon("chat-left-text", label=told)
    return format_html('<span class="kb-comment" title="{}">{}</span>', told, mark)


def implementation(cell: Cell, row: Fetched, _page: Page) -> SafeString:
    path = reverse("courseplanner:implementation", kwargs={"pk": row["pk"]})
    return format_html('<a href="{}">{}</a>', path, cell.value)


def product(cell: Cell, row: Fetched, _page: Page) -> SafeString:
    path = reverse("courseplanner:product", kwargs={"product": row["pk"]})
    return format_html('<a href="{}">{}</a>', path, cell.value)


def member_number(cell: Cell, _row: Fetched, page: Page) -> SafeString:
    """The booking number of a member, leading to the booking order of the implementation."""
    place = {"pk": page["implementation"].pk, "number": cell.value}
    path = reverse("courseplanner:order", kwargs=place)
    return format_html('<a class="kb-number plain" href="{}">{}</a>', path, cell.value)


def _proposal_mark(row: Fetched) -> SafeString | str:
    if row["address__source"] != "proposal":
        return ""
    tag = '<span class="kb-tag marked">{} {}</span>'
    return format_html(tag, icon("pin-map"), _("Address proposal"))


def _adjusted(cell: Cell, original: Decimal) -> SafeString:
    return format_html(
        '<span class="kb-mark">{}&nbsp;{}</span><span class="sub"><del>{}</del></span>',
        icon("pencil-fill", label=_("Adjusted")),
        kb_money(cell.value, cell.currency),
        kb_money(original, cell.currency),
    )


def _below(text: object) -> SafeString | str:
    return format_html('<span class="sub">{}</span>', text) if text else ""
