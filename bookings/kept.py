"""A booking form that cannot be taken yet: kept in the session until its writer comes back.

Who has to sign in (again) first, or leaves to mend an address, finds the form as it was sent.
Nothing is booked by itself. Kept under its offer for an hour, until it is booked or the person
signs out.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure

LONGEST_WAIT = 60 * 60
# More than the longest answers of any method; nobody fills our sessions.
LONGEST_FORM = 40_000
MOST_FORMS = 3
SESSION_KEY = "kept_booking_forms"


def keep(request: HttpRequest, offer: int) -> None:
    sent = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "edit"):
        sent.pop(name, None)
    if len(sent.urlencode()) > LONGEST_FORM:
        return
    others = {key: form for key, form in _fresh(request).items() if key != str(offer)}
    newest = dict(list(others.items())[1 - MOST_FORMS :])
    newest[str(offer)] = {"sent": sent.urlencode(), "at": time.time()}
    request.session[SESSION_KEY] = newest


def _fresh(request: HttpRequest) -> dict[str, dict[str, Any]]:
    forms = request.session.get(SESSION_KEY, {})
    oldest = time.time() - LONGEST_WAIT
    return {key: form for key, form in forms.items() if form["at"] > oldest}


def find(request: HttpRequest, offer: int) -> QueryDict | None:
    form = _fresh(request).get(str(offer))
    return QueryDict(form["sent"]) if form else None


def forget(request: HttpRequest, offer: int) -> None:
    if str(offer) in request.session.get(SESSION_KEY, {}):
        forms = _fresh(request)
        forms.pop(str(offer), None)
        request.session[SESSION_KEY] = forms


def way_out(request: HttpRequest, offer: int) -> HttpResponse | None:
    """To where the person must go, or wants to go, before they can book."""
    if not request.user.is_authenticated:
        return _to_sign_in(request, offer)
    if request.POST.get("edit", "").isdecimal():
        return _to_address(request, offer)
    return None


def _to_sign_in(request: HttpRequest, offer: int) -> HttpResponse:
    if request.method == "POST":
        keep(request, offer)
        messages.warning(
            request,
            _("You are no longer signed in. Nothing has been booked, and what you typed is kept."),
        )
    return redirect_to_login(request.get_full_path())


def _to_address(request: HttpRequest, offer: int) -> HttpResponse:
    """The page of one of the person's own addresses leads back to the form as it was."""
    keep(request, offer)
    address = reverse("bookings:addresses:edit", kwargs={"pk": int(request.POST["edit"])})
    return redirect(f"{address}?{urlencode({'next': request.path})}")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signing in elsewhere has renewed the token of an open form: it is shown again, as sent.

    Only where the browser says that the form was ours; nobody else may fill it in.
    """
    match = request.resolver_match
    if match is None or not _is_ours(request):
        return plain_csrf_failure(request, reason)
    if match.view_name == "bookings:book":
        keep(request, match.kwargs["offer"])
        return redirect(request.path)
    return plain_csrf_failure(request, reason)


def _is_ours(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
