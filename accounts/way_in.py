"""What a visitor's session keeps on the way in: where they were going, and what they typed.

accounts/middleware.py writes it down at every step; forms, links and mails read it. It survives
the back button, a second tab and a link in a mail, and is forgotten after an hour and at sign-out.
"""

from __future__ import annotations

import time
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_WAIT = 60 * 60
LONGEST_TEXT = 2000
SESSION_KEY = "way_in"
# Where allauth keeps what is half done; by INSTEAD a link in a mail says that it leaves that.
PENDING = ("account_login", "account_email_verification_code")
INSTEAD = "instead"
TYPED = {"login": "email", "email": "email", "first_name": "first_name", "last_name": "last_name"}


def remember(request: HttpRequest) -> None:
    """Only what is new; a step that says nothing takes nothing away."""
    sent = request.POST if request.method == "POST" else request.GET
    typed = {TYPED[name]: sent[name] for name in TYPED if sent.get(name)}
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if wanted and is_safe(request, wanted):
        typed["next"] = wanted
    news = {name: text for name, text in typed.items() if len(text) <= LONGEST_TEXT}
    if news:
        request.session[SESSION_KEY] = {**_kept(request), **news, "at": time.time()}


def is_safe(request: HttpRequest, url: str) -> bool:
    """A path of this house and nothing else."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def _kept(request: HttpRequest) -> dict[str, str]:
    kept = request.session.get(SESSION_KEY, {})
    is_fresh = time.time() - float(kept.get("at", 0)) < LONGEST_WAIT
    return {name: kept[name] for name in kept if name != "at"} if is_fresh else {}


def typed(request: HttpRequest) -> dict[str, str]:
    """E-mail and names, as typed at any step."""
    return {name: text for name, text in _kept(request).items() if name != "next"}


def way_back(request: HttpRequest) -> str:
    """Where the person was going; empty if nowhere in particular."""
    return _kept(request).get("next", "")


def give_up(request: HttpRequest) -> None:
    """What is half done, a registration that waits for its code or a second factor, is left."""
    for key in PENDING:
        request.session.pop(key, None)


def url(request: HttpRequest, name: str, *, instead: bool = False) -> str:
    """The address of a step, with the way back in it."""
    return passing_on(request, reverse(name), instead=instead)


def passing_on(request: HttpRequest, address: str, *, instead: bool = False) -> str:
    query = {"next": way_back(request), INSTEAD: "1" if instead else ""}
    told = urlencode({name: value for name, value in query.items() if value})
    return f"{address}?{told}" if told else address
