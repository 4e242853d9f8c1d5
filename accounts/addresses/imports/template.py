"""The workbook to fill in, in the reader's language; its names are known in both."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.addresses.imports.columns import offered
from tables.sheets.template import Explained, write_template
from tables.shell import sheet_name


def template(*, customer_numbers: bool) -> bytes:
    file = BytesIO()
    needed = _("yes")
    columns = [
        Explained(str(one.label), needed if one.needed else "", str(one.note))
        for one in offered(customer_numbers=customer_numbers)
    ]
    write_template(
        file,
        title=sheet_name(_("Billing addresses")),
        columns=columns,
        notes_title=sheet_name(_("Columns")),
        notes_head=[pgettext("column", "Column"), _("Needed"), _("What to write")],
    )
    return file.getvalue()
