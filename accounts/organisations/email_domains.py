"""Which e-mail domains lead to an organisation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import domains
from accounts.access import permitted
from accounts.models import Organisation
from accounts.organisations import actions, reading
from accounts.organisations.forms import DomainForm
from accounts.refusal import Refusal


@require_safe
@permitted("organisations.see")
def index(request: HttpRequest, organisation: int) -> HttpResponse:
    shown = reading.organisation(request, organisation, "organisations.see")
    return render(request, "organisations/domains.html", _page(request, shown, DomainForm()))


def _page(request: HttpRequest, shown: Organisation, form: DomainForm) -> dict[str, object]:
    return {
        "organisation": shown,
        "may": reading.may(request, shown),
        "domains": shown.email_domains.all(),
        "form": form,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def add(request: HttpRequest, organisation: int) -> HttpResponse:
    shown = reading.organisation(request, organisation)
    form = DomainForm(request.POST or None)
    if form.is_valid():
        domain = form.cleaned_data["domain"]
        try:
            actions.add_domain(organisation=shown, domain=domain, by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, shown, _("%(domain)s leads here now."), domain)
    return render(request, "organisations/domains.html", _page(request, shown, form))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def remove(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    """Asks first."""
    shown = reading.organisation(request, organisation)
    domain = get_object_or_404(shown.email_domains, pk=pk)
    if request.method != "POST":
        page = _page(request, shown, DomainForm())
        return render(request, "organisations/remove_domain.html", {**page, "domain": domain})
    actions.remove_domain(domain=domain, by=request.user)
    return _done(request, shown, _("%(domain)s does not lead here any more."), domain.domain)


def _done(request: HttpRequest, shown: Organisation, said: str, domain: str) -> HttpResponse:
    messages.success(request, said % {"domain": domains.readable(domain)})
    return redirect("organisations:domains", organisation=shown.pk)
