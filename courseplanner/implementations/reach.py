"""What a person may change: implementations, and products under which there can be more."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.rights import scope
from courseplanner.models import Implementation, Product, ProductQuerySet


def kept(request: HttpRequest, pk: int) -> Implementation:
    """With its seats; 404 where the person may not change it."""
    found = Implementation.objects.in_scope(scope(request.user, "implementations.keep"))
    return get_object_or_404(found.select_related("resource", "product").with_seats(), pk=pk)


def may_keep(request: HttpRequest, pk: int) -> bool:
    found = Implementation.objects.in_scope(scope(request.user, "implementations.keep"))
    return found.filter(pk=pk).exists()


def open_products(request: HttpRequest) -> ProductQuerySet:
    """Under which this person may create implementations."""
    found = Product.objects.in_scope(scope(request.user, "implementations.keep"))
    return found.unarchived().select_related("organisation")
