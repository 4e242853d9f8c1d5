"""The page that copies an implementation."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import permitted
from accounts.fields import Line
from accounts.refusal import Refusal
from courseplanner.implementations import copying, fields, reach
from courseplanner.models import Implementation


class CopyForm(forms.Form):
    """What must be another one; everything else comes along."""

    def __init__(self, *args: object, implementation: Implementation, **kwargs: object) -> None:
        source = implementation.resource
        given = {"title": source.title, "reference": source.reference}
        super().__init__(*args, initial=given, **kwargs)
        needed = {"required": _("Enter the title of the implementation.")}
        self.fields = {
            "title": Line(label=_("Title"), max_length=255, width="c4", error_messages=needed),
            "reference": fields.line("reference", "c2"),
            "begin": fields.DayField(
                "begin",
                required=source.begin is not None,
                error_messages={"required": _("Enter the day on which the copy begins.")},
                help_text=_("All dates shift together by as many days as the begin does."),
            ),
        }

    def tell(self, refusal: Refusal) -> None:
        self.add_error(None, refusal.sentence)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("implementations.keep")
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    implementation = reach.kept(request, pk)
    form = CopyForm(request.POST or None, implementation=implementation)
    if form.is_valid():
        try:
            made = copying.copy(
                implementation=implementation, by=request.user, **form.cleaned_data
            )
        except Refusal as refusal:
            form.tell(refusal)
        else:
            said = _("“%(name)s” is copied: this is the copy, in preparation.")
            messages.success(request, said % {"name": implementation})
            return redirect("courseplanner:implementation_settings", pk=made.pk)
    context = {"form": form, "implementation": implementation}
    context["offers"] = implementation.resource.offers.existing()
    return render(request, "courseplanner/implementations/copy.html", context)
