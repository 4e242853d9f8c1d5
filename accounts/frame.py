"""The frame around every page: which rooms this person has, and in which light."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import rights

THEME_COOKIE = "theme"
DEVICE = "device"
THEMES: dict[str, Promise] = {
    "light": _("Light theme"),
    "dark": _("Dark theme"),
    DEVICE: _("Theme of the device"),
}
THEME_ICONS = {"light": "sun", "dark": "moon", DEVICE: "circle-half"}


@dataclass(frozen=True)
class Room:
    label: Promise
    url: str
    is_here: bool
    is_page: bool


@dataclass(frozen=True)
class Theme:
    key: str
    label: Promise
    icon: str


def rooms(request: HttpRequest) -> list[Room]:
    names: list[tuple[Promise, str, str]] = [(_("Catalog"), "catalog:index", "/catalog/")]
    if request.user.is_authenticated:
        names.append((_("My bookings"), "bookings:index", "/bookings/"))
    if rights.allows(request.user, "implementations.see"):
        names.append((_("Course Planner"), "courseplanner:index", "/planner/"))
    elif rights.allows(request.user, "orders.see"):
        names.append((_("Course Planner"), "courseplanner:orders", "/planner/"))
    return [_room(request.path, *name) for name in names]


def _room(path: str, label: Promise, name: str, house: str) -> Room:
    try:
        url = reverse(name)
    except NoReverseMatch:
        url = house
    return Room(label, url, is_here=path.startswith(house), is_page=path == url)


def theme(request: HttpRequest) -> str:
    """What the person chose; an unknown cookie counts as not chosen."""
    chosen = request.COOKIES.get(THEME_COOKIE, DEVICE)
    return chosen if chosen in THEMES else DEVICE


def other_themes(present: str) -> list[Theme]:
    return [Theme(key, THEMES[key], THEME_ICONS[key]) for key in THEMES if key != present]
