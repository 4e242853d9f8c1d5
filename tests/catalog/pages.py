"""Reading a page as its reader does."""

import re

from django.http import HttpResponse
from django.utils.html import strip_tags


def shown(response: HttpResponse) -> str:
    """The words of a page that opened, single spaces between them."""
    assert response.status_code == 200
    return words(response.content.decode())


def words(markup: str) -> str:
    return " ".join(strip_tags(re.sub(r"(<[^>]+>)", r"\1 ", markup)).split())
