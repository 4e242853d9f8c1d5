"""Reading a page as its reader does."""

import re

from django.http import HttpResponse
from django.utils.html import strip_tags


def shown(response: HttpResponse) -> str:
    """The words of a page that opened, single spaces between them."""
    assert response.status_code == 200
    return words(response.content.decode())


def words(markup: str) -> str:
    """What is read; a data block in the head is not."""
    markup = re.sub(r"<script.*?</script>", "", markup, flags=re.DOTALL)
    return " ".join(strip_tags(re.sub(r"(<[^>]+>)", r"\1 ", markup)).split())
