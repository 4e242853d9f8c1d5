"""Language and light of the house, terms and ways in, and the page of the demo's mails."""

from collections.abc import Callable
from functools import wraps

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from accounts import actions, frame, rights
from accounts import way_in as kept
from accounts.models import Message, Setting

YEAR = 365 * 24 * 60 * 60
MAILS_SHOWN = 50
# A mail brings its own style block and nothing else; it runs no script and loads no picture.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
}

WAYS_IN = {"register": "account_signup", "password": "account_reset_password"}

View = Callable[..., HttpResponse]


def in_demo_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, **kwargs)

    return guarded


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """A cookie for visitors; kept with the person once signed in."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        actions.choose_language(person=request.user, language=chosen, by=request.user)
    return set_language(request)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(_way_back(request))
    chosen = request.POST.get("theme", "")
    if chosen in frame.THEMES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(
            frame.THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=secure
        )
    return response


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    text = Setting.load().terms_of_use.strip()
    if not text:
        raise Http404
    return render(request, "accounts/terms.html", {"text": text})


@require_POST
def way_in(request: HttpRequest) -> HttpResponse:
    """From one page for signing in to another, with what has been typed and not yet sent."""
    kept.remember(request)
    kept.give_up(request)
    to = request.POST.get("to", "")
    return redirect(kept.url(request, WAYS_IN.get(to, "account_login")))


def _way_back(request: HttpRequest) -> str:
    """The page the form was on; never another host."""
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if safe and url else "/"


@require_safe
@in_demo_only
def mails(request: HttpRequest) -> HttpResponse:
    newest = Message.objects.readable_by(**_reader(request)).order_by("-created_at", "-pk")
    return render(request, "accounts/mails.html", {"mails": newest[:MAILS_SHOWN]})


@require_safe
@in_demo_only
def mail(request: HttpRequest, pk: object) -> HttpResponse:
    message = get_object_or_404(Message.objects.readable_by(**_reader(request)), pk=pk)
    return render(request, "accounts/mail.html", {"mail": message})


@require_safe
@in_demo_only
@csp_replace(MAIL_POLICY)
@xframe_options_sameorigin
def mail_html(request: HttpRequest, pk: object) -> HttpResponse:
    """The HTML part alone, for a sandboxed frame; its links open in the page around it."""
    message = get_object_or_404(Message.objects.readable_by(**_reader(request)), pk=pk)
    return HttpResponse(message.html.replace("<head>", '<head><base target="_top">', 1))


def _reader(request: HttpRequest) -> dict[str, object]:
    """Visitors read what this very session asked for: the code to confirm their address."""
    return {
        "person": request.user if request.user.is_authenticated else None,
        "everything": rights.allows(request.user, "mails.see"),
        "asked_for": request.session.get("mails_asked_for", []),
    }
