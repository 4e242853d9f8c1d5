"""The page of PayPal's configuration. Secrets are neither shown nor entered here."""

from __future__ import annotations

from copy import copy

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import history
from accounts.access import permitted
from accounts.refusal import Refusal
from accounts.rights import scope
from bookings.models import PaypalSetting
from bookings.payments import settings as verbs
from bookings.payments.forms import PaypalSettingForm

NEWEST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("payments.keep")
def settings(request: HttpRequest) -> HttpResponse:
    _only_for_the_whole_house(request)
    stored = PaypalSetting.load()
    form = PaypalSettingForm(request.POST or None, instance=copy(stored))
    if form.is_valid():
        try:
            verbs.change(setting=form.instance, seen=form.cleaned_data["seen"], by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("The settings are saved."))
            return redirect("payments:settings")
    events = history.of(stored).reverse()[:NEWEST]
    webhook = django_settings.SITE_URL + reverse("payments:webhook")
    context = {"form": form, "events": events, "webhook": webhook}
    return render(request, "payments/settings.html", context)


@require_POST
@permitted("payments.keep")
def test(request: HttpRequest) -> HttpResponse:
    """Asks PayPal with what is saved, and says in words what is wrong."""
    _only_for_the_whole_house(request)
    wrong = verbs.what_is_wrong(PaypalSetting.load())
    if wrong:
        messages.error(request, wrong)
    else:
        messages.success(request, _("PayPal accepts us and knows the webhook."))
    return redirect("payments:settings")


def _only_for_the_whole_house(request: HttpRequest) -> None:
    if not scope(request.user, "payments.keep").everything:
        raise Http404
