"""Which implementation, offer and access code an address means; 404 where there is no way."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.rights import scope
from catalog.models import AccessCode, Offer
from courseplanner.models import Implementation
from courseplanner.offers import cards


def kept(request: HttpRequest, pk: int) -> Implementation:
    found = Implementation.objects.in_scope(scope(request.user, "offers.keep"))
    return get_object_or_404(found.select_related("resource", "product").with_seats(), pk=pk)


def may_keep(request: HttpRequest, pk: int) -> bool:
    found = Implementation.objects.in_scope(scope(request.user, "offers.keep"))
    return found.filter(pk=pk).exists()


def offer_of(implementation: Implementation, pk: int) -> Offer:
    found = cards.offers_of(implementation).prefetch_related("organisations")
    return get_object_or_404(found, pk=pk)


def code_of(offer: Offer, pk: int) -> AccessCode:
    return get_object_or_404(AccessCode.objects.select_related("offer"), offer=offer, pk=pk)
