"""Who may open a page at all; which rows they meet there is for the QuerySets to say."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from accounts.rights import allows

View = Callable[..., HttpResponse]


def permitted(verb: str) -> Callable[[View], View]:
    """Sign-in for visitors; for those without the right the page does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not allows(request.user, verb):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
