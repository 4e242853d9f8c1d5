"""The menus of a list's rows, written from what the list declares; see accounts/rows.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.templatetags.kursbuch import icon, menu
from tables.entries import Entry
from tables.parts import Row


class Menus:
    """`page` is what the page's template was given; words and fields are written once for all."""

    def __init__(self, entries: Iterable[Entry], page: Context) -> None:
        self.page = page
        self.entries = [(one, format_html("{}{}", icon(one.icon), one.label)) for one in entries]

    def of(self, row: Row) -> str:
        """Nothing where nothing can be done."""
        lines = self.lines(row.data)
        label = _("Actions for %(row)s") % {"row": row.name}
        return menu(lines, row.data["pk"], label) if lines else ""

    def lines(self, row: Mapping[str, Any]) -> SafeString:
        """One <li> for each entry that the row has."""
        had = ((one, face) for one, face in self.entries if one.when(row, self.page))
        written = [self._line(one, face, row) for one, face in had]
        return mark_safe("".join(written))  # noqa: S308 - all parts are escaped

    def _line(self, entry: Entry, face: SafeString, row: Mapping[str, Any]) -> str:
        href = entry.href(row, self.page)
        if not entry.posts:
            return format_html('<li><a href="{}">{}</a></li>', href, face)
        sent = format_html(' name="{}" value="{}"', *entry.sends) if entry.sends else ""
        form = '<li><form method="post" action="{}">{}<button{}>{}</button></form></li>'
        return format_html(form, href, self._fields, sent, face)

    @cached_property
    def _fields(self) -> SafeString:
        return format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="query" value="{}">',
            self.page.get("csrf_token", ""),
            self.page["table"].links.kept,
        )
