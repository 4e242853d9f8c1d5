"""The direct links of an offer, and their QR codes."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from catalog.models import Offer

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
LABELS = {
    "internal": pgettext_lazy("direct link", "Internal catalog"),
    "external": pgettext_lazy("direct link", "External catalog"),
}


@dataclass(frozen=True)
class Link:
    """`catalog` is internal, which leads through the sign-in, or external, which does not."""

    catalog: str
    offer: Offer

    @property
    def label(self) -> str | Promise:
        return LABELS[self.catalog]

    @property
    def address(self) -> str:
        resource = self.offer.resource
        if self.catalog == "external":
            return f"{settings.SITE_URL}{resource.get_absolute_url()}?offer={self.offer.pk}"
        place = {"slug": resource.slug, "offer": self.offer.pk}
        return f"{settings.SITE_URL}{reverse('catalog:offer', kwargs=place)}"

    def drawing(self, kind: str) -> bytes:
        """Black on white in any theme: cameras want it so."""
        written = BytesIO()
        segno.make(self.address, error="m", micro=False).save(
            written, kind=kind, scale=8, border=4, dark="#000", light="#fff"
        )
        return written.getvalue()


def of(offer: Offer) -> list[Link]:
    """For where it is published."""
    return [Link(catalog, offer) for catalog in LABELS if getattr(offer, catalog)]
