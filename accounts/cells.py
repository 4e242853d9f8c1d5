"""What stands in the cells of a list; see accounts/rows.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts import formats
from accounts.templatetags.kursbuch import kb_money
from tables.columns import DATE, DATETIME, MONEY, NUMBER, Kind
from tables.parts import Cell

WRITTEN: dict[Kind, Callable[[Cell], object]] = {
    MONEY: lambda cell: kb_money(cell.value, cell.currency),
    DATE: lambda cell: formats.date(cell.value),
    DATETIME: lambda cell: formats.date_and_time(cell.value),
    NUMBER: lambda cell: formats.number(cell.value),
}


def content_of(cell: Cell, row: Mapping[str, Any], page: Context) -> object:
    """What stands in the cell, as its column writes it or its kind."""
    column = cell.column
    if cell.is_empty:
        return ""
    if column.write:
        return column.write(cell, row, page)
    if column.template:
        return _dressed(cell, row, page)
    if write := WRITTEN.get(column.kind):
        return write(cell)
    return format_html("<b>{}</b>", cell.shown) if column.css == "title" else cell.shown


def _dressed(cell: Cell, row: Mapping[str, Any], page: Context) -> SafeString:
    """By the column's template, which gets value, shown and currency."""
    own = page.template.engine.get_template(cell.column.template)
    given = {"value": cell.value, "shown": cell.shown, "currency": cell.currency}
    with page.push(column=cell.column, row=row, **given):
        return mark_safe(own.render(page).strip())  # noqa: S308 - a template of ours


def facts(
    cells: Iterable[Cell], row: Mapping[str, Any], page: Context, but: Iterable[str] = ()
) -> SafeString:
    """Cells that are not empty as terms and details; `but` names columns to leave out."""
    shown = [one for one in cells if not one.is_empty and one.column.name not in but]
    pairs = ((one.column.label, content_of(one, row, page)) for one in shown)
    return format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs)
