"""The frame around every page: which rooms this person has, and in which light."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
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
    person = request.user
    rooms = [_room(request.path, _("Catalog"), "catalog:index")]
    if person.is_authenticated:
        rooms.append(_room(request.path, _("My bookings"), "bookings:index"))
    if rights.allows(person, "implementations.see"):
        rooms.append(_room(request.path, _("Course Planner"), "courseplanner:index"))
    elif rights.allows(person, "orders.see"):
        rooms.append(_room(request.path, _("Course Planner"), "courseplanner:orders"))
    if rights.allows(person, "organisations.see"):
        more = ("cost-centers", "payments", "mails")
        rooms.append(_room(request.path, _("Organisations"), "organisations:index", *more))
    return rooms


def _room(path: str, label: Promise, name: str, *more: str) -> Room:
    """One is in a room as long as the address begins as its own does, /planner/…, or as more."""
    url = reverse(name)
    here = path.split("/")[1] in {url.split("/")[1], *more}
    return Room(label, url, is_here=here, is_page=path == url)


def theme(request: HttpRequest) -> str:
    """What the person chose; an unknown cookie counts as not chosen."""
    chosen = request.COOKIES.get(THEME_COOKIE, DEVICE)
    return chosen if chosen in THEMES else DEVICE


def other_themes(present: str) -> list[Theme]:
    return [Theme(key, THEMES[key], THEME_ICONS[key]) for key in THEMES if key != present]
