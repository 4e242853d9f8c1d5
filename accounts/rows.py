"""The rows of a list. Its frame is in templates/tables; why they are not: docs/adr/0012."""

from __future__ import annotations

from collections.abc import Iterator

from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.cells import content_of
from accounts.menus import Menus
from accounts.templatetags.kursbuch import icon
from tables.columns import Column
from tables.parts import Cell, Row
from tables.table import Table

TICK = (
    '<td role="cell" class="tick"><input class="form-check-input" type="checkbox" name="rows"'
    ' value="{}" form="ticked" aria-label="{}"></td>'
)
UNFOLD = (
    '<td role="cell" class="unfold"><details><summary class="btn btn-quiet ink btn-icon"'
    ' aria-label="{}">{}<span aria-hidden="true">{}</span></summary></details></td>'
)
UNFOLDED = (
    '<tr role="row" class="kb-unfolded"><td role="cell" colspan="100"><div>{}</div></td></tr>'
)


class Rows:
    """Of one table on one page; `page` is what its template was given."""

    def __init__(self, table: Table, page: Context) -> None:
        self.table, self.page = table, page
        self.starts = {column.name: _starts(column) for column in table.visible}
        self.menus = Menus(table.menu, page)

    def written(self) -> SafeString:
        return mark_safe("".join(map(self._row, self.table.rows)))  # noqa: S308 - all parts are escaped

    def _row(self, row: Row) -> str:
        cells = "".join(self._cells(row))
        unfolded = self._unfolded(row) if self.page.get("unfolded") else ""
        return f'<tr role="row">{cells}</tr>{unfolded}'

    def _cells(self, row: Row) -> Iterator[str]:
        if self.page.get("bulk"):
            yield format_html(TICK, row.data["pk"], _("Select %(row)s") % {"row": row.name})
        if self.page.get("unfolded"):
            about = _("More about %(row)s") % {"row": row.name}
            yield format_html(UNFOLD, about, icon("chevron-down"), _("More"))
        yield from (self._cell(cell, row) for cell in row.cells)
        if self.page.get("menu"):
            yield f'<td role="cell" class="more">{self.menus.of(row)}</td>'

    def _cell(self, cell: Cell, row: Row) -> str:
        content = content_of(cell, row.data, self.page)
        return f"{self.starts[cell.column.name][cell.is_empty]}{conditional_escape(content)}</td>"

    def _unfolded(self, row: Row) -> str:
        own = self.page.template.engine.get_template(self.page["unfolded"])
        with self.page.push(row=row.data, rest=row.rest):
            return format_html(UNFOLDED, own.render(self.page))


def _starts(column: Column) -> tuple[str, str]:
    """How its cells begin: one that holds something, and an empty one."""

    def start(classes: str) -> str:
        named = format_html(' class="{}"', classes) if classes else ""
        return format_html('<td role="cell"{} data-label="{}">', named, column.label)

    return start(column.classes), start(f"{column.classes} none")
