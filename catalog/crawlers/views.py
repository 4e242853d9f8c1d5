"""What search engines ask for: what they may read, and which pages there are."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalog.models import LearningResource

# With the catalog itself the 50,000 that a sitemap may name.
AT_MOST = 49_999
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Searches and filters are without end, so they are left alone; the rest says for itself."""
    lines = [
        "User-agent: *",
        "Disallow: /*?",
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('crawlers:sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_sitemap(), content_type="application/xml; charset=utf-8")


def _sitemap() -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">\n'
    yield _entry(reverse("catalog:index"))
    listed = LearningResource.objects.listed_for(AnonymousUser()).order_by("-pk")
    for resource in listed.only("pk", "title")[:AT_MOST].iterator():
        yield _entry(resource.get_absolute_url())
    yield "</urlset>\n"


def _entry(path: str) -> str:
    return f"<url><loc>{escape(settings.SITE_URL + path)}</loc></url>\n"
