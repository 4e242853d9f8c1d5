"""The reader's language, pages that no cache may keep, and what is said while too many wait."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers


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
