"""What is wrong with a file, as a workbook to put beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tables.columns import NUMBER, TEXT
from tables.shell import About
from tables.workbook import SheetColumn, stream

from .problems import Problem


def problems_workbook(
    problems: Sequence[Problem], *, file_name: str, by: object
) -> Iterator[bytes]:
    columns = [
        SheetColumn(pgettext("column", "Row"), NUMBER),
        SheetColumn(pgettext("column", "Column"), TEXT, width=28),
        SheetColumn(pgettext("column", "Kind"), TEXT, width=12),
        SheetColumn(pgettext("column", "Reason"), TEXT, width=90),
    ]
    kinds = {True: _("Warning"), False: _("Error")}
    rows = ((one.row, one.column, kinds[one.is_warning], one.reason) for one in problems)
    zone = timezone.get_current_timezone()
    return stream(_("Errors"), columns, rows, _about(file_name, by), zone=zone)


def _about(file_name: str, by: object) -> About:
    now = timezone.localtime()
    return About(
        sheet=_("About"),
        title=_("Errors"),
        by=str(by),
        at=now,
        subject=file_name,
        lines=[
            (_("File"), file_name),
            (_("When"), now.replace(tzinfo=None, microsecond=0)),
            (_("By whom"), str(by)),
        ],
        rows_label=_("Rows"),
    )
