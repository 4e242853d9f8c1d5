"""The cells of a list: many of them, so they are put together here and not by templates.

Only a column with a template of its own is dressed by it; see templates/tables/table.html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts import formats
from accounts.templatetags.kursbuch import kb_money
from tables.columns import DATE, DATETIME, MONEY, NUMBER, Kind
from tables.parts import Cell

register = template.Library()

WRITTEN: dict[Kind, Callable[[Cell], object]] = {
    MONEY: lambda cell: kb_money(cell.value, cell.currency),
    DATE: lambda cell: formats.date(cell.value),
    DATETIME: lambda cell: formats.date_and_time(cell.value),
    NUMBER: lambda cell: formats.number(cell.value),
}


@register.simple_tag(takes_context=True)
def row_cells(context: Context, row: Any) -> SafeString:
    """`row` is a row of a Table; each cell carries its label for the card on a phone."""
    written = [_cell(cell, cell_content(context, cell, row.data)) for cell in row.cells]
    return mark_safe("".join(written))  # noqa: S308 - every part is escaped already


def _cell(cell: Cell, content: object) -> SafeString:
    classes = f"{cell.column.classes}{' none' if cell.is_empty else ''}"
    named = format_html(' class="{}"', classes) if classes else ""
    label = cell.column.label
    return format_html('<td role="cell"{} data-label="{}">{}</td>', named, label, content)


@register.simple_tag(takes_context=True)
def cell_content(context: Context, cell: Cell, row: Mapping[str, Any]) -> object:
    """What stands in the cell: the column's own template is given value, shown and currency."""
    column = cell.column
    if cell.is_empty:
        return ""
    if column.template:
        return _dressed(context, cell, row)
    if write := WRITTEN.get(column.kind):
        return write(cell)
    return format_html("<b>{}</b>", cell.shown) if column.css == "title" else cell.shown


@register.simple_tag(takes_context=True)
def facts_of(
    context: Context, cells: Iterable[Cell], row: Mapping[str, Any], but: str = ""
) -> str:
    """Cells that are not empty as terms and details; `but` names columns to leave out."""
    left_out = but.split()
    shown = [one for one in cells if not one.is_empty and one.column.name not in left_out]
    pairs = ((one.column.label, cell_content(context, one, row)) for one in shown)
    return format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs)


def _dressed(context: Context, cell: Cell, row: Mapping[str, Any]) -> SafeString:
    """`shown` is the label of a choice; the row is a dict of what was fetched."""
    own = context.template.engine.get_template(cell.column.template)
    given = {"value": cell.value, "shown": cell.shown, "currency": cell.currency}
    with context.push(column=cell.column, row=row, **given):
        return mark_safe(own.render(context).strip())  # noqa: S308 - a template of ours
