"""The two pages people see: one to approve a payment, one to make things go wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from inspect import signature
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from bookings.paypal.standin.asked import Asked
from bookings.paypal.standin.books import GONE, Checkout
from bookings.paypal.standin.control import Control
from bookings.paypal.standin.faults import ANY, KINDS, OPERATIONS
from bookings.paypal.standin.ledger import ledger
from bookings.paypal.standin.papers import PAYER_ID
from bookings.paypal.standin.post import WHEN
from bookings.paypal.standin.reply import Reply

APPROVAL, CONTROL, STYLE = "/checkoutnow", "/control/", "/standin.css"
VERBS = frozenset(name for name in vars(Control) if not name.startswith("_"))


def reply(method: str, asked: Asked, control: Control) -> Reply:
    page = PAGES.get((method, asked.path))
    if page:
        return page(asked, control)
    verb = asked.path.removeprefix(CONTROL)
    if method == "POST" and asked.path.startswith(CONTROL) and verb in VERBS:
        return _done(verb, asked, control)
    return Reply(404, b"", "text/plain")


def _language(asked: Asked, checkout: Checkout | None = None) -> str:
    """What the shop asked for, else what the browser prefers."""
    locale = checkout.context.get("locale", "") if checkout else ""
    wanted = locale or asked.headers.get("accept-language", "")
    return "de" if wanted.lower().startswith("de") else "en"


def _page(template: str, language: str, context: dict[str, Any]) -> Reply:
    with translation.override(language):
        written = render_to_string(template, context | {"language": language})
    return Reply(200, written.encode(), "text/html; charset=utf-8")


def _style(asked: Asked, control: Control) -> Reply:
    sheet = settings.BASE_DIR / "static" / "css" / "standin.css"
    return Reply(200, sheet.read_bytes(), "text/css")


def _approval(asked: Asked, control: Control) -> Reply:
    checkout = _named(asked.query, control)
    state = "unknown"
    if checkout:
        state = "done" if checkout.status in {"COMPLETED", GONE} else "open"
    context = {"checkout": checkout, "state": state}
    return _page("bookings/standin/approval.html", _language(asked, checkout), context)


def _named(query: str, control: Control) -> Checkout | None:
    token = parse_qs(query).get("token", [""])[0]
    return control.account.books.checkouts.get(token)


def _decided(asked: Asked, control: Control) -> Reply:
    """Back to the shop, as PayPal leads back: with the id, and on approval with the payer."""
    checkout = _named(asked.query, control)
    answer = parse_qs(asked.raw.decode()).get("answer", [""])[0]
    if not checkout or checkout.status in {"COMPLETED", GONE}:
        return _approval(asked, control)
    if answer == "cancel":
        return _back(checkout, "cancel_url", {"token": checkout.id})
    if answer == "decline":
        control.decline(checkout.id)
    else:
        control.approve(checkout.id, later="1" if answer == "later" else "")
    return _back(checkout, "return_url", {"token": checkout.id, "PayerID": PAYER_ID})


def _back(checkout: Checkout, where: str, added: dict[str, str]) -> Reply:
    address = urlsplit(checkout.context.get(where, ""))
    query = urlencode([*parse_qsl(address.query), *added.items()])
    return Reply(303, b"", "text/plain", urlunsplit(address._replace(query=query)))


def _controls(asked: Asked, control: Control) -> Reply:
    account = control.account
    context = {
        "account": account,
        "books": account.books,
        "checkouts": list(account.books.checkouts.values())[::-1],
        "captures": list(account.books.captures.values())[::-1],
        "ledger": ledger(account.books),
        "waiting": control.faults.told(),
        "operations": [ANY, *OPERATIONS],
        "kinds": list(KINDS),
        "when": WHEN,
        "problem": parse_qs(asked.query).get("problem", [""])[0],
    }
    return _page("bookings/standin/control.html", _language(asked), context)


def _ledger(asked: Asked, control: Control) -> Reply:
    with control.account.books.lock:
        return Reply(200, json.dumps(ledger(control.account.books)).encode())


def _done(verb: str, asked: Asked, control: Control) -> Reply:
    """What was posted becomes the arguments; only those the verb knows."""
    work: Callable[..., object] = getattr(control, verb)
    given = dict(parse_qsl(asked.raw.decode()))
    problem = ""
    try:
        signature(work).bind(**given)
        work(**given)
    except (ValueError, KeyError, TypeError) as error:
        problem = str(error)
    if "application/json" in asked.headers.get("accept", ""):
        return Reply(400 if problem else 200, json.dumps({"problem": problem}).encode())
    query = f"?{urlencode({'problem': problem})}" if problem else ""
    return Reply(303, b"", "text/plain", f"{CONTROL}{query}")


PAGES: dict[tuple[str, str], Callable[[Asked, Control], Reply]] = {
    ("GET", "/"): lambda _asked, _control: Reply(303, b"", "text/plain", CONTROL),
    ("GET", "/healthz"): lambda _asked, _control: Reply(200, b"ok", "text/plain"),
    ("GET", CONTROL): _controls,
    ("GET", f"{CONTROL}ledger.json"): _ledger,
    ("GET", STYLE): _style,
    ("GET", APPROVAL): _approval,
    ("POST", APPROVAL): _decided,
}
