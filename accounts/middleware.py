"""The reader's language, the way in, pages no cache may keep, and what is said while many wait."""

import time
from collections.abc import Callable

from allauth.account import app_settings
from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from accounts import way_in as kept

CODE_SESSION_KEY = kept.PENDING[1]


class PersonLocaleMiddleware(LocaleMiddleware):
    """Signed in, the language kept with the person counts; otherwise cookie, then browser."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()


class BusyMiddleware:
    """Who waited for a lock in vain is told that nothing happened, and to try again.

    The transaction is rolled back by then. PostgreSQL says by code that a lock was not to be had
    or that two waited for each other, SQLite by a sentence.
    """

    WAITED_IN_VAIN = frozenset({"55P03", "40P01", "40001"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not self._is_busy(error):
            return None
        page = render(request, "503.html", status=503)
        page["Retry-After"] = "5"
        return page

    def _is_busy(self, error: Exception) -> bool:
        if not isinstance(error, OperationalError):
            return False
        code = getattr(error.__cause__, "sqlstate", None)
        return code in self.WAITED_IN_VAIN or "database is locked" in str(error)


def private_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """What a signed-in person sees is nobody else's: no shared or back-forward cache keeps it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


def way_in(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Around the pages of allauth: nothing typed is lost, no step ends nowhere."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/accounts/"):
            return get_response(request)
        if request.user.is_authenticated:
            return _past_the_code(request) or get_response(request)
        kept.remember(request)
        if kept.INSTEAD in request.GET:
            kept.give_up(request)
        _tell_if_the_code_ran_out(request)
        return get_response(request)

    return middleware


def _past_the_code(request: HttpRequest) -> HttpResponse | None:
    """Who comes back to its page after entering it goes on to where they were going."""
    on_code_page = request.path == reverse("account_email_verification_sent")
    if not on_code_page or CODE_SESSION_KEY in request.session:
        return None
    return redirect(kept.way_back(request) or "profile:index")


def _tell_if_the_code_ran_out(request: HttpRequest) -> None:
    """Before allauth forgets it and shows the sign-in page without a word."""
    code = request.session.get(CODE_SESSION_KEY)
    if code and time.time() - code["at"] > app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT:
        messages.warning(
            request,
            _(
                "The code is too old. Sign in with the password you have just chosen, and we send "
                "you a new one."
            ),
        )
