"""Mails the server did not take: for who keeps the whole house, as they may be anybody's."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import outbox
from accounts.access import permitted
from accounts.models import Message
from accounts.rights import scope

SHOWN = 200


@require_safe
@permitted("mails.see")
def index(request: HttpRequest) -> HttpResponse:
    found = _undelivered(request).order_by("-created_at")
    context = {
        "mails": found[:SHOWN],
        "number": found.count(),
        "given_up": found.filter(state=Message.State.FAILED).count(),
    }
    return render(request, "accounts/undelivered.html", context)


@require_POST
@permitted("mails.see")
def try_again(request: HttpRequest, pk: object) -> HttpResponse:
    get_object_or_404(_undelivered(request), pk=pk)
    return _queued(request, Message.objects.filter(pk=pk))


@require_POST
@permitted("mails.see")
def try_all_again(request: HttpRequest) -> HttpResponse:
    return _queued(request, _undelivered(request))


def _undelivered(request: HttpRequest) -> QuerySet[Message]:
    if not scope(request.user, "mails.see").everything:
        raise Http404
    return Message.objects.undelivered()


def _queued(request: HttpRequest, found: QuerySet[Message]) -> HttpResponse:
    number = outbox.try_again(found)
    said = ngettext(
        "%(number)s mail is tried once more.", "%(number)s mails are tried once more.", number
    )
    messages.success(request, said % {"number": number})
    return redirect("accounts:undelivered")
