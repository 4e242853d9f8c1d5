"""The tags every page may use. Formatting itself is in accounts/formats.py."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts import formats, seatrow, way_in
from accounts.models import Setting

register = template.Library()

STATUS_ICONS = {
    "open": "circle",
    "in-payment": "hourglass-split",
    "done": "check-lg",
    "paid": "check-circle-fill",
    "cancelled": "x-circle",
    "cancelled-fee": "dash-circle-fill",
    "written-off": "archive",
    "error": "exclamation-triangle-fill",
    "pending": "hourglass-split",
    "active": "person-check-fill",
}
# Other states borrow the look of the one that means the same to a reader.
STATUS_LOOKS = {
    "declined": "cancelled",
    "expired": "cancelled",
    "removed": "cancelled",
    "preparation": "done",
    "provisional": "pending",
    "confirmed": "active",
    "published": "active",
    "finished": "written-off",
    "closed": "written-off",
    "new": "in-payment",
    "created": "in-payment",
    "capturing": "in-payment",
    "completed": "paid",
    "lapsed": "cancelled",
}
NOTE_ICONS = {
    "": "info-circle",
    "ok": "check-circle-fill",
    "warn": "exclamation-circle-fill",
    "refusal": "exclamation-octagon-fill",
    "demo": "info-circle",
}
NOTE_ROLES = {"ok": "status", "refusal": "alert"}

register.filter("kb_date", formats.date)
register.filter("kb_short", formats.short_date)
register.filter("kb_long", formats.long_date)
register.filter("kb_day", formats.day)
register.filter("kb_weekday", formats.weekday)
register.filter("kb_time", formats.time)
register.filter("kb_datetime", formats.date_and_time)
register.filter("kb_range", formats.period)
register.filter("kb_price", formats.price)
register.filter("kb_money_text", formats.money)
register.filter("kb_count", formats.number)


@register.filter
def kb_money(amount: Decimal | None, currency: str) -> str:
    if amount is None:
        return ""
    figures = formats.number(amount, decimals=2)
    return format_html('<span class="kb-money"><abbr>{}</abbr> {}</span>', currency, figures)


@register.filter
def isodate(value: date | datetime) -> str:
    """For the datetime attribute of <time>."""
    return value.isoformat()


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """A vendored Bootstrap icon, inlined: silent beside a word, named where it stands alone."""
    if not label:
        return _silent_icon(name)
    drawing = '<svg class="bi" viewBox="0 0 16 16" role="img" aria-label="{}">{}</svg>'
    return format_html(drawing, label, _paths(name))


@cache
def _silent_icon(name: str) -> SafeString:
    drawing = '<svg class="bi" viewBox="0 0 16 16" aria-hidden="true">{}</svg>'
    return format_html(drawing, _paths(name))


@cache
def _paths(name: str) -> SafeString:
    drawing = (_icon_folder() / f"{name}.svg").read_text()
    inside = drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")]
    return mark_safe(inside.replace("\n", "").strip())  # noqa: S308 - a file of our own


@cache
def _icon_folder() -> Path:
    return next((Path(settings.BASE_DIR) / "static" / "vendor").glob("bootstrap-icons-*"))


@register.simple_tag
def status(key: str, label: str) -> str:
    """A state as icon, word and shape; the key as it is stored, the word already translated."""
    key = key.replace("_", "-")
    look = STATUS_LOOKS.get(key, key)
    drawing = icon(STATUS_ICONS.get(look, "circle"))
    return format_html('<span class="kb-status {}">{}{}</span>', look, drawing, label)


@register.simple_block_tag
def note(content: str, kind: str = "", icon: str = "") -> str:
    """A message above what it concerns; kinds as in NOTE_ICONS."""
    role = format_html(' role="{}"', NOTE_ROLES[kind]) if kind in NOTE_ROLES else ""
    drawing = _silent_icon(icon or NOTE_ICONS[kind])
    frame = '<div class="kb-note {}"{}>{}<div>{}</div></div>'
    return format_html(frame, kind, role, drawing, content)


@register.simple_block_tag
def menu(content: str, key: object, label: str) -> str:
    """Three dots and what they open; its content is one <li> per entry."""
    button = (
        '<button class="btn btn-quiet ink btn-icon" type="button" popovertarget="menu-{}"'
        ' aria-label="{}">{}</button>'
    )
    opener = format_html(button, key, label, _silent_icon("three-dots-vertical"))
    sheet = '{}<div class="kb-menu" id="menu-{}" popover><ul>{}</ul></div>'
    return format_html(sheet, opener, key, content)


@register.simple_block_tag
def crumbs(content: str) -> str:
    """The way here; its content is one <li> per step."""
    trail = '<nav aria-label="{}"><ol class="kb-crumbs">{}</ol></nav>'
    return format_html(trail, _("You are here"), content)


@register.simple_tag(takes_context=True)
def login_url(context: template.Context) -> str:
    """To the sign-in page and back here; pages for signing in hand on where one came from."""
    request = context["request"]
    match = request.resolver_match
    signing_in = match and (match.url_name or "").startswith(("account_", "mfa_"))
    back = way_in.way_back(request) if signing_in else request.get_full_path()
    return reverse("account_login") + (f"?{urlencode({'next': back})}" if back else "")


@register.simple_tag(takes_context=True)
def url_with(context: template.Context, **changes: Any) -> str:
    """The present query string with some parameters replaced; None takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        query.setlist(name, [item for item in values if item is not None])
    return f"?{query.urlencode()}"


@register.simple_tag
def house_setting() -> Setting:
    """For mails, which are written without a request; pages have `setting`."""
    return Setting.load()


@register.simple_tag
def faulty_fields(form: BaseForm) -> list[BoundField]:
    return [field for field in form if field.errors]


@register.inclusion_tag("components/seatrow.html", name="seatrow")
def seatrow_tag(
    taken: int, total: int, held: int = 0, minimum: int | None = None
) -> dict[str, Any]:
    occupied, minimum = taken + held, minimum or 0
    return {
        "row": seatrow.draw(taken=taken, held=held, total=total, minimum=minimum),
        "taken": taken,
        "held": held,
        "left": max(total - occupied, 0),
        "minimum": minimum,
        "missing": max(minimum - taken, 0),
    }
