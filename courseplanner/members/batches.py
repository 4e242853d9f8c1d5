"""Accept, decline, cancel, remove: one or many, asked first."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import permitted
from bookings.models import Participation
from courseplanner.members import lists, verbs, work
from courseplanner.members.forms import BatchForm
from courseplanner.members.verbs import Verb
from courseplanner.models import Implementation

# As many at once; above AT_ONCE in the background.
AT_MOST, AT_ONCE = 500, 50
# Digits of a row's number: more fit no database.
LONGEST = 18


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("memberships.decide")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    return _batch(request, pk, verbs.ACCEPT)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("memberships.decide")
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _batch(request, pk, verbs.DECLINE)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("memberships.keep")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _batch(request, pk, verbs.CANCEL)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("memberships.keep")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    return _batch(request, pk, verbs.REMOVE)


def _batch(request: HttpRequest, pk: int, verb: Verb) -> HttpResponse:
    of = lists.kept(request, pk, verb.right)
    members = _ticked(request, of)
    if not members:
        messages.warning(request, _("Nobody was ticked. Nothing was changed."))
        return redirect(_back(of, members))
    form = BatchForm(request.POST or None, members=members, asks_fee=verb.asks_fee)
    if not form.is_valid():
        return _ask(request, of, verb, form)
    if len(members) > AT_ONCE:
        job = work.start(verb, of, members, told=form.told, by=request.user)
        return redirect("courseplanner:job", job=job.pk)
    outcome = verbs.decide_all(verb, members, by=request.user, told=form.told)
    if outcome.done:
        messages.success(request, verb.said(outcome.done) % {"n": outcome.done})
    if not outcome.refused:
        return redirect(_back(of, members))
    context = {"implementation": of, "refused": outcome.refused, "back": _back(of, members)}
    return render(request, "courseplanner/members/refused.html", context)


def _ticked(request: HttpRequest, of: Implementation) -> list[Participation]:
    """Those of the request, or everybody who waits for staff; 404 if one is not among them."""
    members = lists.members_of(of).with_details().order_by("person__sort_name", "pk")
    sent = request.POST if request.method == "POST" else request.GET
    if "everybody" in sent:
        return list(members.filter(status="pending", confirm_by="staff")[:AT_MOST])
    rows = set(sent.getlist("rows"))
    if len(rows) > AT_MOST or not all(row.isdecimal() and len(row) <= LONGEST for row in rows):
        raise Http404
    found = list(members.filter(pk__in=rows))
    if len(found) != len(rows):
        raise Http404
    return found


def _ask(request: HttpRequest, of: Implementation, verb: Verb, form: BatchForm) -> HttpResponse:
    context = {
        "implementation": of,
        "verb": verb,
        "question": verb.question % {"n": len(form.members)},
        "form": form,
        "back": _back(of, form.members),
    }
    return render(request, "courseplanner/members/batch.html", context)


def _back(of: Implementation, members: list[Participation]) -> str:
    waits = any(member.status == "pending" for member in members)
    return reverse(
        "courseplanner:members_pending" if waits else "courseplanner:members", args=[of.pk]
    )
