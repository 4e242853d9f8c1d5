"""The rows of a list for templates/tables; they are written in accounts/rows.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from accounts import cells as written
from accounts import rows
from accounts.menus import Menus
from tables.entries import Entry
from tables.parts import Cell

register = template.Library()


@register.simple_tag(takes_context=True)
def written_rows(context: Context) -> SafeString:
    """All rows of `table`, with what else the list was given; see templates/tables/table.html."""
    return rows.Rows(context["table"], context).written()


@register.simple_tag(takes_context=True)
def facts_of(
    context: Context, cells: Iterable[Cell], row: Mapping[str, Any], but: str = ""
) -> SafeString:
    return written.facts(cells, row, context, but.split())


@register.simple_tag(takes_context=True)
def entries(context: Context, declared: Iterable[Entry], row: Mapping[str, Any]) -> SafeString:
    """Entries of a menu on another page than the list's."""
    return Menus(declared, context).lines(row)
