"""The mail as participants would get it, before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import QueryDict

from bookings import mail
from bookings.notices import OWN
from courseplanner.models import Implementation
from courseplanner.status import work
from courseplanner.status.forms import DUE

if TYPE_CHECKING:
    from accounts.models import Message


def preview(of: Implementation, kind: str, language: str, typed: QueryDict) -> Message | None:
    """As the first of them would read it; None where nobody is concerned."""
    people = work.errand(kind).people(of.resource_id)
    who = people.with_details().order_by("pk").first()
    if who is None:
        return None
    words = typed.get("words", "").replace("\r\n", "\n") if typed.get("tell") == OWN else ""
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    due = typed.get("fees") == DUE
    return mail.run_preview(kind, who, language=known, words=words, due=due)
