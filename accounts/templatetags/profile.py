"""For the page of sessions: a browser as people call it."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that fits counts: most browsers call themselves by the names of others too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
LONGEST = 80


@register.filter
def browser(user_agent: str) -> str:
    """As it calls itself where it is not known."""
    known = [
        next((name for sign, name in names.items() if sign in user_agent), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, known)) or user_agent[:LONGEST] or _("Unknown browser")
