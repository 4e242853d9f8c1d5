"""How lists of bookings dress their cells; see Column.write."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import formats
from accounts.templatetags import kursbuch
from tables.entries import Fetched, Page
from tables.parts import Cell


def status(cell: Cell, _row: Fetched, _page: Page) -> SafeString:
    return format_html('<span class="wrap">{}</span>', kursbuch.status(cell.value, cell.shown))


def day(cell: Cell, _row: Fetched, _page: Page) -> str:
    """Of a moment."""
    return formats.date(cell.value)


def number(cell: Cell, _row: Fetched, page: Page) -> SafeString:
    """A booking number, leading to its details over the list."""
    link = '<a class="kb-number plain" href="{}{}/{}">{}</a>'
    return format_html(link, page["list_url"], cell.value, page["table"].links.behind, cell.value)


def identifier(cell: Cell, row: Fetched, page: Page) -> SafeString:
    """One's own words for an address, which may be long; the way to change it."""
    link = '<a class="plain" href="{}{}/{}">{}</a>'
    return format_html(link, page["list_url"], row["pk"], page["table"].links.behind, cell.value)
