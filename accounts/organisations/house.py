"""The settings of the house."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import history
from accounts.access import permitted
from accounts.models import Setting
from accounts.organisations import actions
from accounts.organisations.setting_form import SettingForm
from accounts.refusal import Refusal
from accounts.rights import scope

NEWEST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.keep")
def settings(request: HttpRequest) -> HttpResponse:
    """They hold for everybody, so only who keeps everything may change them."""
    if not scope(request.user, "settings.keep").everything:
        raise Http404
    stored = Setting.load()
    form = SettingForm(request.POST or None, instance=copy(stored))
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.change_setting(setting=form.instance, seen=seen, by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("The settings are saved."))
            return redirect("organisations:settings")
    events = history.of(stored).reverse()[:NEWEST]
    return render(request, "organisations/settings.html", {"form": form, "events": events})
