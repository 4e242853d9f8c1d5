"""Who is what in an organisation: the list, and the pages that change it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import preferences
from accounts.access import permitted
from accounts.models import Organisation, OrganisationRole, Setting
from accounts.models.organisation import OrganisationRoleQuerySet
from accounts.organisations import actions, reading
from accounts.organisations.filters import RoleFilter
from accounts.organisations.forms import RoleForm
from accounts.organisations.tables import CUSTOMER_NUMBERS, Members
from accounts.refusal import Refusal
from accounts.rights import scope
from tables import choice
from tables.download import workbook_response
from tables.filters import applied
from tables.links import Links


@require_safe
@permitted("organisations.see")
def index(request: HttpRequest, organisation: int) -> HttpResponse:
    shown = reading.organisation(request, organisation, "organisations.see")
    return render(request, "organisations/members.html", _list(request, shown))


def _list(request: HttpRequest, shown: Organisation) -> dict[str, object]:
    roles = OrganisationRole.objects.reaching(shown).search(request.GET.get("q", ""))
    filters = RoleFilter(request.GET, queryset=roles)
    table = _table(request, filters.qs)
    seen = scope(request.user, "organisations.see")
    return {
        "organisation": shown,
        "may": reading.may(request, shown),
        "seen": seen,
        "table": table,
        "filter": filters,
        "applied": applied(filters.form, table.links),
        "list_url": _url(shown, "members"),
        "columns_url": _url(shown, "members_columns"),
        "export_url": _url(shown, "members_export"),
    }


def _table(request: HttpRequest, roles: OrganisationRoleQuerySet) -> Members:
    shows_numbers = Setting.load().customer_numbers
    return Members(
        roles,
        query=request.GET,
        choice=preferences.load(request, Members.name),
        may=lambda need: need == CUSTOMER_NUMBERS and shows_numbers,
    )


def _url(organisation: Organisation, name: str) -> str:
    return reverse(f"organisations:{name}", kwargs={"organisation": organisation.pk})


@require_POST
@permitted("organisations.see")
def columns(request: HttpRequest, organisation: int) -> HttpResponse:
    shown = reading.organisation(request, organisation, "organisations.see")
    table = _table(request, OrganisationRole.objects.none())
    preferences.keep(request, table.name, table.chosen(request.POST))
    return redirect(choice.back(_url(shown, "members"), request.POST))


@require_safe
@permitted("organisations.see")
def export(request: HttpRequest, organisation: int) -> HttpResponse:
    shown = reading.organisation(request, organisation, "organisations.see")
    listed = _list(request, shown)
    said = [(_("Organisation"), shown), *((one.label, one.value) for one in listed["applied"])]
    if words := request.GET.get("q"):
        said.append((_("Search"), words))
    name = f"{_('Members and roles')} {shown.identifier} {timezone.localdate().isoformat()}"
    return workbook_response(listed["table"], by=request.user, filename=name, filters=said)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def add(request: HttpRequest, organisation: int) -> HttpResponse:
    shown = reading.organisation(request, organisation)
    form = RoleForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            held = actions.add_role(
                organisation=shown,
                person=given["email"],
                role=given["role"],
                inherited=given["inherited"],
                by=request.user,
            )
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, shown, _("%(person)s is %(role)s here now."), held)
    return render(request, "organisations/add_role.html", {"form": form, "organisation": shown})


@require_POST
@permitted("organisations.keep")
def inheritance(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    shown = reading.organisation(request, organisation)
    held = _held(shown, pk)
    inherited = request.POST.get("inherited") == "yes"
    try:
        actions.change_inheritance(held=held, inherited=inherited, by=request.user)
    except Refusal as refusal:
        return _refused(request, shown, refusal)
    if inherited:
        return _done(request, shown, _("%(person)s is %(role)s here and below."), held)
    return _done(request, shown, _("%(person)s is %(role)s only here."), held)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("organisations.keep")
def remove(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    """Asks first."""
    shown = reading.organisation(request, organisation)
    held = _held(shown, pk)
    if request.method != "POST":
        return render(
            request, "organisations/remove_role.html", {**_list(request, shown), "held": held}
        )
    try:
        actions.remove_role(held=held, by=request.user)
    except Refusal as refusal:
        return _refused(request, shown, refusal)
    return _done(request, shown, _("%(person)s is no longer %(role)s here."), held)


def _held(shown: Organisation, pk: int) -> OrganisationRole:
    """A role that stands here; what comes from above is changed there."""
    return get_object_or_404(shown.roles.select_related("user", "organisation"), pk=pk)


def _refused(request: HttpRequest, shown: Organisation, refusal: Refusal) -> HttpResponse:
    messages.error(request, refusal.sentence)
    return redirect(_back(request, shown))


def _done(
    request: HttpRequest, shown: Organisation, said: str, held: OrganisationRole
) -> HttpResponse:
    """Back to the list as it was; to the catalog who has just taken the list from themselves."""
    messages.success(request, said % {"person": held.user, "role": held.get_role_display()})
    sees = scope(held.user, "organisations.see")
    if held.user == request.user and not (sees.everything or shown.pk in sees.organisations):
        return redirect("home")
    return redirect(_back(request, shown))


def _back(request: HttpRequest, shown: Organisation) -> str:
    query = Links(QueryDict(request.POST.get("query", "")))
    return f"{_url(shown, 'members')}{query.behind}"
