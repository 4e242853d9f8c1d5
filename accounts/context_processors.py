"""What the frame around every page needs to know; what costs a query is asked only when shown."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import frame
from accounts.models import Setting


def house(request: HttpRequest) -> dict[str, object]:
    theme = frame.theme(request)
    return {
        "rooms": SimpleLazyObject(lambda: frame.rooms(request)),
        "theme": theme,
        "other_themes": frame.other_themes(theme),
        "setting": SimpleLazyObject(Setting.load),
        "demo": settings.DEMO,
    }
