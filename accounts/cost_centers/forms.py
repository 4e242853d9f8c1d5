"""What is kept of a cost center."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.editing import EditingForm
from accounts.fields import Line
from accounts.models import CostCenter


class CostCenterForm(EditingForm):
    class Meta:
        model = CostCenter
        fields = ("identifier", "name", "account")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed = {"required": _("Enter the name of the cost center.")}
        typed = {
            "identifier": Line(label=_("ID"), max_length=64, width="c2", required=False),
            "name": Line(label=_("Name"), max_length=255, width="c4", error_messages=needed),
            "account": Line(label=_("Account"), max_length=255, width="c3", required=False),
        }
        self.fields = {name: typed.get(name, field) for name, field in self.fields.items()}
