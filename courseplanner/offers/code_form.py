"""What is asked about an access code."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.editing import EditingForm
from catalog.models import AccessCode
from courseplanner.offers import fields
from courseplanner.offers.forms import code_field

MOST_USES = 100_000


class CodeForm(EditingForm):
    class Meta:
        model = AccessCode
        fields = ("code", "usage_limit", "expires_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "code": code_field(),
            "usage_limit": fields.number(
                _("How often it can be used"),
                least=1,
                most=MOST_USES,
                help_text=_("Empty: any number of times."),
            ),
            "expires_at": fields.MomentField(
                label=_("Usable until"), width="c3", help_text=_("Empty: as long as the offer.")
            ),
        }
