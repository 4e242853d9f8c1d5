"""Search engines keep what was published for everybody, and nothing else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def noindex(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Every answer is kept out of them, unless its view has called `may_be_indexed`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not getattr(request, "may_be_indexed", False):
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return middleware


def may_be_indexed(request: HttpRequest, is_public: bool = True) -> None:
    """What a signed-in person sees is never public; templates read the same mark."""
    request.may_be_indexed = is_public and not request.user.is_authenticated
